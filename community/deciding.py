"""What staff decide and do about places in channels. Each returns how many places it was done for."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from community.seats import call, move
from community.slack_models import ChannelSeat, SeatStatus
from core.accounts.models import User

# A call that is tried as often as a mail has been given up by then.
STUCK_AFTER = timedelta(days=1)
BY_HAND = {
    SeatStatus.WANTED: SeatStatus.IN,
    SeatStatus.FAILED: SeatStatus.IN,
    SeatStatus.REMOVING: SeatStatus.OUT,
}


def invite_all_the_same(seats: Any, *, actor: User, at: datetime) -> int:
    """Let candidates of one race come together: somebody has thought about it, and they may know of each other."""
    return sum(_into(seat, SeatStatus.WANTED, actor, at) for seat in _of(seats, SeatStatus.HELD))


def keep_apart(seats: Any, *, actor: User, at: datetime) -> int:
    """Invite nobody there, now or later."""
    return sum(_into(seat, SeatStatus.REFUSED, actor, at) for seat in _of(seats, SeatStatus.HELD))


def done_by_hand(seats: Any, *, actor: User, at: datetime) -> int:
    """Note that somebody has let these people in, or taken them out, in Slack itself."""
    waiting = _of(seats, *BY_HAND)
    return sum(_into(seat, BY_HAND[SeatStatus(seat.status)], actor, at) for seat in waiting)


def try_again(seats: Any, *, actor: User, at: datetime) -> int:
    """Ask Slack once more what it refused or was not asked in the end, after somebody has mended the reason."""
    failed = sum(_into(seat, SeatStatus.WANTED, actor, at) for seat in _of(seats, SeatStatus.FAILED))
    stuck = _of(seats, SeatStatus.WANTED, SeatStatus.REMOVING)
    ChannelSeat.objects.filter(pk__in=[seat.pk for seat in stuck]).filter(
        Q(failure__gt="") | Q(called_at__lte=at - STUCK_AFTER)
    ).update(called_at=None, failure="")
    return failed + sum(call(seat, at=at) for seat in stuck)


def _of(seats: Any, *statuses: str) -> list[ChannelSeat]:
    rows = ChannelSeat.objects.filter(pk__in=list(seats.values_list("pk", flat=True)), status__in=statuses)
    return list(rows.select_related("membership__candidate", "channel").order_by("pk"))


def _into(seat: ChannelSeat, target: str, actor: User, at: datetime) -> bool:
    moved = move(seat, target, actor=actor, at=at)
    if moved:
        call(seat, at=at)
    return moved
