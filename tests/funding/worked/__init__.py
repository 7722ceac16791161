"""Facts, opening midnights and faulty files with what the rules say of them, worked out by hand from the text."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
COST = ("amount", "cycle", "same_race", "n")
GIFT = ("donor", "amount", "kind", "documented")
REVIEW = ("reviewer", "score")
RULES = ("R1", "R3", "standing", "status", "R15", "R16", "R17", "R18", "R19")
OUTCOMES = {"P": "pass", "F": "fail", "U": "undetermined"}
# Eligible by the money raised: a race that costs $1,000, with $150 from two donors.
USUAL: dict[str, Any] = {
    "as_of": "2026-08-01",
    "status": "on_ballot",
    "standing": "active",
    "date_of_birth": "1998-05-17",
    "election_date": "2026-11-03",
    "office_level": "city_council",
    "office_minimum_age": 18,
    "ballot_date": "2026-06-01",
    "special_election_override": False,
    "cost_observations": [["1000.00", 2024, True, 4]],
    "gifts": [["A", "100.00", "gift", True], ["B", "50.00", "gift", True]],
    "plan_reviews": [],
    "prior_awards": [],
    "requested": "150.00",
}
USUAL_FIGURES = {
    "opens_on": "2026-08-01",
    "average_cost": "1000.00",
    "cap": "150.00",
    "remaining_cap": "150.00",
    "raised": "150.00",
    "still_to_raise": "0.00",
}


def lines_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def whole(changes: dict[str, Any]) -> dict[str, Any]:
    """Return the usual facts with `changes`, as FACTS.json has them; rows of a table become objects."""
    facts = {**USUAL, **changes}
    for key, names in (("cost_observations", COST), ("gifts", GIFT), ("plan_reviews", REVIEW)):
        if isinstance(facts[key], list):
            facts[key] = [_named(row, names) for row in facts[key]]
    return facts


def worked_facts() -> Iterator[tuple[str, dict[str, Any], dict[str, Any], dict[str, str]]]:
    """Yield each case with its facts, verdict and figures, and the outcome of each rule."""
    for line in lines_of("facts.jsonl"):
        outcomes = dict(zip(RULES, (OUTCOMES[letter] for letter in line["rules"]), strict=True))
        figures = {"verdict": line["verdict"], **USUAL_FIGURES, **line.get("figures", {})}
        yield line["case"], whole(line["facts"]), figures, outcomes


def _named(row: Any, names: tuple[str, ...]) -> Any:
    return dict(zip(names, row, strict=True)) if isinstance(row, list) else row
