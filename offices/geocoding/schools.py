"""School districts by name: Open Civic Data gives them no Census GEOID, and shortens their names."""

import re
from collections.abc import Iterable

LONG_FORMS = {
    "isd": "independent",
    "cisd": "consolidated independent",
    "usd": "unified",
    "cusd": "community unit",
    "cud": "community unit",
    "chsd": "community high",
    "ccsd": "community consolidated",
    "uhsd": "union high",
    "hsd": "high",
    "esd": "elementary",
    "comm": "community",
    "elem": "elementary",
    "hs": "high",
    "co": "county",
    "twp": "township",
    "st": "saint",
    "ste": "sainte",
    "mt": "mount",
    "ft": "fort",
}
# Whatever a district is called, these do not tell it from another one.
NOTHING_TOLD = frozenset(
    {
        "school",
        "schools",
        "schs",
        "sd",
        "district",
        "districts",
        "dist",
        "public",
        "pblc",
        "system",
        "of",
        "the",
    }
)


def school_key(name: str) -> str:
    """Return what is left of a school district's name when spelling is taken away.

    `Austin Independent School District` and `austin isd` have one key; `Phoenix Elementary` and
    `Phoenix Union High` have two.
    """
    plain = re.sub(r"\bh s\b", "hs", re.sub(r"[’'.]", "", name.casefold()))
    words = (LONG_FORMS.get(word, word) for word in re.findall(r"\w+", plain))
    return " ".join(word for word in words if word not in NOTHING_TOLD)


def district_called(name: str, known: Iterable[tuple[str, str]], near: frozenset[str]) -> str | None:
    """Return the OCD id of the one of `known` (id, name) that is called `name`, None if it is not certain.

    Of several, the only one that lies directly in one of the divisions `near`.
    """
    key = school_key(name)
    found = [ocd_id for ocd_id, other in known if key and school_key(other) == key]
    if len(found) > 1:
        found = [ocd_id for ocd_id in found if ocd_id.rpartition("/")[0] in near]
    return found[0] if len(found) == 1 else None
