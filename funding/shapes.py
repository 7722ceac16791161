"""What a verdict on funding is made from, and what it says. Amounts are US dollars, dates are in the office's zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal


def marked(sentence: str) -> str:
    """Mark `sentence` for the catalogue. Django's own `gettext_noop` reads the settings, which read this module."""
    return sentence


Outcome = Literal["pass", "fail", "undetermined"]
PASS: Outcome = "pass"  # noqa: S105
FAIL: Outcome = "fail"
UNDETERMINED: Outcome = "undetermined"


@dataclass(frozen=True)
class CostObservation:
    """`n` is the number of campaigns behind the figure, None where nobody knows."""

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
    """Everything that a verdict rests on. `as_of` is the date in the office's zone.

    The last three matter only to a policy that asks for them; None is what nobody has looked up yet.
    """

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
    has_opponent: bool | None = None
    background_checked: bool | None = None
    staff_interviewed: bool | None = None


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
    """`verdict` is `eligible`, `not_eligible` or `undetermined`; the amounts are None while the cost is unknown.

    `opens_on` is None without a ballot date, and where the day lies beyond the last one that a date can hold.
    """

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


def told(rule: str, outcome: Outcome, sentence: str, **values: Any) -> RuleOutcome:
    """Return the outcome of `rule` with its sentence, an English template that `values` fill in."""
    english = {name: _in_english(value) for name, value in values.items()}
    return RuleOutcome(rule, outcome, sentence % english if values else sentence, sentence, values)


def _in_english(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%B} {value.day}, {value.year}"
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value).replace("_", " ")
