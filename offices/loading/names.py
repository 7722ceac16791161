"""Names of places as the sources write them, made comparable, and made into Open Civic Data ids."""

import re
import unicodedata
from functools import lru_cache

COUNTRY = "ocd-division/country:us"
TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})
PLACE_TYPES = frozenset(
    {"city", "town", "village", "borough", "township", "plantation", "municipality", "corporation"}
)
COUNTY_SUFFIX = re.compile(
    r" (county|parish|borough|census area|city and borough|municipality|municipio)$", re.IGNORECASE
)
LONG_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def state_ocd_id(state: str) -> str:
    """Return the Open Civic Data id of a state, of the District or of a territory (two capitals)."""
    kind = "district" if state == "DC" else "territory" if state in TERRITORIES else "state"
    return f"{COUNTRY}/{kind}:{state.lower()}"


def slug(name: str) -> str:
    """Return `name` as it is spelt in an id: `St. Mary's` is `st_mary~s`, `Saint Louis` is `st_louis`."""
    text = name.strip().lower().replace(".", "")
    text = re.sub(r"\bsaint ", "st ", text)
    return re.sub(r"[^\w~-]", "~", re.sub(r"\s+", "_", text))


@lru_cache(1 << 16)  # the files name each place many times
def match_key(name: str) -> str:
    """Return what is left of a place's name when spelling is taken away; equal keys mean the same name.

    `Wilkes Barre`, `wilkes-barre` and `Wilkes‑Barre` have one key, and so have `St. Paul` and `Saint Paul`.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", " ", re.sub(r"[~'’.]", "", plain)).split()
    return "".join(LONG_FORMS.get(word, word) for word in words)


def place_base(name: str) -> tuple[str, str]:
    """Split a Census place name into its name and its type: `Austin city` is `("Austin", "city")`."""
    head, _, last = name.strip().rpartition(" ")
    if head and last.lower() in PLACE_TYPES and last != "City":
        return head, last.lower()
    return name.strip(), ""


def county_base(name: str) -> str:
    """Return a county's name without `County`, `Parish` and the like."""
    return COUNTY_SUFFIX.sub("", name.strip())


def place_keys(name: str) -> list[str]:
    """Return the keys under which a Census place is also looked for, the plainest first.

    `San Buenaventura (Ventura) city` is also Ventura, and `Boise City city` is also Boise.
    """
    base, _ = place_base(name)
    keys = [match_key(base)]
    inside = re.search(r"\(([^)]+)\)", base)
    if inside:
        keys += [match_key(inside.group(1)), match_key(re.sub(r"\([^)]*\)", "", base))]
    if match := re.fullmatch(r"(.+) (?:city|town|village)", base, re.IGNORECASE):
        keys.append(match_key(match.group(1)))
    return keys
