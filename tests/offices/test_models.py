import datetime

import pytest
from django.db import IntegrityError, connection

from offices.enums import DOWN_BALLOT, FUNDABLE, LISTING_ORDER, ElectionKind, Level
from offices.models import Election, Office
from tests.factories.offices import (
    CostObservationFactory,
    DivisionFactory,
    ElectionFactory,
    OfficeFactory,
    RaceFactory,
    ZipCodeFactory,
)

pytestmark = pytest.mark.django_db


def test_r3_federal_and_statewide_are_out_of_scope_and_a_pta_cannot_be_funded() -> None:
    assert set(Level) - DOWN_BALLOT == {Level.FEDERAL, Level.STATEWIDE}
    assert {Level.PTA} == DOWN_BALLOT - FUNDABLE
    assert set(LISTING_ORDER) == set(Level)


def test_a_race_reads_as_one_says_it() -> None:
    office = OfficeFactory(division=DivisionFactory(name="Austin"))
    assert str(RaceFactory(office=office)) == "Austin City Council – general election, November 3, 2026"
    special = ElectionFactory(date=datetime.date(2027, 5, 1), kind=ElectionKind.SPECIAL)
    race = RaceFactory(office=office, election=special)
    assert (str(race), race.is_special, race.level) == (
        "Austin City Council – special election, May 1, 2027",
        True,
        Level.CITY_COUNCIL,
    )


def test_one_office_per_division_kind_and_seat() -> None:
    office = OfficeFactory(seat="3")
    OfficeFactory(division=office.division, seat="4")
    with pytest.raises(IntegrityError, match="one_office_per_division_kind_seat"):
        OfficeFactory(division=office.division, seat="3")


def test_one_race_per_office_and_election() -> None:
    race = RaceFactory()
    with pytest.raises(IntegrityError, match="one_race_per_office_and_election"):
        RaceFactory(office=race.office, election=race.election)


def test_one_election_per_state_date_kind_and_name() -> None:
    election = ElectionFactory()
    with pytest.raises(IntegrityError, match="one_election_per_state_date_kind_name"):
        Election.objects.create(state=election.state, date=election.date, kind=election.kind)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"amount": "-0.01"}, "cost_not_negative"),
        ({"n": 0}, "cost_n_positive"),
        ({"cycle": 1789}, "cost_cycle_plausible"),
        ({"figure_kind": "guess"}, "cost_figure_kind_known"),
        ({"source": ""}, "cost_has_source"),
    ],
)
def test_the_database_refuses_a_cost_that_cannot_be(facts: dict[str, object], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        CostObservationFactory(**facts)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"level": "galactic"}, "office_level_known"),
        ({"state": "tx"}, "office_state_two_letters"),
        ({"time_zone": ""}, "office_has_time_zone"),
        ({"seats": 0}, "office_seats_positive"),
        ({"minimum_age": 12}, "office_age_plausible"),
    ],
)
def test_the_database_refuses_an_office_that_cannot_be(facts: dict[str, object], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        OfficeFactory(**facts)


def test_the_database_refuses_a_zip_code_that_is_none() -> None:
    with pytest.raises(IntegrityError, match="zip_code_five_digits"):
        ZipCodeFactory(code="7870A")


def test_a_corrected_office_keeps_what_it_was_before() -> None:
    office = OfficeFactory(seats=5)
    assert Office.pgh_event_model.objects.count() == 0
    office.seats = 7
    office.save()
    event = Office.pgh_event_model.objects.get()
    assert (event.seats, event.pgh_label) == (5, "update")


def test_a_cost_s_history_cannot_be_rewritten() -> None:
    CostObservationFactory()
    with pytest.raises(Exception, match="append"), connection.cursor() as cursor:
        cursor.execute("UPDATE offices_costobservationevent SET amount = 1")
