"""Files that a mail carries beside its words, made as it is sent, as its text is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.outbox.models import OutgoingMessage


@dataclass(frozen=True)
class Attachment:
    """One file. `mimetype` may have parameters, as `text/calendar; method=REQUEST` has.

    With `shown` it is another form of the mail itself as well, which is how calendars offer to say yes (RFC 6047): a
    mail server carries both parts, a provider the file alone.

    Raises ValueError for a name or a type that would break the mail's headers.
    """

    name: str
    content: str | bytes
    mimetype: str
    shown: bool = False

    def __post_init__(self) -> None:
        if not self.name or not (self.name + self.mimetype).isprintable() or "/" in self.name:
            raise ValueError("An attachment has a plain name and a type.")


# What a mail carries, made of the message's row and of what its kind's `prepare` returned for it. It raises
# NoLongerWanted as `prepare` does.
Attach = Callable[["OutgoingMessage", dict[str, Any]], Iterable[Attachment]]


def nothing(message: OutgoingMessage, shown: dict[str, Any]) -> Iterable[Attachment]:
    """What most mails carry."""
    return ()


def invitation(calendar: str, *, method: str = "REQUEST", name: str = "invitation.ics") -> Attachment:
    """Return `calendar`, an iCalendar text with the same METHOD, as what a calendar answers: RFC 5546, RFC 6047."""
    return Attachment(name, calendar, f"text/calendar; method={method}", shown=True)
