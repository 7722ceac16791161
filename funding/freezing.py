"""Facts and rules as they are kept with a decision: replayed, they give the same verdict (R19).

Nobody is named: donors and reviewers are numbers, and of a birth date only the age on the day that counts is left.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from candidates.ages import age_on
from funding.eligibility import Facts, Policy, Verdict, verdict_on
from funding.stated import read_known
from funding.strict_json import Stated

SWITCHES = ("has_opponent", "background_checked", "staff_interviewed")


def freeze(facts: Facts, policy: Policy | None = None) -> dict[str, Any]:
    """Return facts and rules in JSON's types, the facts by the names of FACTS.json (docs/eligibility-facts.md)."""
    donors, reviewers = _Numbers(), _Numbers()
    return {
        "as_of": facts.as_of.isoformat(),
        "status": facts.status,
        "standing": facts.standing,
        "date_of_birth": _day(_birth_date(facts)),
        "election_date": _day(facts.election_date),
        "office_level": facts.office_level,
        "office_minimum_age": facts.office_minimum_age,
        "ballot_date": _day(facts.ballot_date),
        "special_election_override": facts.special_election_override,
        "cost_observations": [
            {"amount": _dollars(cost.amount), "cycle": cost.cycle, "same_race": cost.same_race, "n": cost.n}
            for cost in facts.cost_observations
        ],
        "gifts": [
            {
                "donor": donors[gift.donor],
                "amount": _dollars(gift.amount),
                "kind": str(gift.kind),
                "documented": gift.documented,
            }
            for gift in facts.gifts
        ],
        "plan_reviews": [
            {"reviewer": reviewers[review.reviewer], "score": review.score} for review in facts.plan_reviews
        ],
        "prior_awards": [_dollars(amount) for amount in facts.prior_awards],
        "requested": None if facts.requested is None else _dollars(facts.requested),
        "switches": {name: getattr(facts, name) for name in SWITCHES},
        "policy": {**asdict(policy or Policy()), "share": str((policy or Policy()).share)},
    }


def thaw(frozen: dict[str, Any]) -> tuple[Facts, Policy]:
    """Return what was frozen. Raises ValueError where it is of an older or another form."""
    stated = {key: value for key, value in frozen.items() if key not in ("policy", "switches")}
    facts, faults = read_known(_as_stated(stated))
    if facts is None or "policy" not in frozen:
        raise ValueError("; ".join(f"{where} {what}" for where, what in faults) or "no policy was kept")
    policy = {**frozen["policy"], "share": Decimal(frozen["policy"]["share"])}
    return Facts(**{**vars(facts), **frozen.get("switches", {})}), Policy(**policy)


def replay(frozen: dict[str, Any]) -> Verdict:
    """Return the verdict that the kept facts give under the kept rules. Raises ValueError as `thaw` does."""
    return verdict_on(*thaw(frozen))


class _Numbers:
    """Gives equal names the same number, and nobody's name to anybody; a blank name stays blank."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        name = name.strip()
        return self._given.setdefault(name, str(len(self._given) + 1)) if name else ""


def _birth_date(facts: Facts) -> date | None:
    """Return a birth date of the same age on the day that counts, and of nobody: every limit of age says the same."""
    day = facts.election_date or facts.as_of
    if facts.date_of_birth is None or day < facts.date_of_birth:
        return facts.date_of_birth
    first = day.replace(day=1)
    return min(first.replace(year=first.year - age_on(day, facts.date_of_birth)), facts.as_of)


def _as_stated(value: Any) -> Any:
    if isinstance(value, dict):
        return Stated({key: _as_stated(item) for key, item in value.items()})
    return [_as_stated(item) for item in value] if isinstance(value, list) else value


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _dollars(amount: Decimal) -> str:
    return f"{amount:.2f}"
