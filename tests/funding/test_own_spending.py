"""What five of our own campaigns and more say that they spent is known to all who ask what such a race costs."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from candidates.enums import Stage
from candidates.models import Candidacy
from core import clock
from core.lifecycle import Refused
from funding.checking import check_all, check_one
from funding.models import CandidacyFunding, EligibilityVerdict
from funding.own_spending import Group, OwnFigure, own_figures
from funding.reports import hand_in_report
from offices.cost_basis import Confidence, Likeness, basis_of
from offices.costs import CostBook
from offices.models import OwnSpending
from tests.factories.people import bring_to, put_on_ballot

COUNCILS = Group("council", "TX", 2026)
DOLLARS = st.decimals("0.01", "9999999", places=2)
TODAY = date(2026, 11, 20)


def figure_of(*amounts: int) -> OwnFigure | None:
    return own_figures((COUNCILS, Decimal(amount)) for amount in amounts).get(COUNCILS)


@pytest.mark.parametrize(
    ("amounts", "figure"),
    [
        ((100, 200, 300, 400), None),
        ((100, 200, 300, 400, 500), OwnFigure(Decimal("300.00"), 5)),
        ((100, 200, 300, 400, 500, 9_000, 1, 1, 1), OwnFigure(Decimal("300.00"), 5)),
        ((100, 200, 300, 400, 500, 9_000, 1, 1, 1, 1), OwnFigure(Decimal("1050.40"), 10)),
    ],
)
def test_a_figure_counts_whole_fives_and_fewer_than_five_give_none(
    amounts: tuple[int, ...], figure: OwnFigure | None
) -> None:
    assert figure_of(*amounts) == figure


def test_each_level_state_and_year_has_its_own_figure() -> None:
    others = [COUNCILS._replace(level="mayor"), COUNCILS._replace(state="OH"), COUNCILS._replace(cycle=2024)]
    reported = [(group, Decimal(10)) for group in others for _time in range(4)]
    reported += [(COUNCILS, Decimal(7))] * 5
    assert own_figures(reported) == {COUNCILS: OwnFigure(Decimal("7.00"), 5)}


@given(st.lists(DOLLARS, max_size=30), DOLLARS, DOLLARS)
def test_what_the_newest_campaign_says_cannot_be_worked_out(
    known: list[Decimal], one: Decimal, other: Decimal
) -> None:
    """Whoever sees the figure before and after a report sees no change, or one to which five reports contributed."""
    before, after, else_after = (figure_of_all([*known, *more]) for more in ((), (one,), (other,)))
    if after != before:
        assert after is not None
        assert after.n - (before.n if before else 0) == 5
    if len(known) % 5 != 4:
        assert after == else_after == before


def figure_of_all(amounts: list[Decimal]) -> OwnFigure | None:
    return own_figures((COUNCILS, amount) for amount in amounts).get(COUNCILS)


@given(st.lists(DOLLARS, min_size=5, max_size=40))
def test_the_mean_lies_between_the_least_and_the_most(amounts: list[Decimal]) -> None:
    figure = figure_of_all(amounts)
    assert figure is not None
    assert min(amounts) <= figure.amount <= max(amounts)


def a_paid_race(now: datetime) -> Candidacy:
    candidacy = put_on_ballot(bring_to(Stage.COMMITTED, now=now), ballot_date=date(2026, 2, 1), now=now)
    CandidacyFunding.objects.create(candidacy=candidacy, cap=900, awarded=500, paid=500)
    return Candidacy.objects.select_related("race__election", "race__office").get(pk=candidacy.pk)


def report(candidacy: Candidacy, campaign_spent: int | None) -> None:
    hand_in_report(
        candidacy,
        spent=Decimal(400),
        used_for="Postage.",
        campaign_spent=None if campaign_spent is None else Decimal(campaign_spent),
        today=TODAY,
        at=clock.now(),
    )


@pytest.mark.django_db
def test_the_fifth_report_makes_the_figure_from_which_the_next_ones_verdict_follows(now: datetime) -> None:
    races = [a_paid_race(now) for _number in range(6)]
    report(races[0], None)
    for number, race in enumerate(races[1:5], start=1):
        report(race, 1_000 * number)
    assert not OwnSpending.objects.exists()
    report(a_paid_race(now), 5_000)
    figure = OwnSpending.objects.get()
    office = races[0].race.office
    assert (figure.level, figure.state, figure.cycle) == (office.level, office.state, 2026)
    assert (figure.amount, figure.n) == (Decimal("3000.00"), 5)

    next_one = put_on_ballot(bring_to(Stage.COMMITTED, now=now), ballot_date=date(2026, 2, 1), now=now)
    election = next_one.race.election
    election.date = date(2028, 11, 7)
    election.save()
    check_one(next_one, now=now)
    assert EligibilityVerdict.objects.filter(candidacy=next_one).latest("pk").cap == Decimal("450.00")


@pytest.mark.django_db
def test_whoever_waits_for_a_figure_is_looked_at_again_when_it_comes(now: datetime) -> None:
    waiting = put_on_ballot(bring_to(Stage.COMMITTED, now=now), ballot_date=date(2026, 2, 1), now=now)
    office = waiting.race.office
    check_all(now=now)
    OwnSpending.objects.create(level=office.level, state=office.state, cycle=2025, amount=1_000, n=5)
    assert check_all(now=now) == 1


@pytest.mark.django_db
def test_the_explanation_says_that_our_own_candidates_reported_it_and_names_nobody(
    now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office = a_paid_race(now).race.office
    OwnSpending.objects.create(level=office.level, state=office.state, cycle=2024, amount=1_000, n=10)
    with django_assert_max_num_queries(5):
        basis = basis_of(office, year=2026)
    assert basis is not None
    (figure,) = basis.figures
    assert (basis.likeness, basis.confidence, figure.n) == (Likeness.STATE, Confidence.MEDIUM, 10)
    assert str(figure.source) == "Reports of our own candidates"
    with django_assert_max_num_queries(3):
        book = CostBook()
        book.read([office])
    assert [fact.same_race for fact in book.facts_for(office, year=2026)] == [False]


@pytest.mark.django_db
@pytest.mark.parametrize(("campaign_spent", "is_kept"), [(399, False), (400, True)])
def test_a_campaign_that_spent_less_than_it_spent_of_ours_is_asked_again(
    now: datetime, campaign_spent: int, is_kept: bool
) -> None:
    race = a_paid_race(now)
    if is_kept:
        report(race, campaign_spent)
    else:
        with pytest.raises(Refused, match="cannot have spent less"):
            report(race, campaign_spent)
