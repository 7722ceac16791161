"""Legislative districts by the names that the Census Bureau gives them."""

import re
from collections import defaultdict
from collections.abc import Iterable

from offices.geocoding.answer import Area
from offices.loading.districts import district_slug

# As in `State House District Hillsborough 23`, `State Legislative Subdistrict 29A`, `10th Bristol District`.
NOTHING_TOLD = frozenset(
    {
        "state",
        "house",
        "senate",
        "assembly",
        "general",
        "legislative",
        "senatorial",
        "representative",
        "delegate",
    }
    | {"district", "subdistrict", "county", "no"}
)
NUMBERED = re.compile(r"\d+[a-z]?")


def district_key(state: str, name: str) -> str:
    """Return what is left of a district's name or slug: `05A` is `5a`, `Hillsborough 07` is `hillsborough 7`.

    The order of counties tells: Vermont has Bennington-Rutland and Rutland-Bennington.
    """
    plain = name.lower().replace("&", "and")
    if state == "MA":
        plain = district_slug(state, plain)
    words = (word.lstrip("0") or "0" for word in re.findall(r"[a-z0-9]+", plain))
    return " ".join(word for word in words if word not in NOTHING_TOLD)


def districts_called(state: str, area: Area, known: Iterable[str]) -> list[str]:
    """Return the ids among `known`, those of one chamber, that `area` is; empty if it is none of them.

    Idaho elects two members in each district, to seats with ids of their own: `1` is `1a` and `1b`.
    """
    by_key: dict[str, list[str]] = defaultdict(list)
    for ocd_id in known:
        by_key[district_key(state, ocd_id.rpartition(":")[2])].append(ocd_id)
    for name in (area.base, area.name):
        key = district_key(state, name)
        if NUMBERED.fullmatch(key) and key != area.geoid[2:].lstrip("0").lower():
            return []  # its name contradicts its code
        keys = [f"{key}a", f"{key}b"] if state == "ID" and key not in by_key else [key]
        if all(len(by_key.get(one, ())) == 1 for one in keys):
            return [by_key[one][0] for one in keys]
    return []
