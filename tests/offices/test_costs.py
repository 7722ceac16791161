from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from offices.costs import CostFacts, observations_for
from offices.enums import Level
from tests.factories.offices import CostObservationFactory, DivisionFactory, OfficeFactory, RaceFactory

pytestmark = pytest.mark.django_db


def test_the_same_office_answers_alone_newest_first() -> None:
    race = RaceFactory()
    CostObservationFactory(office=race.office, cycle=2022, amount="800.00", n=None)
    CostObservationFactory(office=race.office, cycle=2024, amount="1000.50", n=3)
    CostObservationFactory(amount="9.00")
    assert observations_for(race) == [
        CostFacts(Decimal("1000.50"), 2024, same_race=True, n=3),
        CostFacts(Decimal("800.00"), 2022, same_race=True, n=None),
    ]


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
