"""Blind review: what could tell whose a plan is, is masked in the text itself."""

import re
import unicodedata
from collections.abc import Iterable

from candidates.models import Candidacy
from funding.models import FundingApplication

MASK = "▮▮▮"
# Shorter names are masked where they stand alone only: "Li" is in many words.
ALONE_BELOW = 4
PARTICLES = {"and", "das", "del", "der", "des", "dos", "las", "los", "san", "the", "van", "von"}
TELLING = [
    re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"),
    re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE),
    re.compile(r"\b[\w-]+\.(?:com|org|net|us|vote|info|gop|team|me|co|io)\b(?:/\S*)?", re.IGNORECASE),
    re.compile(r"(?<!\w)@\w[\w.]*"),
    re.compile(r"(?<!\w)#\w+"),
    re.compile(r"(?<!\d)(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}(?!\d)"),
]


def masked_plan(application: FundingApplication, text: str) -> str:
    """Return `text` of the application without names, addresses, numbers and handles of those behind it."""
    return mask(text, names_of(application))


def names_of(application: FundingApplication) -> set[str]:
    """Return what tells whose an application is: names of candidate, treasurer and committee, and parts of them."""
    candidacy: Candidacy = application.candidacy
    user = candidacy.candidate.user
    found = {user.first_name, user.last_name, user.full_name, user.email, user.email.split("@")[0]}
    for name in (application.committee_name, application.treasurer_name):
        found.add(name)
    if any(sign.isdigit() for sign in application.committee_registration):
        found.add(application.committee_registration)
    for name in (user.first_name, user.last_name, application.treasurer_name):
        words = re.split(r"[\s'’.-]+", name)
        found.update(word for word in words if len(word) > 2 and word.lower() not in PARTICLES)
    return {name.strip() for name in found if len(name.strip()) > 1}


def mask(text: str, names: Iterable[str]) -> str:
    """Return `text` with every one of `names`, and all addresses, numbers and handles, masked.

    Case and accents do not matter; invisible characters are dropped, so that they cannot hide a name.
    """
    text = unicodedata.normalize("NFC", text)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    for pattern in TELLING:
        text = pattern.sub(MASK, text)
    for name in sorted({_folded(name) for name in names if name.strip()}, key=len, reverse=True):
        text = _without(text, name)
    return text


def _without(text: str, name: str) -> str:
    words = r"\s+".join(re.escape(word) for word in name.split())
    pattern = words if len(name) >= ALONE_BELOW else rf"(?<!\w){words}(?!\w)"
    pieces, end = [], 0
    for found in re.finditer(pattern, _folded(text)):
        pieces += [text[end : found.start()], MASK]
        end = found.end()
    return "".join(pieces) + text[end:]


def _folded(text: str) -> str:
    """Return as many characters as `text` has, in small letters without accents."""
    return "".join(_base(sign) for sign in unicodedata.normalize("NFC", text))


def _base(sign: str) -> str:
    base = unicodedata.normalize("NFKD", sign)[:1].lower()
    return base if len(base) == 1 else sign
