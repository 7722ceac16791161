"""The intro call that somebody tapped on right after signing up: a wish, and a seat once the address is confirmed.

A seat is not held meanwhile: whoever types addresses of others could otherwise fill every call.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.enums import IntakeStatus
from candidates.models import Candidate, Intake
from core.lifecycle import Refused

# What waits for its owner, or for the worker.
OPEN = (IntakeStatus.RECEIVED, IntakeStatus.ABSORBED, IntakeStatus.AWAITING)
CALL = "call"

# `(candidate, public id of the call, at)` takes the seat. Raises Refused where that is no longer possible.
TakeSeat = Callable[[Candidate, UUID, datetime], None]
# `(public id of the call, at)`: whether it can still be joined.
IsOpen = Callable[[UUID, datetime], bool]
_takers: list[tuple[IsOpen, TakeSeat]] = []


def register_seats(is_open: IsOpen, take: TakeSeat) -> None:
    """Register who knows the calls and gives seats in them."""
    _takers.append((is_open, take))


@transaction.atomic
def wish(intake: Intake, call: UUID | None, *, at: datetime) -> None:
    """Keep that whoever sent `intake` wants a seat in `call`; the last wish counts.

    Raises Refused for a call that has begun, is full or does not exist, and once the mailed link was used: from then
    on the person chooses signed in.
    """
    locked = Intake.objects.select_for_update().get(pk=intake.pk)
    if locked.link_used_at is not None or locked.status not in OPEN:
        raise Refused("confirmed", _("Your address is confirmed already: choose your call on your own page."))
    if call is None or not any(is_open(call, at) for is_open, _take in _takers):
        raise Refused("not_open", _("This call has just filled up or begun. Please choose another one."))
    locked.payload = locked.payload | {CALL: str(call)}
    locked.save(update_fields=["payload"])


def take_wished_seat(intake: Intake, candidate: Candidate, *, at: datetime) -> str:
    """Give `candidate` the seat that `intake` wished for; return in a sentence what stood in the way, if anything."""
    call = intake.payload.get(CALL)
    if not call:
        return ""
    try:
        for _is_open, take in _takers:
            take(candidate, UUID(call), at)
    except Refused as refusal:
        return str(refusal)
    return ""
