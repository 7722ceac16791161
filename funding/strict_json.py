"""JSON read so that nothing is lost before it can be told: repeated keys, numbers that are none. Pure."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


class Unusable(Exception):
    """The file holds no facts that could be read at all; the sentence says why."""


@dataclass(frozen=True)
class Odd:
    """A number that is not whole, or no number: NaN and Infinity."""

    written: str


class Stated(dict[str, Any]):
    """An object of the file; `repeated` are the keys that it gives more than once."""

    repeated: tuple[str, ...] = ()


@contextmanager
def whole_numbers_of_any_length() -> Iterator[None]:
    """Python refuses to read and write whole numbers of more than 4,300 digits; the facts have no such limit."""
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(limit)


def parsed(text: str) -> Any:
    """Return what `text` holds: objects as `Stated`, numbers that are not whole as `Odd`. Raises Unusable."""
    if not text.strip():
        raise Unusable("is empty")
    if text.startswith("\ufeff"):
        raise Unusable("begins with a byte order mark, which JSON does not allow")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_float=Odd, parse_constant=Odd)
    except json.JSONDecodeError as fault:
        raise Unusable(f"is no JSON: {fault.msg} (line {fault.lineno}, column {fault.colno})") from fault
    except RecursionError as fault:
        raise Unusable("is nested too deeply") from fault


def _object(pairs: list[tuple[str, Any]]) -> Stated:
    seen: set[str] = set()
    repeated: dict[str, None] = {}
    stated = Stated(pairs)
    for key, _value in pairs:
        if key in seen:
            repeated[key] = None
        seen.add(key)
    stated.repeated = tuple(repeated)
    return stated
