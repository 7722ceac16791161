"""The rules read a second time, on purpose in another way: cents and fractions, days as triples, sets of what fails.

It shares nothing with `funding.eligibility` and is compared with it over generated facts.
"""

from __future__ import annotations

from calendar import isleap
from fractions import Fraction
from typing import Any

Day = tuple[int, int, int]
DAYS_OF = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def second_reading(facts: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return verdict and figures, and each rule's outcome, on facts as FACTS.json has them."""
    mean = _mean_in_cents(facts)
    fifteen = None if mean is None else Fraction(mean * 15, 100)
    raised = sum(_cents(gift["amount"]) for gift in facts["gifts"] if _counts(gift))
    left = None if fifteen is None else max(fifteen.__floor__() - sum(map(_cents, facts["prior_awards"])), 0)
    opens = _two_months_after(_day(facts["ballot_date"]))
    figures = {
        "opens_on": None
        if opens is None
        else "-".join(f"{part:0{size}}" for part, size in zip(opens, (4, 2, 2), strict=True)),
        "average_cost": _written(mean),
        "cap": _written(None if fifteen is None else fifteen.__floor__()),
        "remaining_cap": _written(left),
        "raised": _written(raised),
        "still_to_raise": _written(None if fifteen is None else max(fifteen.__ceil__() - raised, 0)),
    }
    outcomes = {
        "R1": _age(facts),
        "R3": _yes(facts["office_level"] not in {"federal", "statewide", "pta"}),
        "standing": _yes(facts["standing"] == "active"),
        "status": _yes(facts["status"] == "on_ballot"),
        "R15": _yes(_is_open(facts, opens)),
        "R16": "undetermined"
        if left is None
        else _yes(left > 0 and _cents(facts["requested"] or "0") <= left),
        "R17": "undetermined" if fifteen is None else _yes(raised >= fifteen and len(_donors(facts)) >= 2),
        "R18": _yes(len(_satisfied(facts)) >= 2),
        "R19": "undetermined" if mean is None else "pass",
    }
    return {"verdict": _verdict(outcomes), **figures}, outcomes


def _verdict(outcomes: dict[str, str]) -> str:
    fails = {rule for rule, outcome in outcomes.items() if outcome == "fail"}
    unclear = {rule for rule, outcome in outcomes.items() if outcome == "undetermined"}
    if fails & {"R1", "R3", "standing", "status", "R15", "R16"} or fails >= {"R17", "R18"}:
        return "not_eligible"
    if unclear & {"R1", "R16", "R19"} or "pass" not in {outcomes["R17"], outcomes["R18"]}:
        return "undetermined"
    return "eligible"


def _mean_in_cents(facts: dict[str, Any]) -> int | None:
    year = int((facts["election_date"] or facts["as_of"])[:4])
    by_cycle: dict[bool, dict[int, list[dict[str, Any]]]] = {True: {}, False: {}}
    for cost in facts["cost_observations"]:
        if cost["cycle"] in range(year - 12, year):
            by_cycle[cost["same_race"]].setdefault(cost["cycle"], []).append(cost)
    cycles = by_cycle[True] or by_cycle[False]
    counted = [cost for cycle in sorted(cycles)[-3:] for cost in cycles[cycle]]
    if not counted:
        return None
    campaigns = sum(1 if cost["n"] is None else cost["n"] for cost in counted)
    spent = sum(_cents(cost["amount"]) * (1 if cost["n"] is None else cost["n"]) for cost in counted)
    return (Fraction(spent, campaigns) + Fraction(1, 2)).__floor__() or None


def _age(facts: dict[str, Any]) -> str:
    born, day = _day(facts["date_of_birth"]), _day(facts["election_date"] or facts["as_of"])
    if born is None or day is None:
        return "undetermined"
    least = facts["office_minimum_age"]
    return _yes(day < _birthday(born, 35) and (least is None or day >= _birthday(born, least)))


def _birthday(born: Day, age: int) -> Day:
    year, month, day = born[0] + age, born[1], born[2]
    return (year, 3, 1) if (month, day) == (2, 29) and not isleap(year) else (year, month, day)


def _is_open(facts: dict[str, Any], opens: Day | None) -> bool:
    today = _day(facts["as_of"])
    return opens is not None and today is not None and (facts["special_election_override"] or today >= opens)


def _two_months_after(day: Day | None) -> Day | None:
    if day is None:
        return None
    year, month = (day[0] + 1, day[1] - 10) if day[1] > 10 else (day[0], day[1] + 2)
    last = 29 if month == 2 and isleap(year) else DAYS_OF[month - 1]
    return year, month, min(day[2], last)


def _counts(gift: dict[str, Any]) -> bool:
    return gift["documented"] and gift["kind"] == "gift"


def _donors(facts: dict[str, Any]) -> set[str]:
    return {
        g["donor"].strip()
        for g in facts["gifts"]
        if _counts(g) and _cents(g["amount"]) and g["donor"].strip()
    }


def _satisfied(facts: dict[str, Any]) -> set[str]:
    """Walk backwards: the first score of a reviewer that one meets is the last one given."""
    met: set[str] = set()
    satisfied = set()
    for review in reversed(facts["plan_reviews"]):
        reviewer = review["reviewer"].strip()
        if reviewer not in met and review["score"] >= 75:
            satisfied.add(reviewer)
        met.add(reviewer)
    return satisfied


def _day(written: str | None) -> Day | None:
    if written is None:
        return None
    year, month, day = map(int, written.split("-"))
    return year, month, day


def _cents(written: str) -> int:
    dollars, _point, cents = written.partition(".")
    return int(dollars) * 100 + int(cents.ljust(2, "0"))


def _written(cents: int | None) -> str | None:
    return None if cents is None else f"{cents // 100}.{cents % 100:02}"


def _yes(passes: bool) -> str:
    return "pass" if passes else "fail"
