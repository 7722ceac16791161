"""What leaves for Slack through the outbox: one person into, or out of, one channel.

Both calls are harmless twice, so that a worker that was killed after Slack's answer costs nothing: whoever is in the
channel already, or no longer, is where they should be.
"""

from datetime import datetime

from django.db import transaction

from community import slack_api
from community.seats import INVITE, REMOVE, move
from community.slack_models import ChannelSeat, SeatStatus
from core import clock
from core.outbox.channels import PermanentFailure, TryLater, register_channel
from core.outbox.enums import Channel
from core.outbox.models import OutgoingMessage
from core.outbox.registry import NoLongerWanted
from core.outbox.services import enqueue_call

METHODS = {INVITE: "conversations.invite", REMOVE: "conversations.kick"}
AS_WANTED = {INVITE: {"already_in_channel"}, REMOVE: {"not_in_channel", "user_not_found"}}
STILL_WANTED = {INVITE: (SeatStatus.WANTED, SeatStatus.IN), REMOVE: (SeatStatus.REMOVING, SeatStatus.OUT)}


def prepare(message: OutgoingMessage) -> ChannelSeat:
    """Return the seat that `message` is about. Raises NoLongerWanted when it has moved on."""
    seats = ChannelSeat.objects.select_related("membership", "channel")
    seat = seats.filter(pk=message.context.get("seat")).first()
    if seat is None or "user" not in message.context or seat.status not in STILL_WANTED[message.kind]:
        raise NoLongerWanted("moved on")
    return seat


def deliver(message: OutgoingMessage, seat: ChannelSeat, now: datetime) -> None:
    """Ask Slack, then note where the person is. Raises TryLater or PermanentFailure."""
    context = message.context
    who = {"users" if message.kind == INVITE else "user": context["user"]}
    try:
        slack_api.call(METHODS[message.kind], channel=context["channel"], **who)
    except slack_api.SlackAway as away:
        raise TryLater(away.code, seconds=away.seconds) from None
    except slack_api.SlackRefused as refusal:
        if refusal.code not in AS_WANTED[message.kind]:
            _note_failure(message.kind, seat, refusal.code)
            _forget(message)
            raise PermanentFailure(refusal.code) from None
    _note_done(message, seat)


def _note_done(message: OutgoingMessage, seat: ChannelSeat) -> None:
    """Whoever was to be taken out while Slack was still letting them in is taken out once more."""
    with transaction.atomic():
        locked = ChannelSeat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        gone = locked.status in STILL_WANTED[REMOVE]
        if message.kind == REMOVE or not gone:
            move(locked, SeatStatus.OUT if message.kind == REMOVE else SeatStatus.IN, at=clock.now())
        else:
            key = f"{REMOVE}:{seat.pk}:after:{message.pk}"
            enqueue_call(REMOVE, message.context, channel=Channel.SLACK, key=key)
        _forget(message)


def _forget(message: OutgoingMessage) -> None:
    """The row of a call that was made names nobody any more."""
    OutgoingMessage.objects.filter(pk=message.pk).update(context={"seat": message.context["seat"]})


def _note_failure(kind: str, seat: ChannelSeat, code: str) -> None:
    """An invitation waits for a person; a removal does where it stands."""
    if kind == INVITE:
        move(seat, SeatStatus.FAILED, at=clock.now(), failure=code)
    else:
        ChannelSeat.objects.filter(pk=seat.pk, status=SeatStatus.REMOVING).update(failure=code)


register_channel(Channel.SLACK, deliver, prepare=prepare)
