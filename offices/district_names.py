"""How the districts of a chamber are called and ordered: by number, or by the area they are named after."""

import re

from offices.loading.districts import ORDINALS
from offices.models import Office
from offices.selectors import natural


def number_of(office: Office) -> str:
    """Return what a district is called within its chamber: its number, or the area it is named after."""
    return office.name.partition(" District ")[2] or office.name


def short_name(district: str) -> str:
    """Return a name that fits into a tile: `12A` as it is, `Belknap 1` as Be1, `First Essex` as Es1."""
    words, number = _parts(district)
    letters = words[0][:2] if len(words) == 1 else "".join(word[0] for word in words[:3])
    return letters + number


def _parts(district: str) -> tuple[list[str], str]:
    """Return the words that name an area, and the number: `First Essex` is Essex and 1."""
    number, words = "", []
    for word in re.findall(r"\d+[A-Z]?|[A-Za-z]+", district):
        if word[0].isdecimal():
            number = word
        elif word.lower() in ORDINALS:
            number = str(ORDINALS[word.lower()])
        elif word not in ("and", "of", "th", "st", "nd", "rd"):
            words.append(word)
    return words, number


def place_of(office: Office) -> tuple[list[str], list[tuple[int, str]]]:
    """Return a key that orders seats by number; `1st Essex` and `2nd Essex` stand beside each other."""
    words, number = _parts(number_of(office))
    return words, natural(number)
