"""What Slack tells us by itself. Each event is heeded once, in one transaction with what follows from it.

Whatever of it is not as Slack writes it is nothing to us: an event is never an error.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from community.seats import move
from community.slack import note_joined, note_left, note_unasked
from community.slack_models import ChannelSeat, SeatStatus, SlackEvent, SlackMembership

logger = logging.getLogger(__name__)

# Slack sends one again three times within minutes.
KEPT = timedelta(days=2)
Heed = Callable[[dict[str, Any], datetime], None]


def heed(event_id: str, event: dict[str, Any], *, at: datetime) -> bool:
    """Do what follows from `event`, as the Events API wraps it; return False for one that was heeded before."""
    with transaction.atomic():
        _row, new = SlackEvent.objects.get_or_create(event_id=event_id, defaults={"received_at": at})
        act = ACTS.get(_text(event.get("type")))
        if new and act is not None:
            act(event, at)
    return new


def forget_old_events(*, now: datetime) -> int:
    """Delete what was received more than two days ago; return how many."""
    return SlackEvent.objects.filter(received_at__lt=now - KEPT).delete()[0]


def _text(value: object, longest: int = 254) -> str:
    return value if isinstance(value, str) and len(value) <= longest and "\x00" not in value else ""


def _user_of(event: dict[str, Any]) -> tuple[str, str, bool]:
    """Return the id, the address, and whether the account is closed; empty where they are not told."""
    user = event.get("user")
    user = user if isinstance(user, dict) else {}
    profile = user.get("profile")
    email = _text(profile.get("email")) if isinstance(profile, dict) else ""
    return _text(user.get("id"), 32), email.lower(), user.get("deleted") is True


def _joined(event: dict[str, Any], at: datetime) -> None:
    """Somebody is in the workspace: known by the account that they had here before, else by their address."""
    slack_id, email, gone = _user_of(event)
    if not slack_id or gone:
        return
    found = SlackMembership.objects.filter(slack_id=slack_id).first()
    if found is None and email:
        found = SlackMembership.objects.filter(candidate__user__email=email).first()
    if found is None:
        return
    one = SlackMembership.objects.filter(pk=found.pk)
    try:
        with transaction.atomic():
            if not note_joined(one, actor=None, at=at, slack_id=slack_id):
                note_unasked(one, at=at, slack_id=slack_id)
    except IntegrityError:  # somebody else was given this account at the same moment: a person has to look
        logger.warning("An account in Slack is told of twice.")


def _changed(event: dict[str, Any], at: datetime) -> None:
    slack_id, _email, gone = _user_of(event)
    if gone and slack_id:
        note_left(SlackMembership.objects.filter(slack_id=slack_id), actor=None, at=at)
    else:
        _joined(event, at)


def _seats(event: dict[str, Any]) -> Any:
    member, channel = _text(event.get("user"), 32), _text(event.get("channel"), 32)
    theirs = ChannelSeat.objects.filter(membership__slack_id=member, channel__channel_id=channel)
    return (
        theirs.select_related("membership", "channel").order_by("pk") if member and channel else theirs.none()
    )


def _came_into_channel(event: dict[str, Any], at: datetime) -> None:
    for seat in _seats(event):
        move(seat, SeatStatus.IN, at=at)


def _left_channel(event: dict[str, Any], at: datetime) -> None:
    for seat in _seats(event):
        if not move(seat, SeatStatus.LEFT, at=at) and seat.status == SeatStatus.REMOVING:
            move(seat, SeatStatus.OUT, at=at)


ACTS: dict[str, Heed] = {
    "team_join": _joined,
    "user_change": _changed,
    "member_joined_channel": _came_into_channel,
    "member_left_channel": _left_channel,
}
