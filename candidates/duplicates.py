"""How likely two records are one person, and why. Pure: what two people typed in, reasons and a strength out.

Names compare in any script, whatever their case, accents and order. Nothing here reads or writes a row.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    MAIL = "mail", _("the same mailbox, written in another way")
    NAME_AND_BIRTH = "name_and_birth", _("same name and birth date")
    PHONE = "phone", _("same phone")
    NEAR_MAIL = "near_mail", _("nearly the same e-mail address")


class Strength(models.IntegerChoices):
    WEAK = 1, _("weak: perhaps one household")
    LIKELY = 2, _("likely")
    STRONG = 3, _("strong")


@dataclass(frozen=True)
class Facts:
    """What one person typed. `phone` is E.164 or empty."""

    first_name: str
    last_name: str
    email: str
    phone: str = ""
    born: date | None = None


@dataclass(frozen=True)
class Likeness:
    reasons: tuple[Reason, ...]
    strength: Strength


# Letters that Unicode does not take apart into a plain one and its accent.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
# Accents of Latin, Greek and Cyrillic; the vowel signs of other scripts are letters, and stay.
ACCENTS = re.compile("[\u0300-\u036f]")
INSIDE_A_WORD = re.compile("['’‘ʼʻ`´.]")
SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
# Somebody this much older, with the same name and phone, is rather a parent.
GENERATION_YEARS = 15

# Below these lengths a letter more or less is another name.
SHORTEST_LOCAL_PART, SHORTEST_DOMAIN = 5, 7


def plain(text: str) -> str:
    """Return `text` without case, accents and marks inside words, words parted by one space. Idempotent."""
    # What is folded may be taken apart further, and what was taken apart may have a case.
    for _round in range(3):
        text = ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(PLAIN)
    text = INSIDE_A_WORD.sub("", text)
    return " ".join("".join(c if _is_of_a_word(c) else " " for c in text).split())


def _is_of_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def name_of(first_name: str, last_name: str) -> tuple[str, ...]:
    """Return the words of a name, in an order of their own, without Jr and Sr; empty when there is no letter in it."""
    return tuple(sorted(word for word in plain(f"{first_name} {last_name}").split() if word not in SUFFIXES))


def suffix_of(first_name: str, last_name: str) -> str:
    words = plain(f"{first_name} {last_name}").split()
    return next((SUFFIXES[word] for word in reversed(words) if word in SUFFIXES), "")


# Providers whose name is often mistyped, and real ones that look like a slip of them.
MISTYPED = (
    "gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "protonmail.com", "comcast.net",
    "verizon.net",
)  # fmt: skip
REAL = {*MISTYPED, "ymail.com", "email.com", "mail.com", "googlemail.com", "live.com", "aol.com", "gmx.com"}
# https://support.google.com/mail/answer/7436150: dots do not matter in a Gmail address.
WITHOUT_DOTS = {"gmail.com"}
# Documented by each provider: what follows a plus is a label.
WITH_LABELS = {"gmail.com", "outlook.com", "hotmail.com", "live.com", "icloud.com", "protonmail.com"}


def mailbox_of(email: str) -> tuple[str, str]:
    """Return local part and domain of the mailbox that `email` most likely means."""
    local, _at, domain = email.strip().casefold().rpartition("@")
    if domain not in REAL:
        domain = next((name for name in MISTYPED if one_slip(domain, name)), domain)
    domain = "gmail.com" if domain == "googlemail.com" else domain
    if domain in WITH_LABELS:
        local = local.partition("+")[0] or local
    if domain in WITHOUT_DOTS:
        local = local.replace(".", "") or local
    return local, domain


# Set apart for films and for whoever does not want to say: https://nationalnanpa.com/number_resource_info/555_numbers.html
MADE_UP = re.compile(r"\+1\d{3}55501\d\d")


def phone_of(phone: str) -> str:
    """Return the number by which a person can be known, or nothing for one that is nobody's."""
    return "" if MADE_UP.fullmatch(phone) else phone


def one_slip(one: str, other: str) -> bool:
    """Whether one letter too many, too few or wrong, or two swapped ones, lie between the two (not when equal)."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    a, b = one[start:], other[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return a[1:] == b or a == b[1:]


def is_near(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether a slip of the fingers lies between two mailboxes. Another number is no slip: ana1@ is not ana2@."""
    if one[0] == other[0]:
        long_enough = min(len(one[1]), len(other[1])) >= SHORTEST_DOMAIN
        return long_enough and one_slip(one[1], other[1]) and not {one[1], other[1]} <= REAL
    if one[1] != other[1] or min(len(one[0]), len(other[0])) < SHORTEST_LOCAL_PART:
        return False
    same_digits = re.sub(r"\D", "", one[0]) == re.sub(r"\D", "", other[0])
    return same_digits and one_slip(one[0], other[0])


def likeness(one: Facts, other: Facts) -> Likeness | None:
    """Return why the two may be one person and how strongly, or None. It does not matter which one comes first.

    Phone or mailbox shared by people of different names is weak, as is a generation between two of one name.
    """
    seen = _Pair(one, other)
    reasons = tuple(reason for reason in Reason if seen.shows(reason))
    if not reasons:
        return None
    return Likeness(reasons, seen.strength(reasons))


@dataclass(frozen=True)
class _Pair:
    one: Facts
    other: Facts
    same_name: bool = field(init=False)
    same_birth: bool = field(init=False)

    def __post_init__(self) -> None:
        names = [name_of(facts.first_name, facts.last_name) for facts in (self.one, self.other)]
        object.__setattr__(self, "same_name", bool(names[0]) and names[0] == names[1])
        born = self.one.born
        object.__setattr__(self, "same_birth", born is not None and born == self.other.born)

    def shows(self, reason: Reason) -> bool:
        boxes = mailbox_of(self.one.email), mailbox_of(self.other.email)
        if reason == Reason.MAIL:
            return boxes[0] == boxes[1] and bool(boxes[0][0])
        if reason == Reason.NAME_AND_BIRTH:
            return self.same_name and self.same_birth and not self.is_another_generation()
        if reason == Reason.PHONE:
            return phone_of(self.one.phone) == phone_of(self.other.phone) != ""
        return is_near(*boxes) and (self.same_name or self.same_birth or self.shows(Reason.PHONE))

    def is_another_generation(self) -> bool:
        """Jr and Sr, or years enough between the two births."""
        suffixes = {suffix_of(facts.first_name, facts.last_name) for facts in (self.one, self.other)}
        if len(suffixes) == 2:
            return True
        if self.one.born is None or self.other.born is None:
            return False
        return abs(self.one.born.year - self.other.born.year) >= GENERATION_YEARS

    def strength(self, reasons: tuple[Reason, ...]) -> Strength:
        if self.is_another_generation():
            return Strength.WEAK
        if Reason.NAME_AND_BIRTH in reasons:
            return Strength.STRONG
        if Reason.MAIL in reasons and (self.same_name or self.same_birth):
            return Strength.STRONG
        if Reason.MAIL in reasons or self.same_name:
            return Strength.LIKELY
        return Strength.WEAK
