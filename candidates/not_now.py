"""What a "not now" means for the person who hears it: each reason with what would change it, and a next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Reason:
    """`why` and `change` are whole sentences; `step`, `button` and `page` (the name of an address) lead on."""

    code: str
    why: Any
    change: Any
    step: Any
    button: Any
    page: str

    @property
    def url(self) -> str:
        return reverse(self.page)


OTHER = Reason(
    "other",
    _("We wrote to you why."),
    _("Our message says what would change it. Ask us if it does not."),
    _("Read our message again"),
    _("My messages"),
    "candidates:messages",
)
_reasons: dict[str, Reason] = {}


def register_reason(reason: Reason) -> Reason:
    """Declare `reason`. Raises ValueError when its code is taken."""
    if reason.code in _reasons:
        raise ValueError(f"The reason {reason.code} is declared twice.")
    _reasons[reason.code] = reason
    return reason


def reason_of(code: str) -> Reason:
    """Return the reason `code`; one that nobody declared is explained in the message that went with it."""
    return _reasons.get(code, OTHER)
