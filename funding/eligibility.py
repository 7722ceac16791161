"""Who can be funded, and why. Pure: facts in, verdict out; no database, no clock, no request (R1, R3, R15 to R19).

Amounts are US dollars as `Decimal`, dates are in the office's zone.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, localcontext

from candidates.ages import age_on, is_under
from funding.shapes import (
    FAIL,
    PASS,
    UNDETERMINED,
    CostObservation,
    Facts,
    Gift,
    Outcome,
    PlanReview,
    RuleOutcome,
    Verdict,
    told,
)
from funding.shapes import marked as _
from funding.switches import SWITCHES, asked_for

__all__ = [
    "FAIL",
    "PASS",
    "UNDETERMINED",
    "CostObservation",
    "Facts",
    "Gift",
    "PlanReview",
    "Policy",
    "RuleOutcome",
    "Verdict",
    "average_cost",
    "opening",
    "opening_day",
    "verdict_on",
]


CENT = Decimal("0.01")
# Whatever a caller's own context is, sums and products of dollars are exact.
EXACT = Context(prec=60)
# R3: offices that are refused: federal and statewide ones, and PTA, which has no public ballot.
NOT_FUNDED_LEVELS = {
    "federal": _("This is a federal office; we fund down-ballot races that have a public ballot."),
    "statewide": _("This is a statewide office; we fund down-ballot races that have a public ballot."),
    "pta": _("This is a PTA office; we fund down-ballot races that have a public ballot."),
}
# R19: how far back costs count, and how many of the latest cycles.
OLDEST_CYCLE_YEARS = 12
LATEST_CYCLES = 3


@dataclass(frozen=True)
class Policy:
    """The thresholds. The defaults are those of the rules; `funding.policy` reads an installation's own."""

    age_limit: int = 35
    share: Decimal = Decimal("0.15")
    wait_months: int = 2
    plan_pass_mark: int = 75
    plan_reviewers: int = 2
    minimum_donors: int = 2
    needs_opponent: bool = False
    needs_background_check: bool = False
    needs_staff_interview: bool = False

    @property
    def percent(self) -> str:
        """The share as a number of percent: `15`, `12.5`."""
        return f"{(self.share * 100).normalize():f}"


def average_cost(observations: Sequence[CostObservation], *, year: int) -> Decimal | None:
    """R19: the mean cost, weighted by n and rounded half up to the cent; None when nothing is known or it is 0.00.

    Counted are the cycles from twelve years before `year` to the year before it; of those the same race's if there
    are any; of those the three latest cycles. An unknown n counts as one.
    """
    recent = [o for o in observations if year - OLDEST_CYCLE_YEARS <= o.cycle <= year - 1]
    closest = [o for o in recent if o.same_race] or recent
    latest = sorted({o.cycle for o in closest}, reverse=True)[:LATEST_CYCLES]
    counted = [(o.amount, o.n or 1) for o in closest if o.cycle in latest]
    if not counted:
        return None
    # In whole cents: n has no greatest value, and no precision of a Decimal would be enough for every one.
    total, count = sum(int(amount * 100) * n for amount, n in counted), sum(n for _amount, n in counted)
    cents = (2 * total + count) // (2 * count)
    return Decimal(cents) * CENT if cents else None


def opening_day(ballot_date: date, *, wait_months: int) -> date:
    """R15: the ballot date plus the waiting months, clamped at month's end. Raises ValueError beyond the year 9999."""
    return date(*opening(ballot_date, wait_months=wait_months))


def opening(ballot_date: date, *, wait_months: int) -> tuple[int, int, int]:
    """Return year, month and day of `opening_day`, which may lie beyond what a date can hold."""
    year, month = divmod(12 * ballot_date.year + ballot_date.month - 1 + wait_months, 12)
    _weekday, last = monthrange(year, month + 1)
    return year, month + 1, min(ballot_date.day, last)


def verdict_on(facts: Facts, policy: Policy | None = None) -> Verdict:
    """Return the verdict on `facts` under `policy`, with every rule's outcome in a fixed order."""
    with localcontext(EXACT):
        return _verdict(facts, policy or Policy())


def _verdict(facts: Facts, policy: Policy) -> Verdict:
    year = (facts.election_date or facts.as_of).year
    average = average_cost(facts.cost_observations, year=year)
    share = average * policy.share if average is not None else None
    cap = share.quantize(CENT, ROUND_FLOOR) if share is not None else None
    remaining = max(cap - sum(facts.prior_awards, Decimal(0)), Decimal("0.00")) if cap is not None else None
    raised = sum((gift.amount for gift in _counted(facts.gifts)), Decimal("0.00"))
    to_raise = (
        max(share.quantize(CENT, ROUND_CEILING) - raised, Decimal("0.00")) if share is not None else None
    )
    opens_on = _opens_on(facts.ballot_date, policy)
    rules = (
        _age(facts, policy),
        _level(facts),
        _standing(facts),
        _status(facts),
        _waiting_time(facts, opens_on),
        _cap(facts, remaining),
        _money_raised(facts, policy, share, raised),
        _plan(facts, policy),
        _cost_is_known(average),
        *asked_for(facts, policy),
    )
    return Verdict(
        verdict=_together({rule.rule: rule.outcome for rule in rules}),
        opens_on=opens_on,
        average_cost=average,
        cap=cap,
        remaining_cap=remaining,
        raised=raised.quantize(CENT),
        still_to_raise=to_raise,
        rules=rules,
    )


def _opens_on(ballot_date: date | None, policy: Policy) -> date | None:
    if ballot_date is None or opening(ballot_date, wait_months=policy.wait_months)[0] > date.max.year:
        return None
    return opening_day(ballot_date, wait_months=policy.wait_months)


def _together(outcome: dict[str, Outcome]) -> str:
    if any(outcome.get(rule) == FAIL for rule in ("R1", "R3", "standing", "status", "R15", "R16", *SWITCHES)):
        return "not_eligible"
    if outcome["R17"] == FAIL and outcome["R18"] == FAIL:
        return "not_eligible"
    if any(outcome.get(rule) == UNDETERMINED for rule in ("R1", "R16", "R19", *SWITCHES)):
        return "undetermined"
    return "eligible" if PASS in (outcome["R17"], outcome["R18"]) else "undetermined"


def _counted(gifts: Sequence[Gift]) -> list[Gift]:
    return [gift for gift in gifts if gift.kind == "gift" and gift.documented]


def _age(facts: Facts, policy: Policy) -> RuleOutcome:
    day = facts.election_date or facts.as_of
    born = facts.date_of_birth
    if born is None:
        return told("R1", UNDETERMINED, _("The birth date is not known."))
    if not is_under(policy.age_limit, born=born, on=day):
        return told("R1", FAIL, _("Not under %(limit)s on %(day)s."), limit=policy.age_limit, day=day)
    if facts.office_minimum_age is not None and age_on(day, born) < facts.office_minimum_age:
        sentence = _("Under the office's minimum age of %(age)s on %(day)s.")
        return told("R1", FAIL, sentence, age=facts.office_minimum_age, day=day)
    sentence = _("Under %(limit)s on %(day)s, and old enough for the office.")
    return told("R1", PASS, sentence, limit=policy.age_limit, day=day)


def _level(facts: Facts) -> RuleOutcome:
    refused = NOT_FUNDED_LEVELS.get(facts.office_level)
    if refused:
        return told("R3", FAIL, refused)
    return told("R3", PASS, _("This is a down-ballot race."))


def _standing(facts: Facts) -> RuleOutcome:
    if facts.standing == "active":
        return told("standing", PASS, _("Active with us."))
    sentence = _("Standing with us: %(standing)s, not active.")
    return told("standing", FAIL, sentence, standing=facts.standing)


def _status(facts: Facts) -> RuleOutcome:
    if facts.status == "on_ballot":
        return told("status", PASS, _("On the ballot."))
    return told("status", FAIL, _("This race is %(status)s, not on the ballot."), status=facts.status)


def _waiting_time(facts: Facts, opens_on: date | None) -> RuleOutcome:
    if facts.ballot_date is None:
        return told("R15", FAIL, _("The ballot date is not known, and no exception replaces it."))
    if facts.special_election_override:
        return told("R15", PASS, _("This special election has an exception from the waiting time."))
    if opens_on is None:
        return told("R15", FAIL, _("Funding opens beyond the last day of the calendar."))
    if facts.as_of < opens_on:
        return told("R15", FAIL, _("Funding opens on %(day)s."), day=opens_on)
    return told("R15", PASS, _("Funding has been open since %(day)s."), day=opens_on)


def _cap(facts: Facts, remaining: Decimal | None) -> RuleOutcome:
    if remaining is None:
        sentence = _("The cap follows from what this race costs, which is not known yet.")
        return told("R16", UNDETERMINED, sentence)
    if remaining == 0:
        return told("R16", FAIL, _("Earlier awards have used up the cap."))
    if facts.requested is not None and facts.requested > remaining:
        sentence = _("$%(requested)s is more than the $%(left)s that is left.")
        return told("R16", FAIL, sentence, requested=facts.requested, left=remaining)
    sentence = _("Up to $%(left)s can be awarded: a ceiling, not a promise.")
    return told("R16", PASS, sentence, left=remaining)


def _money_raised(facts: Facts, policy: Policy, share: Decimal | None, raised: Decimal) -> RuleOutcome:
    if share is None:
        sentence = _("The threshold follows from what this race costs, not known yet.")
        return told("R17", UNDETERMINED, sentence)
    donors = {gift.donor.strip() for gift in _counted(facts.gifts) if gift.amount > 0} - {""}
    if raised < share:
        sentence = _("$%(raised)s is documented, less than $%(share)s.")
        return told("R17", FAIL, sentence, raised=raised, share=share)
    if len(donors) < policy.minimum_donors:
        sentence = _("The documented gifts are from fewer than %(count)s donors.")
        return told("R17", FAIL, sentence, count=policy.minimum_donors)
    sentence = _("$%(raised)s is documented, from %(count)s donors.")
    return told("R17", PASS, sentence, raised=raised, count=len(donors))


def _plan(facts: Facts, policy: Policy) -> RuleOutcome:
    last = {review.reviewer.strip(): review.score for review in facts.plan_reviews}
    passed = sum(score >= policy.plan_pass_mark for score in last.values())
    wanted = {"count": policy.plan_reviewers, "mark": policy.plan_pass_mark}
    if passed < policy.plan_reviewers:
        sentence = _("The campaign plan does not have %(count)s reviewers who score it %(mark)s or more.")
        return told("R18", FAIL, sentence, **wanted)
    sentence = _("The campaign plan has %(count)s reviewers who score it %(mark)s or more.")
    return told("R18", PASS, sentence, **wanted)


def _cost_is_known(average: Decimal | None) -> RuleOutcome:
    if average is None:
        return told("R19", UNDETERMINED, _("Nobody has recorded yet what such a race costs."))
    return told("R19", PASS, _("Such a race costs $%(average)s on average."), average=average)
