"""Who holds the talk: fewest recent talks for their hours, then fit; newcomers are not flooded; nobody is forgotten."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.assignment import (
    NEWCOMER_A_WEEK,
    NEWCOMER_UNTIL,
    RECENT,
    Offer,
    because,
    in_order,
    is_within_cap,
    near,
    weeks_with_us,
)

START = datetime(2026, 6, 1, tzinfo=UTC)
offers = st.lists(
    st.builds(
        Offer,
        key=st.integers(1, 500),
        weekly_cap=st.integers(1, 20),
        recent=st.integers(0, 80),
        nearby=st.integers(0, 20),
        ever=st.integers(0, 90),
        weeks=st.fractions(1, 4),
        knows_state=st.booleans(),
        knows_level=st.booleans(),
        speaks=st.booleans(),
        met_rival=st.booleans(),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda offer: offer.key,
)


def first(*some: Offer) -> int:
    return in_order(some)[0].key


def test_whoever_had_the_fewest_talks_for_their_hours_comes_first() -> None:
    busy = Offer(1, weekly_cap=10, recent=9, ever=50)
    small = Offer(2, weekly_cap=2, recent=2, ever=50)
    assert busy.load < small.load
    assert first(small, busy) == 1


def test_of_two_with_as_much_to_do_the_one_who_fits_comes_first() -> None:
    one = Offer(1, weekly_cap=5, recent=4, ever=50)
    assert first(one, replace(one, key=2, knows_level=True)) == 2
    assert first(replace(one, knows_level=True), replace(one, key=2, knows_state=True)) == 2


def test_whoever_has_met_a_rival_is_asked_only_when_nobody_else_is_free() -> None:
    idle = Offer(1, weekly_cap=5, met_rival=True, knows_state=True)
    full = Offer(2, weekly_cap=5, recent=20, ever=50)
    assert first(idle, full) == 2
    assert "met_a_rival" in because(idle, [idle])


def test_a_newcomer_gets_two_talks_a_week_and_the_third_only_when_nobody_else_is_free() -> None:
    fresh = Offer(1, weekly_cap=5, nearby=NEWCOMER_A_WEEK - 1, recent=1, ever=1, weeks=Fraction(1))
    old = Offer(2, weekly_cap=5, recent=15, ever=50)
    assert first(fresh, old) == 1
    crowded = replace(fresh, nearby=NEWCOMER_A_WEEK, recent=2, ever=2)
    assert first(crowded, old) == 2
    assert first(replace(crowded, ever=NEWCOMER_UNTIL), old) == 1
    assert first(crowded) == 1


@given(found=offers)
def test_nobody_is_left_out_and_the_order_of_asking_changes_nothing(found: list[Offer]) -> None:
    assert in_order(found) == in_order(reversed(found))
    assert {offer.key for offer in in_order(found)} == {offer.key for offer in found}


@given(found=offers)
def test_no_one_is_put_before_somebody_who_is_better_in_everything(found: list[Offer]) -> None:
    chosen = in_order(found)[0]
    for other in found:
        better = (
            other.met_rival <= chosen.met_rival
            and other.speaks >= chosen.speaks
            and other.is_crowded_newcomer <= chosen.is_crowded_newcomer
            and other.load < chosen.load
        )
        assert not better
    assert because(chosen, found) == because(chosen, found[::-1])


@given(days=st.integers(-10, 400))
def test_weeks_with_us_count_from_one_to_four(days: int) -> None:
    today = date(2026, 6, 1)
    assert 1 <= weeks_with_us(today - timedelta(days=days), today) <= 4


@given(starts=st.lists(st.integers(0, 20_000), max_size=12), at=st.integers(0, 20_000), cap=st.integers(1, 6))
def test_within_the_cap_means_that_the_week_around_holds_one_more(
    starts: list[int], at: int, cap: int
) -> None:
    moments = [START + timedelta(minutes=minute) for minute in starts]
    start = START + timedelta(minutes=at)
    assert is_within_cap(moments, start, cap) == (near(moments, start) + 1 <= cap)


def ten_thousand_bookings(interviewers: int, bookings: int, seed: int) -> tuple[Counter[int], dict[int, int]]:
    """Everybody joined long ago; at each booking every second of them, by chance, happens to be free."""
    chance = Random(seed)
    caps = {key: chance.choice([2, 3, 5, 8]) for key in range(interviewers)}
    diary: dict[int, list[datetime]] = {key: [] for key in caps}
    given_to: Counter[int] = Counter()
    a_week = sum(caps.values()) * 0.6
    for number in range(bookings):
        now = START + timedelta(days=7 * number / a_week)
        free = []
        for key, cap in caps.items():
            diary[key] = [at for at in diary[key] if at > now - RECENT]
            if chance.random() < 0.5 and is_within_cap(diary[key], now, cap):
                last = max(diary[key], default=None)
                free.append(
                    Offer(
                        key,
                        cap,
                        recent=len(diary[key]),
                        nearby=near(diary[key], now),
                        ever=given_to[key],
                        last=last,
                        knows_state=key % 50 == number % 50,
                    )
                )
        if not free:
            continue
        chosen = in_order(free)[0].key
        diary[chosen].append(now)
        given_to[chosen] += 1
    return given_to, caps


@pytest.mark.slow
def test_over_ten_thousand_bookings_everybody_has_their_share(capsys: pytest.CaptureFixture[str]) -> None:
    given_to, caps = ten_thousand_bookings(60, 10_000, seed=7)
    assert sum(given_to.values()) == 10_000
    fair = 10_000 / sum(caps.values())
    shares = sorted(given_to[key] / (cap * fair) for key, cap in caps.items())
    with capsys.disabled():
        print(
            f"\nof their fair share, {len(caps)} interviewers held between {shares[0]:.3f} and {shares[-1]:.3f}"
        )
    assert shares[0] >= 0.95
    assert shares[-1] <= 1.05
