"""Where the demonstration's people live and what they can run for: a fair sample of real ZIP codes and offices."""

from collections import defaultdict
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db import connection

from offices.enums import LEGISLATURE, Level

# People of the census of 2020, in ten thousands: who signs up where.
POPULATION = {
    "CA": 3954,
    "TX": 2915,
    "FL": 2154,
    "NY": 2020,
    "PA": 1300,
    "IL": 1281,
    "OH": 1180,
    "GA": 1071,
    "NC": 1044,
    "MI": 1008,
    "NJ": 929,
    "VA": 863,
    "WA": 771,
    "AZ": 715,
    "MA": 703,
    "TN": 691,
    "IN": 679,
    "MD": 618,
    "MO": 615,
    "WI": 589,
    "CO": 577,
    "MN": 571,
    "SC": 512,
    "AL": 502,
    "LA": 466,
    "KY": 451,
    "OR": 424,
    "OK": 396,
    "CT": 361,
    "UT": 327,
    "IA": 319,
    "NV": 310,
    "AR": 301,
    "MS": 296,
    "KS": 294,
    "NM": 212,
    "NE": 196,
    "ID": 184,
    "WV": 179,
    "HI": 146,
    "NH": 138,
    "ME": 136,
    "RI": 110,
    "MT": 108,
    "DE": 99,
    "SD": 89,
    "ND": 78,
    "AK": 73,
    "DC": 69,
    "VT": 64,
    "WY": 58,
}
HOMES_PER_STATE = 150
OFFICES_PER_STATE = 60
# Where the demonstration's own candidate lives, if that is a known place.
AUSTIN = "78701"
DEFAULT_ZONE = "America/New_York"

HOMES = """
SELECT home.code, home.state, home.time_zone,
    office.id, office.public_id::text, office.level, office.time_zone, office.minimum_age
FROM (
    SELECT code, state, time_zone,
        row_number() OVER (PARTITION BY state ORDER BY code <> %(austin)s, md5(code)) AS place
    FROM offices_zipcode WHERE state = ANY(%(states)s) AND EXISTS (
        SELECT 1 FROM offices_zipdivision AS touched JOIN offices_office AS of_it USING (division_id)
        WHERE touched.zip_code = code AND of_it.is_listed AND of_it.level = ANY(%(around)s)
    )
) AS home
JOIN offices_zipdivision AS touched ON touched.zip_code = home.code
JOIN offices_office AS office ON office.division_id = touched.division_id
WHERE place <= %(most)s AND office.is_listed AND office.level = ANY(%(around)s)
ORDER BY home.state, place, office.level, office.id
"""
AT_LARGE = """
SELECT state, id, public_id::text, level, time_zone, minimum_age FROM (
    SELECT *, row_number() OVER (PARTITION BY state, level ORDER BY id) AS place FROM offices_office
    WHERE is_listed AND state = ANY(%(states)s) AND level = ANY(%(levels)s)
) AS office WHERE place <= %(most)s ORDER BY state, level, id
"""
AROUND = [Level.CITY_COUNCIL.value, Level.MAYOR.value, Level.COUNTY.value]
WHOLE_STATE = [*sorted(level.value for level in LEGISLATURE), Level.SCHOOL_BOARD.value]


@dataclass(frozen=True, slots=True)
class OfficeFact:
    id: int
    public_id: str
    level: str
    state: str
    time_zone: str
    minimum_age: int | None


@dataclass(frozen=True, slots=True)
class Home:
    """A ZIP code with the local offices around it."""

    zip_code: str
    state: str
    time_zone: str
    offices: tuple[OfficeFact, ...]


class Ground:
    """All that the plan knows of places. The same database gives the same ground."""

    def __init__(
        self, homes: dict[str, list[Home]], at_large: dict[tuple[str, str], list[OfficeFact]]
    ) -> None:
        self._homes = homes
        self._at_large = at_large
        self._states = [state for state in POPULATION if homes.get(state)]
        self._weights = [POPULATION[state] for state in self._states]

    @classmethod
    def load(cls) -> "Ground":
        """Read the sample; three queries."""
        homes, facts = _homes(), _at_large()
        if not homes:
            raise ValueError("No ZIP code touches an office: load the offices first.")
        return cls(homes, facts)

    def homes(self, random: Random, count: int) -> list[Home]:
        """Return where `count` people live, by the population of the states."""
        states = random.choices(self._states, self._weights, k=count)
        return [random.choice(self._homes[state]) for state in states]

    def austin(self) -> Home:
        """Return the home of the demonstration's own candidate."""
        texas = self._homes.get("TX") or next(iter(self._homes.values()))
        return texas[0]

    def office(self, home: Home, levels: tuple[str, ...], random: Random) -> OfficeFact:
        """Return an office of one of `levels` that somebody who lives at `home` could run for, else a near one."""
        around = [office for office in home.offices if office.level in levels]
        at_large = [office for level in levels for office in self._at_large.get((home.state, level), ())]
        return random.choice(around or at_large or list(home.offices))


def _homes() -> dict[str, list[Home]]:
    options: dict[str, Any] = {
        "states": list(POPULATION),
        "around": AROUND,
        "most": HOMES_PER_STATE,
        "austin": AUSTIN,
    }
    found: dict[str, dict[str, list[OfficeFact]]] = defaultdict(lambda: defaultdict(list))
    zones = {}
    with connection.cursor() as cursor:
        cursor.execute(HOMES, options)
        for code, state, zone, *office in cursor.fetchall():
            zones[code] = zone or DEFAULT_ZONE
            found[state][code].append(_office(state, *office))
    return {
        state: [Home(code, state, zones[code], tuple(offices)) for code, offices in homes.items()]
        for state, homes in found.items()
    }


def _at_large() -> dict[tuple[str, str], list[OfficeFact]]:
    options: dict[str, Any] = {"states": list(POPULATION), "levels": WHOLE_STATE, "most": OFFICES_PER_STATE}
    found: dict[tuple[str, str], list[OfficeFact]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(AT_LARGE, options)
        for state, *office in cursor.fetchall():
            fact = _office(state, *office)
            found[state, fact.level].append(fact)
    return dict(found)


def _office(
    state: str, key: int, public_id: str, level: str, zone: str, minimum_age: int | None
) -> OfficeFact:
    return OfficeFact(key, public_id, level, state, zone, minimum_age)
