"""Reading a message again. No text is kept: it is put together anew from what it was about."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.outbox.enums import Lane, Status
from core.outbox.models import OutgoingMessage
from core.outbox.registry import NoLongerWanted, kind_of
from core.outbox.rendering import Rendered, render

if TYPE_CHECKING:
    from core.accounts.models import User

PAGE = 30


class Unreadable(Exception):
    """The message cannot be shown again; the text says why, for the person."""


@dataclass(frozen=True)
class KeysetPage:
    """`older` is what to ask for to see the next ones, empty on the last page."""

    rows: list[OutgoingMessage]
    older: str


def sent_to(user: "User") -> QuerySet[OutgoingMessage]:
    """Return the messages that were sent to `user`, newest first."""
    return user.messages.filter(status=Status.SENT).order_by("-id")


def keyset_page(messages: QuerySet[Any], *, before: str = "") -> KeysetPage:
    """Return up to thirty of `messages`, those older than the one called `before`, a public id. Two queries."""
    if before:
        messages = messages.filter(pk__lt=_key_of(messages, before))
    found = list(messages[: PAGE + 1])
    rows = found[:PAGE]
    return KeysetPage(rows, str(rows[-1].public_id) if len(found) > PAGE else "")


def _key_of(messages: QuerySet[Any], public_id: str) -> int:
    """An id that is nobody's, or somebody else's, is older than everything."""
    try:
        return messages.values_list("pk", flat=True).get(public_id=public_id)
    except (ValidationError, OutgoingMessage.DoesNotExist):
        return 0


def again(message: OutgoingMessage) -> Rendered:
    """Return the text of `message` as it would read today.

    Raises Unreadable for what held a code or a link to sign in, and for what is about something that has gone.
    """
    if kind_of(message.kind).secret or message.lane == Lane.SECURITY:
        raise Unreadable(
            _("This message held a code or a link that lets somebody in, so its text is not kept.")
        )
    if kind_of(message.kind).is_call:
        raise Unreadable(_("No person reads this: it is a call to another system."))
    try:
        return render(message)
    except NoLongerWanted as gone:
        raise Unreadable(_("What this message was about has changed or been cancelled since.")) from gone
