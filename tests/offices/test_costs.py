from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from offices.costs import CostBook, CostFacts, observations_for
from offices.enums import Level
from tests.factories.offices import CostObservationFactory, DivisionFactory, OfficeFactory, RaceFactory

pytestmark = pytest.mark.django_db


def test_the_same_office_comes_first_and_similar_ones_stand_by() -> None:
    """The rules ask the similar ones only where nothing of the same race counts (R19)."""
    race = RaceFactory()
    CostObservationFactory(office=race.office, cycle=2022, amount="800.00", n=None)
    CostObservationFactory(office=race.office, cycle=2024, amount="1000.50", n=3)
    CostObservationFactory(amount="9.00", cycle=2024, n=1)
    CostObservationFactory(amount="7.00", office=OfficeFactory(division=DivisionFactory(state="OH")))
    assert observations_for(race) == [
        CostFacts(Decimal("1000.50"), 2024, same_race=True, n=3),
        CostFacts(Decimal("800.00"), 2022, same_race=True, n=None),
        CostFacts(Decimal("9.00"), 2024, same_race=False, n=1),
    ]


def test_what_is_too_old_or_of_the_elections_own_year_leaves_it_to_the_next_group() -> None:
    race = RaceFactory(election__date=date(2026, 11, 3))
    for cycle in (2013, 2026):
        CostObservationFactory(office=race.office, cycle=cycle, amount="1.00")
        CostObservationFactory(cycle=cycle, amount="2.00")
    CostObservationFactory(
        office=OfficeFactory(division=DivisionFactory(state="OH")), cycle=2014, amount="3.00"
    )
    assert [facts.amount for facts in observations_for(race)] == [Decimal("3.00")]


def test_else_the_same_level_in_the_state_answers() -> None:
    race = RaceFactory()
    CostObservationFactory(amount="700.00")
    CostObservationFactory(amount="1.00", office=OfficeFactory(level=Level.MAYOR))
    CostObservationFactory(amount="2.00", office=OfficeFactory(division=DivisionFactory(state="OH")))
    assert [(facts.amount, facts.same_race) for facts in observations_for(race)] == [
        (Decimal("700.00"), False)
    ]


def test_else_the_same_level_in_the_country_answers() -> None:
    race = RaceFactory()
    CostObservationFactory(amount="2.00", office=OfficeFactory(division=DivisionFactory(state="OH")))
    assert [facts.amount for facts in observations_for(race)] == [Decimal("2.00")]


def test_what_is_unknown_stays_unknown(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    race = RaceFactory()
    CostObservationFactory(office=OfficeFactory(level=Level.MAYOR))
    with django_assert_num_queries(3):
        assert observations_for(race) == []


def test_a_book_reads_each_group_of_races_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    races = [RaceFactory() for _number in range(3)]
    CostObservationFactory(office=races[0].office, amount="5.00")
    book = CostBook()
    with django_assert_num_queries(3):
        book.read([race.office for race in races])
    with django_assert_num_queries(0):
        book.read([race.office for race in races])
        known = [book.facts_for(race.office, year=race.election.date.year) for race in races]
    assert [[fact.same_race for fact in facts] for facts in known] == [[True], [False], [False]]
