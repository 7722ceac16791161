"""Which names we take: any, in any script, as they were typed. Pure."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 100
# They join or part letters in Persian, Hindi and others; every other unseen character is refused.
JOINERS = "\u200c\u200d"
NOT_SEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def without_unseen_ends(typed: str) -> str:
    """Return `typed` without the spaces and unseen marks at its ends, such as those of right-to-left keyboards."""
    begin, end = 0, len(typed)
    while begin < end and _means_nothing(typed[begin]):
        begin += 1
    while end > begin and _means_nothing(typed[end - 1]):
        end -= 1
    return typed[begin:end]


def _means_nothing(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) == "Cf"


def refuse_what_is_no_name(typed: str) -> None:
    """Raise ValidationError for what no name holds: unseen characters, no letter at all, a web address.

    Names go into mails, so that a web address in one would let a stranger advertise by our mail.
    """
    if any(unicodedata.category(letter) in NOT_SEEN and letter not in JOINERS for letter in typed):
        raise ValidationError(_("This holds characters that cannot be seen. Type it anew."), "unseen")
    if not any(unicodedata.category(letter).startswith("L") for letter in typed):
        raise ValidationError(_("A name has at least one letter."), "no_letter")
    if "://" in typed or "www." in typed.lower():
        raise ValidationError(_("This is a web address. Give your name."), "address")
