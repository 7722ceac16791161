"""How Princeton writes a district's name, and how Open Civic Data does."""

import re
from functools import cache

ONES = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
TEENS = (
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
    *("sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
ORDINALS = {word: number for number, word in enumerate((*ONES, *TEENS))} | {"twentieth": 20, "thirtieth": 30}
TENS = {"twenty": 20, "thirty": 30}
AREA_THEN_NUMBER = re.compile(r"([a-z][a-z ,&]*?) ?(\d{1,2})")
MINNESOTA = re.compile(r"(\d{1,2})([12])(?:00)?")


@cache
def district_slug(state: str, district: str) -> str:
    """Return the last part of the Open Civic Data id that `district` would have.

    `05A` is `5a`. Minnesota's `532` and `53200` are `53b`; Washington's `7a` and `7b` are district `7`;
    Massachusetts' `NORFOLK13.` and `Thirteenth Norfolk District` are both `13th_norfolk`.
    """
    plain = district.strip().lower().lstrip("0").rstrip(".")
    if state == "MA":
        return _massachusetts(plain.removesuffix(" district"))
    if state == "MN" and (match := MINNESOTA.fullmatch(plain)):
        return match.group(1) + "ab"[int(match.group(2)) - 1]
    if state == "WA":
        return plain.rstrip("ab")
    return plain


def _massachusetts(plain: str) -> str:
    if match := AREA_THEN_NUMBER.fullmatch(plain):
        return f"{_ordinal(int(match.group(2)))}_{_area(match.group(1))}"
    first, _, rest = plain.replace("-", " ").partition(" ")
    second, _, further = rest.partition(" ")
    if first in ORDINALS:
        return f"{_ordinal(ORDINALS[first])}_{_area(rest)}"
    if first in TENS and second in ORDINALS:
        return f"{_ordinal(TENS[first] + ORDINALS[second])}_{_area(further)}"
    return _area(plain.replace("&", "and"))


def _area(text: str) -> str:
    return re.sub(r"[\s,]+", "_", text.strip())


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
