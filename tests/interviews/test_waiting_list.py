"""Full calls have a list in order; a seat that is free is offered to its first, and the offer expires."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from candidates.models import Candidate
from core.lifecycle import Refused
from core.outbox.models import OutgoingMessage
from core.scheduling.models import Commitment
from interviews import intro_calls, waiting_list
from interviews.enums import RegistrationStatus
from interviews.models import IntroCall, Registration
from interviews.offers import SHORTEST, are_still_made, offered_until
from tests.factories.people import make_call, make_candidate

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def call(now: datetime) -> IntroCall:
    return make_call(starts_at=now + 4 * DAY, capacity=2)


def join(call: IntroCall, now: datetime, people: int = 1) -> list[Registration]:
    return [intro_calls.register(make_candidate(now=now), call, now=now) for _ in range(people)]


def fresh(seat: Registration) -> Registration:
    return Registration.objects.get(pk=seat.pk)


def told(kind: str) -> list[int | None]:
    rows = OutgoingMessage.objects.filter(kind=kind).order_by("pk")
    return list(rows.values_list("recipient_id", flat=True))


def seats_taken(call: IntroCall) -> int:
    return IntroCall.objects.get(pk=call.pk).seats_taken


def test_who_comes_to_a_full_call_waits_in_order_and_is_told_the_place(
    call: IntroCall, now: datetime
) -> None:
    seats = join(call, now, 5)
    assert [seat.status for seat in seats] == ["confirmed"] * 2 + ["waitlisted"] * 3
    assert [waiting_list.place_of(seat) for seat in seats[2:]] == [1, 2, 3]
    assert [(one.pk, place) for one, place in waiting_list.with_places([seats[3].pk])] == [(seats[3].pk, 2)]
    assert told("intro_call_waiting") == [seat.candidate.user_id for seat in seats[2:]]
    assert seats_taken(call) == 2


def test_a_seat_that_is_given_back_is_held_for_the_first_and_nobody_jumps_the_queue(
    call: IntroCall, now: datetime
) -> None:
    seats = join(call, now, 4)
    intro_calls.cancel(seats[0], now=now)
    (quick,) = join(call, now)
    assert quick.status == RegistrationStatus.WAITLISTED
    assert waiting_list.tend(now=now) == {"offered": 1}
    offer = fresh(seats[2])
    assert (offer.status, offer.offer_expires_at) == ("offered", now + DAY)
    assert seats_taken(call) == 2
    assert told("seat_offered") == [offer.candidate.user_id]
    intro_calls.take_offer(offer, now=now + HOUR)
    assert fresh(offer).status == "confirmed"
    assert Commitment.objects.get(subject=offer.public_id).expires_at is None
    assert told("intro_call_confirmed")[-1] == offer.candidate.user_id


def test_an_offer_that_expires_goes_to_the_next_and_cannot_be_taken_any_more(
    call: IntroCall, now: datetime
) -> None:
    seats = join(call, now, 4)
    intro_calls.cancel(seats[0], now=now)
    waiting_list.tend(now=now)
    with pytest.raises(Refused, match="expired"):
        intro_calls.take_offer(fresh(seats[2]), now=now + DAY)
    assert waiting_list.tend(now=now + DAY) == {"expired": 1, "offered": 1}
    assert [fresh(seat).status for seat in seats] == ["cancelled", "confirmed", "cancelled", "offered"]
    assert told("seat_offer_expired") == [seats[2].candidate.user_id]
    history = [(row.to_state, row.reason) for row in seats[2].transitions.all()]
    assert history == [("offered", ""), ("cancelled", "expired")]
    assert seats_taken(call) == 2


def test_whoever_is_busy_then_is_passed_over_and_keeps_the_place(call: IntroCall, now: datetime) -> None:
    seats = join(call, now, 4)
    busy = seats[2].candidate
    other = make_call(starts_at=call.starts_at + timedelta(minutes=20))
    intro_calls.register(busy, other, now=now)
    intro_calls.cancel(seats[0], now=now)
    waiting_list.tend(now=now)
    assert [fresh(seat).status for seat in seats[2:]] == ["waitlisted", "offered"]
    assert waiting_list.place_of(seats[2]) == 1


def test_who_takes_an_offer_gives_the_seat_in_another_call_back(call: IntroCall, now: datetime) -> None:
    seats = join(call, now, 3)
    other = intro_calls.register(seats[2].candidate, make_call(starts_at=now + 9 * DAY), now=now)
    intro_calls.cancel(seats[0], now=now)
    waiting_list.tend(now=now)
    intro_calls.take_offer(fresh(seats[2]), now=now)
    assert [fresh(seats[2]).status, fresh(other).status] == ["confirmed", "cancelled"]
    assert seats_taken(other.call) == 0


def test_a_second_seat_is_not_given_but_the_first_one_moves(call: IntroCall, now: datetime) -> None:
    (seat,) = join(call, now)
    later = make_call(starts_at=now + 9 * DAY, capacity=1)
    with pytest.raises(Refused, match="another call"):
        intro_calls.register(seat.candidate, later, now=now)
    intro_calls.move(seat, later, actor=seat.candidate.user, now=now)
    assert (seats_taken(call), seats_taken(later)) == (0, 1)
    assert Commitment.objects.get(subject=seat.public_id).period.lower == later.starts_at
    (full,) = join(call, now)
    with pytest.raises(Refused, match="keep your seat"):
        intro_calls.move(full, later, actor=full.candidate.user, now=now)
    assert fresh(full).call == call


def test_one_person_is_not_in_two_calls_at_the_same_time(call: IntroCall, now: datetime) -> None:
    (seat,) = join(call, now)
    same_time = make_call(starts_at=call.starts_at + timedelta(minutes=15))
    with pytest.raises(Refused):
        intro_calls.register(seat.candidate, same_time, now=now)
    assert Commitment.objects.filter(person=seat.candidate.user).count() == 1


def test_shortly_before_the_call_a_free_seat_is_whoevers_comes(now: datetime) -> None:
    call = make_call(starts_at=now + 10 * HOUR, capacity=1)
    seat, waits = join(call, now, 2)
    soon = call.starts_at - timedelta(minutes=50)
    intro_calls.cancel(seat, now=soon)
    assert waiting_list.tend(now=soon) == {}
    intro_calls.register(waits.candidate, call, now=soon)
    assert fresh(waits).status == "confirmed"


@given(minutes=st.integers(-600, 60_000), hours=st.integers(1, 168))
def test_an_offer_ends_before_the_call_begins_and_lasts_long_enough(minutes: int, hours: int) -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    starts_at = now + timedelta(minutes=minutes)
    until = offered_until(now=now, starts_at=starts_at, at_most=timedelta(hours=hours))
    assert (until is not None) == are_still_made(now=now, starts_at=starts_at) == (minutes >= 60)
    if until is not None:
        assert now + SHORTEST <= until <= min(now + timedelta(hours=hours), now + (starts_at - now) / 2)


Deed = tuple[int, str, int]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(deeds=[(0, "come", 0), (0, "leave", 0)])
@example(deeds=[(0, "come", 0), (0, "move", 0), (1, "come", 0), (0, "leave", 1)])
@example(
    deeds=[(0, "come", 0), (1, "come", 0), (0, "leave", 0), (2, "come", 0), (0, "tend", 0), (1, "take", 0)]
)
@example(
    deeds=[(0, "come", 0), (1, "come", 0), (0, "leave", 0), (0, "tend", 0), (0, "wait", 0), (2, "come", 0)]
)
@given(
    deeds=st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from(["come", "leave", "take", "move", "tend", "wait"]),
            st.integers(0, 1),
        ),
        max_size=14,
    )
)
def test_no_sequence_of_coming_moving_leaving_and_waiting_miscounts_a_seat(
    now: datetime, deeds: list[Deed]
) -> None:
    with transaction.atomic():
        calls = [make_call(starts_at=now + (4 + n) * DAY, capacity=1) for n in range(2)]
        people = [make_candidate(now=now) for _ in range(4)]
        at = now
        for who, deed, which in deeds:
            at += 13 * HOUR if deed == "wait" else timedelta(minutes=1)
            with suppress(Refused):
                act(people[who], deed, calls[which], calls[1 - which], at)
        for call in calls:
            held = call.registrations.seated()
            assert seats_taken(call) == held.count() <= 1
        committed = Commitment.objects.filter(person__in=[one.user for one in people])
        holders = Registration.objects.seated().filter(candidate__in=people)
        assert {one.subject for one in committed} == set(holders.values_list("public_id", flat=True))
        confirmed = Registration.objects.confirmed().filter(candidate__in=people)
        assert confirmed.count() == confirmed.values("candidate").distinct().count()
        transaction.set_rollback(True)


def act(person: Candidate, deed: str, call: IntroCall, other: IntroCall, at: datetime) -> None:
    mine = Registration.objects.live().filter(candidate=person, call=call).first()
    if deed == "come":
        intro_calls.register(person, call, now=at)
    elif deed in ("tend", "wait"):
        waiting_list.tend(now=at)
    elif mine is not None:
        deeds: dict[str, Callable[[], None]] = {
            "leave": lambda: intro_calls.cancel(mine, now=at),
            "take": lambda: intro_calls.take_offer(mine, now=at),
            "move": lambda: intro_calls.move(mine, other, actor=person.user, now=at),
        }
        deeds[deed]()
