"""What the card of an office says, in which order cards come, and which are left out."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offices.cards import Card, cards_of
from offices.enums import ContestSource, FactKind, FactOrigin, Level
from offices.facts import Known
from offices.filing import FilingState, filing_of
from offices.models import Office
from offices.ranking import Order, claim, in_order
from offices.selectors import LastContest
from tests.factories.offices import (
    ContestFactory,
    CostObservationFactory,
    ElectionFactory,
    FactFactory,
    HolderFactory,
    OfficeFactory,
)

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 17, tzinfo=UTC)
ELECTION = date(2026, 11, 3)


def window(kind: FactKind, day: date, election_on: date = ELECTION) -> Known:
    return Known(kind, day.isoformat(), "the clerk", "", TODAY, FactOrigin.STAFF, election_on, False)


def opens(day: date, **more: date) -> Known:
    return window(FactKind.FILING_OPENS, day, **more)


def closes(day: date, **more: date) -> Known:
    return window(FactKind.FILING_CLOSES, day, **more)


@pytest.mark.parametrize(
    ("last_day", "state", "left"),
    [
        (TODAY - timedelta(days=1), FilingState.CLOSED, None),
        (TODAY, FilingState.OPEN, 0),
        (TODAY + timedelta(days=1), FilingState.OPEN, 1),
    ],
)
def test_one_can_file_on_the_last_day_and_not_on_the_day_after(
    last_day: date, state: FilingState, left: int | None
) -> None:
    filing = filing_of([closes(last_day)], today=TODAY)
    assert (filing.state, filing.days_left, filing.is_possible) == (
        state,
        left,
        state is not FilingState.CLOSED,
    )


def test_filing_opens_on_its_first_day() -> None:
    facts = [opens(TODAY), closes(TODAY + timedelta(days=9))]
    assert filing_of(facts, today=TODAY).state is FilingState.OPEN
    assert filing_of(facts, today=TODAY - timedelta(days=1)).state is FilingState.AHEAD


def test_nothing_known_is_unknown_and_does_not_rule_an_office_out() -> None:
    assert filing_of([], today=TODAY).state is FilingState.UNKNOWN
    assert filing_of([], today=TODAY).is_possible
    assert filing_of([opens(TODAY - timedelta(days=1))], today=TODAY).state is FilingState.UNKNOWN


def test_an_election_that_is_over_says_nothing_of_the_next_one() -> None:
    past = closes(date(2026, 1, 5), election_on=date(2026, 5, 31))
    assert filing_of([past], today=TODAY).state is FilingState.UNKNOWN


def test_the_next_election_that_one_can_still_file_for_comes_before_one_that_is_closed() -> None:
    later = date(2027, 5, 1)
    facts = [closes(TODAY - timedelta(days=1)), closes(date(2027, 2, 1), election_on=later)]
    filing = filing_of(facts, today=TODAY)
    assert (filing.election_on, filing.days_left) == (later, 245)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_days_left_and_closed_never_go_together(last_day: date, today: date) -> None:
    filing = filing_of([closes(last_day, election_on=date(2031, 1, 1))], today=today)
    assert (filing.days_left is None) == (filing.state is FilingState.CLOSED)
    assert filing.days_left is None or filing.days_left >= 0


def card(name: str, level: Level, *, last: LastContest | None = None, is_old: bool = False) -> Card:
    office = Office(name=name, level=level, kind="any")
    return Card(office, {}, filing_of([], today=TODAY), last, is_old, (), ())


def contest(*, uncontested: int = 0, lacked_party: int = 0, known: int = 1) -> LastContest:
    return LastContest(2024, ContestSource.MEDSL, 1, known, uncontested, lacked_party)


def test_r6_seats_that_nobody_contested_come_first_then_those_without_the_party_then_the_unknown() -> None:
    cards = [
        card("contested", Level.SCHOOL_BOARD, last=contest()),
        card("unknown", Level.SCHOOL_BOARD),
        card("old", Level.CITY_COUNCIL, last=contest(uncontested=1), is_old=True),
        card("no party", Level.STATE_HOUSE, last=contest(lacked_party=1)),
        card("free", Level.STATE_SENATE, last=contest(uncontested=1)),
    ]
    assert [one.name for one in in_order(cards, Order.UNCLAIMED)] == [
        "free",
        "no party",
        "unknown",
        "old",
        "contested",
    ]
    assert [one.name for one in in_order(cards, Order.LOCAL)][:2] == ["contested", "unknown"]


def test_how_many_ran_is_not_known_is_no_better_than_nothing_known() -> None:
    assert claim(contest(known=0)) == claim(None)


@given(st.lists(st.tuples(st.sampled_from(list(Level)), st.integers(0, 3)), max_size=12))
def test_no_order_loses_or_doubles_an_office(given_cards: list[tuple[Level, int]]) -> None:
    lasts = [None, contest(uncontested=1), contest(lacked_party=1), contest()]
    cards = [card(f"{n}", level, last=lasts[kind]) for n, (level, kind) in enumerate(given_cards)]
    for order in Order:
        assert sorted(one.name for one in in_order(cards, order)) == sorted(one.name for one in cards)


@pytest.mark.django_db
class TestFromTheDatabase:
    def test_a_card_knows_everything_that_is_known(self) -> None:
        office = OfficeFactory(seats=7, term_years=4, minimum_age=18)
        election = ElectionFactory(date=ELECTION, state=office.state)
        FactFactory(office=office, kind=FactKind.FILING_CLOSES, value="2026-08-17", election=election)
        FactFactory(office=office, kind=FactKind.RESIDENCY, value="one year")
        FactFactory(office=office, kind=FactKind.DUTIES, value="Runs the harbor.")
        ContestFactory(office=office, year=2024, uncontested=True)
        HolderFactory(office=office)
        CostObservationFactory(office=office, cycle=2022, amount=Decimal(900))
        CostObservationFactory(office=office, cycle=2024, amount=Decimal(1100))
        (found,) = cards_of([office], now=NOW)
        assert (found.filing.days_left, found.duties) == (77, "Runs the harbor.")
        assert [(r.kind, r.text) for r in found.requirements if r.text] == [
            (FactKind.MINIMUM_AGE, "18"),
            (FactKind.RESIDENCY, "one year"),
        ]
        assert (found.cost, found.cost_cycles) == (Decimal("1000.00"), (2022, 2024))
        assert found.last is not None
        assert len(found.holders) == 1

    def test_days_are_counted_in_the_zone_of_the_office(self) -> None:
        election_day = date(2026, 11, 3)
        late = datetime(2026, 8, 18, 3, tzinfo=UTC)  # still the 17th in Chicago
        left = {}
        for zone in ("America/Chicago", "Pacific/Guam"):
            office = OfficeFactory(time_zone=zone)
            election = ElectionFactory(date=election_day, state=office.state)
            FactFactory(office=office, kind=FactKind.FILING_CLOSES, value="2026-08-17", election=election)
            left[zone] = cards_of([office], now=late)[0].filing.days_left
        assert left == {"America/Chicago": 0, "Pacific/Guam": None}

    def test_a_contest_of_long_ago_is_shown_and_does_not_rank(self) -> None:
        office = OfficeFactory(term_years=4)
        ContestFactory(office=office, year=2017, uncontested=True)
        (found,) = cards_of([office], now=NOW)
        assert found.is_old_contest
        assert found.contest is not None
        assert found.last is None

    def test_costs_of_more_than_three_cycles_back_do_not_count(self) -> None:
        office = OfficeFactory()
        for cycle, amount in ((2024, 100), (2022, 200), (2020, 300), (2018, 90_000)):
            CostObservationFactory(office=office, cycle=cycle, amount=Decimal(amount))
        assert cards_of([office], now=NOW)[0].cost == Decimal("200.00")
