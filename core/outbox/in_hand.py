"""What the messages of one batch refer to, read for all of them together instead of one by one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from core.outbox.models import OutgoingMessage

Row = TypeVar("Row", bound=Model)

# A batch takes as long as its mail server pleases: what was read longer ago than this may have changed meanwhile.
FRESH_SECONDS = 2.0


class _Hand:
    def __init__(self, messages: Sequence[OutgoingMessage]) -> None:
        self.messages = messages
        self.read: dict[tuple[str, str], tuple[float, dict[str, Any]]] = {}


_hand: ContextVar[_Hand | None] = ContextVar("messages in hand", default=None)


@contextmanager
def in_hand(messages: Sequence[OutgoingMessage]) -> Iterator[None]:
    """While the block runs, `referred` reads ahead for these messages."""
    token = _hand.set(_Hand(messages))
    try:
        yield
    finally:
        _hand.reset(token)


def referred(message: OutgoingMessage, name: str, rows: QuerySet[Row]) -> Row | None:
    """Return the one of `rows` whose public id stands in the context of `message` under `name`; None if it has gone.

    Raises KeyError or ValueError for a context in which none stands.
    It was read at most two seconds ago, in one query for all messages in hand of the same kind.
    """
    wanted = str(UUID(message.context[name]))
    hand = _hand.get()
    if hand is None:
        return rows.filter(public_id=wanted).first()
    read_at, found = hand.read.get((message.kind, name), (float("-inf"), {}))
    if monotonic() - read_at > FRESH_SECONDS:
        alike = {str(one.context.get(name)) for one in hand.messages if one.kind == message.kind}
        # One broken reference is its own message's fault.
        known = [reference for reference in alike if _is_uuid(reference)]
        found = {str(row.public_id): row for row in rows.filter(public_id__in=known)}  # type: ignore[attr-defined]
        hand.read[message.kind, name] = monotonic(), found
    return found.get(wanted)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
