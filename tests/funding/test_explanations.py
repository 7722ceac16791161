"""“Can I apply yet?”: what was used, what would change it, and what staff see of races that are too late."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from candidates.enums import Stage
from candidates.models import Candidacy
from core.accounts.roles import Role
from funding.checking import check_all
from funding.too_late import cost_unknown, opens_too_late
from offices.cost_basis import Confidence, Likeness, basis_of, confidence_in
from tests.factories.offices import CostObservationFactory, DivisionFactory, OfficeFactory, RaceFactory
from tests.factories.people import bring_to, make_user, put_on_ballot

pytestmark = pytest.mark.django_db
VERIFIED = datetime(2026, 6, 2, 15, tzinfo=UTC)


def on_ballot(*, ballot: date = date(2026, 6, 1), election: date = date(2026, 11, 3)) -> Candidacy:
    candidate = bring_to(Stage.COMMITTED, now=VERIFIED)
    return put_on_ballot(candidate, ballot_date=ballot, now=VERIFIED, election_date=election)


def page_of(candidacy: Candidacy) -> str:
    client = Client()
    client.force_login(candidacy.candidate.user)
    return client.get(reverse("funding:race", args=[candidacy.public_id])).content.decode()


def test_the_page_says_what_was_used_how_to_change_it_and_folds_what_is_met() -> None:
    candidacy = on_ballot()
    CostObservationFactory(
        office=candidacy.race.office, amount=Decimal("1000.00"), n=6, source="Reports of 2024"
    )
    page = page_of(candidacy)
    for words in (
        "94 days before the election",
        "On average $1,000.00. 15% of it",
        "$150.00",
        "Reports of 2024",
        "Figures of this very race.",
        "high: this very race, from five campaigns or more",
        "Note more gifts",
        "rules are met</summary>",
        "Something here looks wrong",
    ):
        assert words in page


def test_without_a_figure_the_page_makes_none_up() -> None:
    page = page_of(on_ballot())
    assert "no figure counts, and none is made up" in page
    assert "A past candidate’s report is enough" in page


def test_an_opening_after_the_election_is_told_as_too_late() -> None:
    page = page_of(on_ballot(election=date(2026, 7, 22)))
    assert "10 days after the election: too late" in page


@pytest.mark.parametrize(
    ("likeness", "n", "sure"),
    [
        (Likeness.SAME_RACE, 5, Confidence.HIGH),
        (Likeness.SAME_RACE, 4, Confidence.MEDIUM),
        (Likeness.STATE, 500, Confidence.MEDIUM),
        (Likeness.COUNTRY, 500, Confidence.LOW),
    ],
)
def test_how_sure_we_are(likeness: Likeness, n: int, sure: Confidence) -> None:
    assert confidence_in(likeness, n) == sure


def test_the_basis_is_the_closest_group_with_figures_that_count() -> None:
    race = RaceFactory()
    elsewhere = OfficeFactory(division=DivisionFactory(state="OH"))
    CostObservationFactory(office=elsewhere, cycle=2024)

    def likeness() -> Any:
        found = basis_of(race.office, year=2026)
        return found and found.likeness

    assert likeness() == Likeness.COUNTRY
    CostObservationFactory(cycle=2022)
    assert likeness() == Likeness.STATE
    CostObservationFactory(office=race.office, cycle=2013)
    assert likeness() == Likeness.STATE
    CostObservationFactory(office=race.office, cycle=2014)
    assert likeness() == Likeness.SAME_RACE
    assert basis_of(race.office, year=2040) is None


def test_staff_see_which_races_cannot_be_funded_in_time_and_of_which_nobody_knows_the_cost() -> None:
    late, unpriced = on_ballot(election=date(2026, 7, 22)), on_ballot()
    CostObservationFactory(office=late.race.office)
    type(unpriced.race.office).objects.filter(pk=unpriced.race.office.pk).update(level="mayor")
    check_all(now=VERIFIED)
    staff = make_user(Role.PROGRAM_STAFF)
    day = VERIFIED.date()
    assert list(opens_too_late(staff, today=day)) == [late]
    assert list(cost_unknown(staff, today=day)) == [unpriced]
    assert list(opens_too_late(staff, today=date(2026, 7, 23))) == []
