"""What mails carry that put something into the recipient's calendar, change it there, or take it out."""

from collections.abc import Callable, Iterable
from email.utils import parseaddr
from typing import Any

from django.conf import settings

from core import clock
from core.accounts.models import User
from core.outbox.attachments import Attach, Attachment, invitation
from core.outbox.models import OutgoingMessage
from core.scheduling import ical
from core.scheduling.entries import Entry

# (what the message shows, its recipient) -> the entry that it is about.
EntryOf = Callable[[dict[str, Any], User], Entry]


def requesting(entry_of: EntryOf) -> Attach:
    """Return the `attachments` of a kind whose mail puts the entry into the calendar, as it is when it is sent."""
    return _of(entry_of, ical.REQUEST)


def calling_off(entry_of: EntryOf) -> Attach:
    """Return the `attachments` of a kind whose mail takes the entry out again."""
    return _of(entry_of, ical.CANCEL)


def written(entry: Entry, method: str, to: User) -> str:
    """Return the invitation of `to` to `entry`. The organiser is whoever our mail is from: answers reach us."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return ical.invitation(
        entry,
        method,
        organizer=(name or settings.ORG_NAME, address),
        attendee=(to.full_name, to.email),
        at=clock.now(),
    )


def _of(entry_of: EntryOf, method: str) -> Attach:
    def attach(message: OutgoingMessage, shown: dict[str, Any]) -> Iterable[Attachment]:
        if message.recipient is not None:
            entry = entry_of(shown, message.recipient)
            yield invitation(written(entry, method, message.recipient), method=method)

    return attach
