"""How a message leaves by another way than e-mail. The app that can talk to the other side registers how.

A sender is called after the row was claimed and committed, in no transaction, and again for the same row when the
worker before it died: what it does must be harmless twice. E-mail is `core.outbox.sending`'s own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.outbox.enums import Channel
from core.outbox.models import OutgoingMessage
from core.outbox.rendering import render

# What is said, made from the row's references at the moment of sending. Raises NoLongerWanted.
Prepare = Callable[[OutgoingMessage], Any]
# (message, what `Prepare` returned, now). Returns once the other side has accepted it; raises TryLater or
# PermanentFailure. Time-outs of the network are its own to keep.
Deliver = Callable[[OutgoingMessage, Any, datetime], None]


class TryLater(Exception):
    """The other side could not take it now. `reason` is a code of at most 120 characters, never a person's data.

    With `seconds` it said when to come back: not before then, and however often, it is not given up. Without, it
    waits longer each time and is given up after as many attempts as a mail.
    """

    def __init__(self, reason: str, *, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds


class PermanentFailure(Exception):
    """The other side will never take it. `reason` is a code of at most 120 characters, never a person's data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoSuchChannel(Exception):
    """Nobody registered how messages of a channel leave."""


@dataclass(frozen=True)
class Sender:
    deliver: Deliver
    prepare: Prepare


_senders: dict[str, Sender] = {}


def register_channel(channel: Channel, deliver: Deliver, *, prepare: Prepare = render) -> None:
    """Declare how messages of `channel` leave; `prepare` renders the kind's template when left out.

    Raises ValueError for a channel that has a sender.
    """
    if channel == Channel.EMAIL or channel in _senders:
        raise ValueError(f"The channel {channel} has a sender.")
    _senders[channel] = Sender(deliver, prepare)


def sender_of(channel: str) -> Sender | None:
    """Return how messages of `channel` leave; None for e-mail. Raises NoSuchChannel when nobody registered it."""
    if channel == Channel.EMAIL:
        return None
    if channel not in _senders:
        raise NoSuchChannel(channel)
    return _senders[channel]
