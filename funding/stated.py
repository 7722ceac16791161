"""Facts as somebody states them in a JSON file: read strictly, every fault told with its item and field. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from funding.shapes import CostObservation, Facts, Gift, PlanReview
from funding.strict_json import Odd, Stated, parsed

STATUSES = ("planned", "on_ballot", "elected", "not_elected", "ended")
STANDINGS = ("active", "declined", "withdrawn", "dormant")
LEVELS = (
    "federal", "statewide", "state_senate", "state_house", "county", "mayor", "city_council", "school_board",
    "judicial", "local_other", "pta",
)  # fmt: skip
GIFT_KINDS = ("gift", "own_money", "loan", "our_grant")
AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")
FIRST_CYCLE, LAST_CYCLE = 1900, 2999


class Wrong(Exception):
    """A value is not what its field takes; the words say what it should be."""


Read = Callable[[Any], Any]


@dataclass
class Reader:
    """Collects the faults of one item, each as the field and what is wrong with it."""

    faults: list[tuple[str, str]] = field(default_factory=list)

    def object(self, value: Any, fields: dict[str, Read], at: str = "") -> dict[str, Any]:
        """Return what each of `fields` holds; a field that is missing or wrong is left out and noted."""
        if not isinstance(value, Stated):
            self.faults.append((at or "facts", f"has to be an object, not {shown(value)}"))
            return {}
        inside = f"{at}." if at else ""
        for key in value.repeated:
            self.faults.append((inside + named(key), "is given more than once"))
        for key in value:
            if key not in fields:
                self.faults.append((inside + named(key), "is no field of ours"))
        known = {}
        for key, read in fields.items():
            if key not in value:
                self.faults.append((inside + key, "is missing"))
                continue
            try:
                known[key] = read(value[key])
            except Wrong as wrong:
                self.faults.append((inside + key, f"{wrong}, not {shown(value[key])}"))
        return known

    def rows(self, value: Any, fields: dict[str, Read], at: str) -> list[dict[str, Any]]:
        """Return the objects of the list `value`; raises Wrong when it is none."""
        return [self.object(row, fields, f"{at}[{index}]") for index, row in enumerate(listed(value))]

    def amounts(self, value: Any, at: str) -> list[Decimal]:
        found = []
        for index, one in enumerate(listed(value)):
            try:
                found.append(amount(one))
            except Wrong as wrong:
                self.faults.append((f"{at}[{index}]", f"{wrong}, not {shown(one)}"))
        return found


def read_facts(text: str) -> tuple[list[Facts], bool, list[str]]:
    """Return the facts in `text`, whether they stood in a list, and a sentence for each fault.

    With any fault there are no facts. Raises Unusable where there is nothing to name an item of.
    """
    document = parsed(text)
    is_list = isinstance(document, list)
    facts, sentences = [], []
    for index, item in enumerate(document if is_list else [document]):
        read, faults = read_known(item)
        facts.append(read)
        sentences += [f"Item {index}: {where} {what}." for where, what in faults]
    return [one for one in facts if one is not None and not sentences], is_list, sentences


def read_known(item: Any) -> tuple[Facts | None, list[tuple[str, str]]]:
    """Return the facts in one object that was read already, or each fault as the field and what is wrong with it."""
    reader = Reader()
    known = reader.object(item, _fields(reader))
    born, today = known.get("date_of_birth"), known.get("as_of")
    if born is not None and today is not None and born > today:
        reader.faults.append(("date_of_birth", f"lies after as_of, {today.isoformat()}"))
    if reader.faults:
        return None, reader.faults
    rows: dict[str, Any] = {
        "cost_observations": [CostObservation(**row) for row in known["cost_observations"]],
        "gifts": [Gift(**row) for row in known["gifts"]],
        "plan_reviews": [PlanReview(**row) for row in known["plan_reviews"]],
    }
    return Facts(**{**known, **rows}), []


def _fields(reader: Reader) -> dict[str, Read]:
    cost = {
        "amount": amount,
        "cycle": whole(FIRST_CYCLE, LAST_CYCLE),
        "same_race": yes_or_no,
        "n": or_null(whole(1)),
    }
    gift = {"donor": text, "amount": amount, "kind": one_of(GIFT_KINDS), "documented": yes_or_no}
    review = {"reviewer": name, "score": whole(0, 100)}
    return {
        "as_of": day,
        "status": one_of(STATUSES),
        "standing": one_of(STANDINGS),
        "date_of_birth": or_null(day),
        "election_date": or_null(day),
        "office_level": one_of(LEVELS),
        "office_minimum_age": or_null(whole(0)),
        "ballot_date": or_null(day),
        "special_election_override": yes_or_no,
        "cost_observations": lambda value: reader.rows(value, cost, "cost_observations"),
        "gifts": lambda value: reader.rows(value, gift, "gifts"),
        "plan_reviews": lambda value: reader.rows(value, review, "plan_reviews"),
        "prior_awards": lambda value: reader.amounts(value, "prior_awards"),
        "requested": or_null(amount),
    }


def listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Wrong("has to be a list")
    return value


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong("has to be a text")
    return value


def name(value: Any) -> str:
    if not text(value).strip():
        raise Wrong("has to name somebody")
    return str(value)


def day(value: Any) -> date:
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise Wrong("has to be a day such as 2026-08-01")


def amount(value: Any) -> Decimal:
    if not (isinstance(value, str) and AMOUNT.fullmatch(value)):
        raise Wrong('has to be an amount in a text, such as "150.00"')
    return Decimal(value)


def yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong("has to be true or false")
    return value


def whole(least: int, most: int | None = None) -> Read:
    def read(value: Any) -> int:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or value < least or (most is not None and value > most):
            raise Wrong(f"has to be a whole number from {least}" + ("" if most is None else f" to {most}"))
        return int(value)

    return read


def one_of(choices: tuple[str, ...]) -> Read:
    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            raise Wrong(f"has to be one of {', '.join(choices)}")
        return value

    return read


def or_null(read: Read) -> Read:
    return lambda value: None if value is None else read(value)


def named(key: str) -> str:
    """Return a key as it can stand in a sentence."""
    return key if PLAIN_NAME.fullmatch(key) else json.dumps(key[:60])


def shown(value: Any) -> str:
    """Return what a value is, on one line and in few letters."""
    if isinstance(value, Odd):
        return value.written[:60]
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return json.dumps(value[:60] if isinstance(value, str) else value)[:370]
