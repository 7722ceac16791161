"""Who is left in peace: bulk messages to them are dropped as they fall due, each with the reason."""

from collections.abc import Callable, Collection

from core.outbox.enums import Lane
from core.outbox.models import OutgoingMessage

Quiet = Callable[[Collection[int]], dict[int, str]]
_quiet: list[Quiet] = []


def register_quiet(function: Quiet) -> Quiet:
    """Register `user ids -> {user id: reason code}`: those who get no reminder now.

    What a person set going is never dropped: security and transactional messages go out.
    """
    _quiet.append(function)
    return function


def reasons_for_quiet(messages: Collection[OutgoingMessage]) -> dict[int, str]:
    """Return the reason by the id of each of `messages` that is to be dropped. One query for each registered rule."""
    bulk = {m.pk: m.recipient_id for m in messages if m.lane == Lane.BULK and m.recipient_id is not None}
    found: dict[int, str] = {}
    for function in _quiet if bulk else ():
        found |= function(set(bulk.values()))
    return {pk: found[person] for pk, person in bulk.items() if person in found}
