"""Who can be funded, and why. Pure: facts in, verdict out; no database, no clock, no request (R1, R3, R15 to R19).

Amounts are US dollars as `Decimal`, dates are in the office's zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, Literal

from dateutil.relativedelta import relativedelta

from candidates.ages import age_on, is_under


def _(sentence: str) -> str:
    """Mark `sentence` for the catalogue. Django's own `gettext_noop` reads the settings, which read this module."""
    return sentence


Outcome = Literal["pass", "fail", "undetermined"]
PASS: Outcome = "pass"  # noqa: S105
FAIL: Outcome = "fail"
UNDETERMINED: Outcome = "undetermined"

CENT = Decimal("0.01")
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


@dataclass(frozen=True)
class CostObservation:
    amount: Decimal
    cycle: int
    same_race: bool
    n: int | None


@dataclass(frozen=True)
class Gift:
    """`kind` is `gift`, `own_money`, `loan` or `our_grant`; only documented gifts count (R17)."""

    donor: str
    amount: Decimal
    kind: str
    documented: bool


@dataclass(frozen=True)
class PlanReview:
    """`score` is 0 to 100."""

    reviewer: str
    score: int


@dataclass(frozen=True)
class Facts:
    """Everything that a verdict rests on. `as_of` is the date in the office's zone."""

    as_of: date
    status: str
    standing: str
    date_of_birth: date | None
    election_date: date | None
    office_level: str
    office_minimum_age: int | None
    ballot_date: date | None
    special_election_override: bool
    cost_observations: Sequence[CostObservation]
    gifts: Sequence[Gift]
    plan_reviews: Sequence[PlanReview]
    prior_awards: Sequence[Decimal]
    requested: Decimal | None


@dataclass(frozen=True)
class RuleOutcome:
    """`because` is an English sentence, for machines and records; `funding.telling` says it in the reader's language.

    `sentence` and `values` are what it was made of.
    """

    rule: str
    outcome: Outcome
    because: str
    sentence: str = field(default="", compare=False, repr=False)
    values: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Verdict:
    """`verdict` is `eligible`, `not_eligible` or `undetermined`; the amounts are None while the cost is unknown."""

    verdict: str
    opens_on: date | None
    average_cost: Decimal | None
    cap: Decimal | None
    remaining_cap: Decimal | None
    raised: Decimal
    still_to_raise: Decimal | None
    rules: tuple[RuleOutcome, ...]

    def outcome_of(self, rule: str) -> Outcome:
        return next(outcome.outcome for outcome in self.rules if outcome.rule == rule)


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
    total = sum((amount * n for amount, n in counted), Decimal(0))
    average = (total / sum(n for _amount, n in counted)).quantize(CENT, ROUND_HALF_UP)
    return average if average > 0 else None


def opening_day(ballot_date: date, *, wait_months: int) -> date:
    """R15: the ballot date plus the waiting months, clamped at the end of the month."""
    return ballot_date + relativedelta(months=wait_months)


def verdict_on(facts: Facts, policy: Policy | None = None) -> Verdict:
    """Return the verdict on `facts` under `policy`, with every rule's outcome in a fixed order."""
    policy = policy or Policy()
    year = (facts.election_date or facts.as_of).year
    average = average_cost(facts.cost_observations, year=year)
    share = average * policy.share if average is not None else None
    cap = share.quantize(CENT, ROUND_FLOOR) if share is not None else None
    remaining = max(cap - sum(facts.prior_awards, Decimal(0)), Decimal("0.00")) if cap is not None else None
    raised = sum((gift.amount for gift in _counted(facts.gifts)), Decimal("0.00"))
    to_raise = (
        max(share.quantize(CENT, ROUND_CEILING) - raised, Decimal("0.00")) if share is not None else None
    )
    opens_on = (
        opening_day(facts.ballot_date, wait_months=policy.wait_months)
        if facts.ballot_date is not None
        else None
    )
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


def _told(rule: str, outcome: Outcome, sentence: str, **values: Any) -> RuleOutcome:
    english = {name: _in_english(value) for name, value in values.items()}
    return RuleOutcome(rule, outcome, sentence % english if values else sentence, sentence, values)


def _in_english(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%B} {value.day}, {value.year}"
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value).replace("_", " ")


def _together(outcome: dict[str, Outcome]) -> str:
    if any(outcome[rule] == FAIL for rule in ("R1", "R3", "standing", "status", "R15", "R16")):
        return "not_eligible"
    if outcome["R17"] == FAIL and outcome["R18"] == FAIL:
        return "not_eligible"
    if any(outcome[rule] == UNDETERMINED for rule in ("R1", "R16", "R19")):
        return "undetermined"
    return "eligible" if PASS in (outcome["R17"], outcome["R18"]) else "undetermined"


def _counted(gifts: Sequence[Gift]) -> list[Gift]:
    return [gift for gift in gifts if gift.kind == "gift" and gift.documented]


def _age(facts: Facts, policy: Policy) -> RuleOutcome:
    day = facts.election_date or facts.as_of
    born = facts.date_of_birth
    if born is None:
        return _told("R1", UNDETERMINED, _("The birth date is not known."))
    if not is_under(policy.age_limit, born=born, on=day):
        return _told("R1", FAIL, _("Not under %(limit)s on %(day)s."), limit=policy.age_limit, day=day)
    if facts.office_minimum_age is not None and age_on(day, born) < facts.office_minimum_age:
        sentence = _("Under the office's minimum age of %(age)s on %(day)s.")
        return _told("R1", FAIL, sentence, age=facts.office_minimum_age, day=day)
    sentence = _("Under %(limit)s on %(day)s, and old enough for the office.")
    return _told("R1", PASS, sentence, limit=policy.age_limit, day=day)


def _level(facts: Facts) -> RuleOutcome:
    refused = NOT_FUNDED_LEVELS.get(facts.office_level)
    if refused:
        return _told("R3", FAIL, refused)
    return _told("R3", PASS, _("This is a down-ballot race."))


def _standing(facts: Facts) -> RuleOutcome:
    if facts.standing == "active":
        return _told("standing", PASS, _("Active with us."))
    sentence = _("Standing with us: %(standing)s, not active.")
    return _told("standing", FAIL, sentence, standing=facts.standing)


def _status(facts: Facts) -> RuleOutcome:
    if facts.status == "on_ballot":
        return _told("status", PASS, _("On the ballot."))
    return _told("status", FAIL, _("This race is %(status)s, not on the ballot."), status=facts.status)


def _waiting_time(facts: Facts, opens_on: date | None) -> RuleOutcome:
    if opens_on is None:
        return _told("R15", FAIL, _("The ballot date is not known, and no exception replaces it."))
    if facts.special_election_override:
        return _told("R15", PASS, _("This special election has an exception from the waiting time."))
    if facts.as_of < opens_on:
        return _told("R15", FAIL, _("Funding opens on %(day)s."), day=opens_on)
    return _told("R15", PASS, _("Funding has been open since %(day)s."), day=opens_on)


def _cap(facts: Facts, remaining: Decimal | None) -> RuleOutcome:
    if remaining is None:
        sentence = _("The cap follows from what this race costs, which is not known yet.")
        return _told("R16", UNDETERMINED, sentence)
    if remaining == 0:
        return _told("R16", FAIL, _("Earlier awards have used up the cap."))
    if facts.requested is not None and facts.requested > remaining:
        sentence = _("$%(requested)s is more than the $%(left)s that is left.")
        return _told("R16", FAIL, sentence, requested=facts.requested, left=remaining)
    sentence = _("Up to $%(left)s can be awarded: a ceiling, not a promise.")
    return _told("R16", PASS, sentence, left=remaining)


def _money_raised(facts: Facts, policy: Policy, share: Decimal | None, raised: Decimal) -> RuleOutcome:
    if share is None:
        sentence = _("The threshold follows from what this race costs, not known yet.")
        return _told("R17", UNDETERMINED, sentence)
    donors = {gift.donor.strip() for gift in _counted(facts.gifts) if gift.amount > 0} - {""}
    if raised < share:
        sentence = _("$%(raised)s is documented, less than $%(share)s.")
        return _told("R17", FAIL, sentence, raised=raised, share=share)
    if len(donors) < policy.minimum_donors:
        sentence = _("The documented gifts are from fewer than %(count)s donors.")
        return _told("R17", FAIL, sentence, count=policy.minimum_donors)
    sentence = _("$%(raised)s is documented, from %(count)s donors.")
    return _told("R17", PASS, sentence, raised=raised, count=len(donors))


def _plan(facts: Facts, policy: Policy) -> RuleOutcome:
    last = {review.reviewer.strip(): review.score for review in facts.plan_reviews}
    passed = sum(score >= policy.plan_pass_mark for score in last.values())
    wanted = {"count": policy.plan_reviewers, "mark": policy.plan_pass_mark}
    if passed < policy.plan_reviewers:
        sentence = _("The campaign plan does not have %(count)s reviewers who score it %(mark)s or more.")
        return _told("R18", FAIL, sentence, **wanted)
    sentence = _("The campaign plan has %(count)s reviewers who score it %(mark)s or more.")
    return _told("R18", PASS, sentence, **wanted)


def _cost_is_known(average: Decimal | None) -> RuleOutcome:
    if average is None:
        return _told("R19", UNDETERMINED, _("Nobody has recorded yet what such a race costs."))
    return _told("R19", PASS, _("Such a race costs $%(average)s on average."), average=average)
