"""The IANA time zone of a state, of a ZIP code, and of an office."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from zoneinfo import available_timezones

import us

# `us` gives North Dakota the zone of a county in its middle; Bismarck, the capital, keeps Central time.
CAPITAL_ZONES = {"ND": "America/Chicago"}
LAST_RESORT = "America/New_York"


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA time zone."""
    return name in _known_zones()


@cache
def zone_of_capital(state: str) -> str:
    """Return the zone of the capital of `state`; Eastern time for what is neither state nor territory."""
    found = us.states.lookup(state, field="abbr")
    zone = CAPITAL_ZONES.get(state) or (found.capital_tz if found else None) or ""
    return zone if is_zone(zone) else LAST_RESORT


@cache
def only_zone_of_state(state: str) -> str | None:
    """Return the zone of a state that has just one, else None."""
    found = us.states.lookup(state, field="abbr")
    zones = found.time_zones if found else []
    return zones[0] if len(zones) == 1 and is_zone(zones[0]) else None


def zone_of_zip(state: str, own: str) -> str:
    """Return the zone of a ZIP code: its state's only one, else `own`, the one that a source gives for it.

    Empty when neither is known, as for military addresses.
    """
    return only_zone_of_state(state) or (own if is_zone(own) else "")


def zone_of_division(zones: Iterable[str], state: str) -> str:
    """Return the commonest of the zones of the division's ZIP codes, without any that of the state's capital.

    Among equally common ones the alphabetically first, so that two imports agree.
    """
    counted = Counter(zone for zone in zones if zone)
    if not counted:
        return zone_of_capital(state)
    most = max(counted.values())
    return min(zone for zone, times in counted.items() if times == most)


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())
