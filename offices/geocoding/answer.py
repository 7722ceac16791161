"""What the Census Geocoder's answer says, checked field by field; nothing of it is believed unseen.

Format: "Geocoding Services Web Application Programming Interface (API)" of the Census Bureau, JSON output.
Layers of legislative districts carry a year in their name, which changes:
"2024 State Legislative Districts - Upper".
"""

import json
import re
from dataclasses import dataclass
from typing import Any

import us
from django.views.decorators.debug import sensitive_variables

from offices.geocoding.untold import Reason, Untold

LOWER = re.compile(r"(?:\d{4} )?State Legislative Districts - Lower")
UPPER = re.compile(r"(?:\d{4} )?State Legislative Districts - Upper")
SCHOOLS = re.compile(r"(?:Unified|Elementary|Secondary) School Districts")


@dataclass(frozen=True)
class Area:
    """An area with its Census GEOID, its full name, and its name without its type (`49`, `Austin`)."""

    geoid: str
    name: str
    base: str


@dataclass(frozen=True)
class Found:
    """Where an address lies. What the geocoder did not tell is None or empty."""

    state: str
    fips: str
    zip_code: str
    county: Area | None
    place: Area | None
    subdivision: Area | None
    lower: Area | None
    upper: Area | None
    schools: tuple[Area, ...]


@sensitive_variables("body", "document", "matches")
def read(body: bytes) -> Found:
    """Return what the answer says; raises Untold for anything but one clear place in a state."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    matches = _list(_dict(_dict(document).get("result")).get("addressMatches"))
    if not matches:
        raise Untold(Reason.UNKNOWN_ADDRESS)
    # No comprehension: its frame would show an error's report what the function's own does not.
    found = set(map(_place_of, map(_dict, matches)))
    if len(found) > 1:
        raise Untold(Reason.AMBIGUOUS)
    return found.pop()


@sensitive_variables("match", "parts")
def _place_of(match: dict[str, Any]) -> Found:
    layers, parts = _dict(match.get("geographies")), _dict(match.get("addressComponents"))
    state_area = _area(layers, re.compile("States"), r"\d{2}", "")
    state = us.states.lookup(state_area.geoid, field="fips") if state_area else None
    if state is None or state_area is None or _text(parts, "state") not in ("", state.abbr):
        raise Untold(Reason.AWAY)
    fips = state_area.geoid
    schools = (_area({name: layers[name]}, SCHOOLS, r"\d{7}", fips) for name in sorted(layers))
    return Found(
        state=state.abbr,
        fips=fips,
        zip_code=_text(parts, "zip"),
        county=_area(layers, re.compile("Counties"), r"\d{5}", fips),
        place=_area(layers, re.compile("Incorporated Places"), r"\d{7}", fips),
        subdivision=_area(layers, re.compile("County Subdivisions"), r"\d{10}", fips),
        lower=_area(layers, LOWER, r"\d{2}[0-9A-Z]{3}", fips),
        upper=_area(layers, UPPER, r"\d{2}[0-9A-Z]{3}", fips),
        schools=tuple(school for school in schools if school),
    )


def _area(layers: dict[str, Any], layer: re.Pattern[str], geoid: str, fips: str) -> Area | None:
    """Return the one area of a layer, of its newest year; raises Untold for two, or for one elsewhere."""
    newest = max((name for name in layers if layer.fullmatch(name)), default=None)
    areas = {_checked(_dict(row), geoid, fips) for row in _list(layers[newest])} if newest else set()
    if len(areas) > 1:
        raise Untold(Reason.AMBIGUOUS)
    return areas.pop() if areas else None


def _checked(row: dict[str, Any], geoid: str, fips: str) -> Area:
    area = Area(_text(row, "GEOID"), _text(row, "NAME"), _text(row, "BASENAME"))
    if not re.fullmatch(geoid, area.geoid, re.ASCII) or not area.geoid.startswith(fips):
        raise Untold(Reason.AWAY)
    return area


def _dict(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Untold(Reason.AWAY)
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Untold(Reason.AWAY)
    return value


def _text(row: dict[str, Any], name: str) -> str:
    """Return a text of at most 200 characters; empty if it is absent."""
    value = row.get(name, "")
    if not isinstance(value, str) or len(value) > 200:
        raise Untold(Reason.AWAY)
    return value.strip()
