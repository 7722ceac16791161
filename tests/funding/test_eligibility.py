"""R1, R3 and R15 to R20, each at its boundary. Amounts in US dollars."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.eligibility import (
    CostObservation,
    Facts,
    Gift,
    PlanReview,
    Policy,
    average_cost,
    opening_day,
    verdict_on,
)

D = Decimal


def gift(amount: str, donor: str = "A", kind: str = "gift", documented: bool = True) -> Gift:
    return Gift(donor, D(amount), kind, documented)


def facts(**changes: Any) -> Facts:
    """Eligible by the money raised: a race that costs $1,000, with $150 from two donors."""
    usual = Facts(
        as_of=date(2026, 8, 1),
        status="on_ballot",
        standing="active",
        date_of_birth=date(1998, 5, 17),
        election_date=date(2026, 11, 3),
        office_level="city_council",
        office_minimum_age=18,
        ballot_date=date(2026, 6, 1),
        special_election_override=False,
        cost_observations=[CostObservation(D("1000.00"), 2024, True, 4)],
        gifts=[gift("100.00", "A"), gift("50.00", "B")],
        plan_reviews=[],
        prior_awards=[],
        requested=D("150.00"),
    )
    return replace(usual, **changes)


def outcome(rule: str, **changes: Any) -> str:
    return verdict_on(facts(**changes)).outcome_of(rule)


def test_the_usual_facts_are_eligible() -> None:
    verdict = verdict_on(facts())
    assert verdict.verdict == "eligible"
    assert [rule.rule for rule in verdict.rules] == [
        "R1", "R3", "standing", "status", "R15", "R16", "R17", "R18", "R19",
    ]  # fmt: skip


def test_r1_a_35th_birthday_on_election_day_fails_and_one_the_day_after_passes() -> None:
    assert outcome("R1", date_of_birth=date(1991, 11, 3)) == "fail"
    assert outcome("R1", date_of_birth=date(1991, 11, 4)) == "pass"


def test_r1_born_on_29_february_the_birthday_is_1_march_in_common_years() -> None:
    born = date(1992, 2, 29)
    assert outcome("R1", date_of_birth=born, election_date=date(2027, 2, 28)) == "pass"
    assert outcome("R1", date_of_birth=born, election_date=date(2027, 3, 1)) == "fail"


def test_r1_without_a_race_the_age_counts_today() -> None:
    born = date(1991, 8, 1)
    assert outcome("R1", election_date=None, date_of_birth=born) == "fail"
    assert outcome("R1", election_date=None, date_of_birth=born + timedelta(days=1)) == "pass"


def test_r1_the_offices_own_minimum_age_counts_on_election_day() -> None:
    assert outcome("R1", office_minimum_age=25, date_of_birth=date(2001, 11, 3)) == "pass"
    assert outcome("R1", office_minimum_age=25, date_of_birth=date(2001, 11, 4)) == "fail"


def test_r1_an_unknown_birth_date_is_undetermined() -> None:
    assert outcome("R1", date_of_birth=None) == "undetermined"
    assert verdict_on(facts(date_of_birth=None)).verdict == "undetermined"


@pytest.mark.parametrize("level", ["federal", "statewide", "pta"])
def test_r3_federal_statewide_and_pta_are_refused(level: str) -> None:
    assert outcome("R3", office_level=level) == "fail"


def test_r15_the_day_before_is_refused_and_the_day_is_not() -> None:
    assert outcome("R15", as_of=date(2026, 7, 31)) == "fail"
    assert outcome("R15", as_of=date(2026, 8, 1)) == "pass"


@pytest.mark.parametrize(
    ("ballot", "opens"),
    [
        (date(2025, 12, 31), date(2026, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2026, 12, 30), date(2027, 2, 28)),
        (date(2026, 6, 30), date(2026, 8, 30)),
        (date(2026, 1, 31), date(2026, 3, 31)),
    ],
)
def test_r15_two_calendar_months_clamped_at_the_end_of_the_month(ballot: date, opens: date) -> None:
    assert opening_day(ballot, wait_months=2) == opens


def test_r15_a_special_election_can_be_overridden_but_nothing_replaces_the_ballot_date() -> None:
    early = date(2026, 6, 2)
    assert outcome("R15", as_of=early, special_election_override=True) == "pass"
    assert outcome("R15", as_of=early, special_election_override=True, ballot_date=None) == "fail"


def test_r16_the_cap_holds_to_the_cent_over_all_awards() -> None:
    assert outcome("R16", requested=D("150.00")) == "pass"
    assert outcome("R16", requested=D("150.01")) == "fail"
    assert outcome("R16", prior_awards=[D("100.00")], requested=D("50.00")) == "pass"
    assert outcome("R16", prior_awards=[D("100.00")], requested=D("50.01")) == "fail"
    assert outcome("R16", prior_awards=[D("150.00")], requested=None) == "fail"
    assert outcome("R16", requested=None) == "pass"


def test_r16_the_cap_is_rounded_down_to_the_cent() -> None:
    verdict = verdict_on(facts(cost_observations=[CostObservation(D("1000.06"), 2024, True, 1)]))
    assert verdict.cap == D("150.00")


def test_r17_the_threshold_is_inclusive_and_takes_two_donors() -> None:
    assert outcome("R17", gifts=[gift("149.99", "A"), gift("0.01", "B")]) == "pass"
    assert outcome("R17", gifts=[gift("149.98", "A"), gift("0.01", "B")]) == "fail"
    assert outcome("R17", gifts=[gift("150.00", "A")]) == "fail"
    assert outcome("R17", gifts=[gift("100.00", "A"), gift("50.00", " A ")]) == "fail"
    assert outcome("R17", gifts=[gift("100.00", "A"), gift("50.00", " ")]) == "fail"


@pytest.mark.parametrize("kind", ["own_money", "loan", "our_grant"])
def test_r17_own_money_loans_and_our_grants_do_not_count(kind: str) -> None:
    assert outcome("R17", gifts=[gift("100.00", "A"), gift("50.00", "B", kind)]) == "fail"


def test_r17_what_is_not_documented_does_not_count() -> None:
    assert outcome("R17", gifts=[gift("100.00", "A"), gift("50.00", "B", documented=False)]) == "fail"


def test_r18_two_reviewers_each_at_the_pass_mark() -> None:
    assert outcome("R18", plan_reviews=[PlanReview("x", 75), PlanReview("y", 75)]) == "pass"
    assert outcome("R18", plan_reviews=[PlanReview("x", 100), PlanReview("y", 74)]) == "fail"
    assert outcome("R18", plan_reviews=[PlanReview("x", 90), PlanReview("x ", 90)]) == "fail"
    assert (
        outcome("R18", plan_reviews=[PlanReview("x", 0), PlanReview("y", 75), PlanReview("z", 75)]) == "pass"
    )


def test_r18_the_last_score_of_a_reviewer_counts() -> None:
    reviews = [PlanReview("x", 90), PlanReview("y", 90), PlanReview("x", 10)]
    assert outcome("R18", plan_reviews=reviews) == "fail"


def test_r18_a_thorough_plan_stands_in_for_money_raised() -> None:
    reviews = [PlanReview("x", 75), PlanReview("y", 80)]
    assert verdict_on(facts(gifts=[], plan_reviews=reviews)).verdict == "eligible"
    assert verdict_on(facts(gifts=[], plan_reviews=[])).verdict == "not_eligible"


def test_r19_an_unknown_cost_is_undetermined_and_never_a_pass() -> None:
    for costs in ([], [CostObservation(D("0.00"), 2024, True, 3)], [CostObservation(D(900), 2013, True, 3)]):
        verdict = verdict_on(facts(cost_observations=costs, requested=None))
        assert verdict.outcome_of("R19") == "undetermined"
        assert verdict.verdict == "undetermined"
        assert (verdict.average_cost, verdict.cap, verdict.remaining_cap, verdict.still_to_raise) == (
            None,
        ) * 4


def test_r19_twelve_years_back_to_the_year_before_the_election() -> None:
    def at(cycle: int) -> Decimal | None:
        return average_cost([CostObservation(D(100), cycle, True, None)], year=2026)

    assert [at(cycle) for cycle in (2013, 2014, 2025, 2026)] == [None, D("100.00"), D("100.00"), None]


def test_r19_the_same_race_answers_alone_with_its_three_latest_cycles_weighted_by_n() -> None:
    observations = [
        CostObservation(D(9_999), 2024, False, 50),
        CostObservation(D(100), 2024, True, 1),
        CostObservation(D(200), 2022, True, 3),
        CostObservation(D(400), 2020, True, None),
        CostObservation(D(8_000), 2018, True, 9),
    ]
    assert average_cost(observations, year=2026) == D("220.00")


def test_r19_the_average_is_rounded_half_up_to_the_cent() -> None:
    observations = [CostObservation(D("0.01"), 2024, True, 1), CostObservation(D("0.02"), 2024, True, 1)]
    assert average_cost(observations, year=2026) == D("0.02")


def test_r20_a_cost_of_1000_gives_a_cap_and_a_threshold_of_150() -> None:
    verdict = verdict_on(facts(gifts=[]))
    assert (verdict.cap, verdict.still_to_raise) == (D("150.00"), D("150.00"))


@pytest.mark.parametrize("standing", ["declined", "withdrawn", "dormant"])
def test_only_an_active_candidate_is_funded(standing: str) -> None:
    assert verdict_on(facts(standing=standing)).verdict == "not_eligible"


def test_three_months_instead_of_two_are_one_change_of_the_policy() -> None:
    policy = Policy(wait_months=3)
    assert verdict_on(facts(as_of=date(2026, 8, 31)), policy).outcome_of("R15") == "fail"
    assert verdict_on(facts(as_of=date(2026, 9, 1)), policy).outcome_of("R15") == "pass"


amounts = st.decimals(min_value=0, max_value=10_000, places=2)
ORDER = ["not_eligible", "undetermined", "eligible"]


@given(
    cost=st.decimals(min_value="0.01", max_value=1_000_000, places=2), awards=st.lists(amounts, max_size=5)
)
def test_the_cap_is_never_more_than_the_share_and_what_is_left_is_never_below_zero(
    cost: Decimal, awards: list[Decimal]
) -> None:
    verdict = verdict_on(facts(cost_observations=[CostObservation(cost, 2024, True, 1)], prior_awards=awards))
    assert verdict.cap is not None
    assert verdict.remaining_cap is not None
    assert verdict.cap <= cost * D("0.15") < verdict.cap + D("0.01")
    assert verdict.remaining_cap == max(verdict.cap - sum(awards), D(0))


@given(gifts=st.lists(st.tuples(amounts, st.sampled_from("ABC")), max_size=6), more=amounts)
def test_more_money_raised_never_makes_the_verdict_worse(
    gifts: list[tuple[Decimal, str]], more: Decimal
) -> None:
    before = [gift(str(amount), donor) for amount, donor in gifts]
    verdicts = [verdict_on(facts(gifts=some)).verdict for some in (before, [*before, gift(str(more), "D")])]
    assert ORDER.index(verdicts[0]) <= ORDER.index(verdicts[1])


@given(
    born=st.dates(date(1920, 1, 1), date(2010, 12, 31)), day=st.dates(date(2020, 1, 1), date(2040, 12, 31))
)
def test_whoever_is_under_the_limit_was_under_it_the_day_before(born: date, day: date) -> None:
    on_the_day = outcome("R1", date_of_birth=born, election_date=day, office_minimum_age=None)
    day_before = outcome(
        "R1", date_of_birth=born, election_date=day - timedelta(days=1), office_minimum_age=None
    )
    assert not (on_the_day == "pass" and day_before == "fail")


@given(ballot=st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_funding_opens_on_the_same_day_two_months_later_or_on_the_last_of_that_month(ballot: date) -> None:
    opens = opening_day(ballot, wait_months=2)
    assert (opens.year * 12 + opens.month) - (ballot.year * 12 + ballot.month) == 2
    assert opens.day == ballot.day or (opens + timedelta(days=1)).day == 1
