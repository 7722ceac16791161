"""A verdict in JSON, by names that other people's programs hold on to. Pure."""

from typing import Any

from funding.eligibility import Facts, Policy, Verdict, opening, verdict_on


def explained(facts: Facts, policy: Policy) -> dict[str, Any]:
    """Return the verdict on `facts` in JSON's types: days as YYYY-MM-DD, amounts as texts with two decimals."""
    verdict = verdict_on(facts, policy)
    return {
        "verdict": verdict.verdict,
        "opens_on": _opening(facts, policy),
        "average_cost": _dollars(verdict.average_cost),
        "cap": _dollars(verdict.cap),
        "remaining_cap": _dollars(verdict.remaining_cap),
        "raised": _dollars(verdict.raised),
        "still_to_raise": _dollars(verdict.still_to_raise),
        "rules": _rules(verdict),
    }


def _rules(verdict: Verdict) -> list[dict[str, str]]:
    return [{"rule": rule.rule, "outcome": rule.outcome, "because": rule.because} for rule in verdict.rules]


def _opening(facts: Facts, policy: Policy) -> str | None:
    """The day on which it opens, also where it lies beyond the year 9999."""
    if facts.ballot_date is None:
        return None
    year, month, day = opening(facts.ballot_date, wait_months=policy.wait_months)
    return f"{year:04}-{month:02}-{day:02}"


def _dollars(amount: Any) -> str | None:
    return None if amount is None else f"{amount:.2f}"
