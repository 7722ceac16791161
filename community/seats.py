"""Into which channels a member belongs, and who is not put together there without somebody having decided.

Rivals are candidates with a live candidacy in the same race. Whether one is there is asked under the lock of the
channel: of two rivals who come at the same moment, one waits for the staff.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from candidates.enums import Standing
from candidates.models import Candidacy, Candidate
from community.slack_lifecycle import SEAT, THERE
from community.slack_models import ChannelSeat, SeatStatus, SlackChannel, SlackMembership, SlackStatus
from core.lifecycle import NoSuchEdge
from core.outbox.enums import Channel
from core.outbox.services import enqueue_call

if TYPE_CHECKING:
    from core.accounts.models import User

INVITE, REMOVE = "slack_join_channel", "slack_leave_channel"
WITH_US = Q(
    candidate__standing__in=(Standing.ACTIVE, Standing.DORMANT),
    candidate__user__is_active=True,
    candidate__user__erased_at__isnull=True,
    candidate__merged_into__isnull=True,
)


def channels_of(candidate: Candidate) -> list[SlackChannel]:
    """Return the open channels of the state and of the levels of the live candidacies, each of Slack's once."""
    levels = Candidacy.objects.live().filter(candidate=candidate).values("race__office__level")
    found = SlackChannel.objects.filter(
        Q(state="") | Q(state=candidate.state), Q(level="") | Q(level__in=levels), is_open=True
    )
    first = {channel.channel_id: channel for channel in found.order_by("-pk")}
    # Always in this order, so that two who are given theirs at once wait for each other and do not lock up.
    return [first[channel_id] for channel_id in sorted(first)]


def rivals_there(channel_id: str, candidate: Candidate) -> QuerySet[Any]:
    """Return the seats of those who run against `candidate` and are in the channel, or about to be."""
    races = Candidacy.objects.live().filter(candidate=candidate).values("race_id")
    rival = Candidacy.objects.live().filter(candidate=OuterRef("membership__candidate"), race__in=races)
    theirs = ChannelSeat.objects.filter(channel__channel_id=channel_id, status__in=THERE)
    return theirs.filter(Exists(rival)).exclude(membership__candidate=candidate)


@transaction.atomic
def take_seats(membership: SlackMembership, *, at: datetime) -> int:
    """Give `membership` its places, once it has joined and agreed to the code of conduct; return how many.

    A second time changes nothing. Where a rival is, the staff decide first, and nobody is told.
    """
    ready = SlackMembership.objects.select_for_update(of=("self",)).select_related("candidate")
    found = ready.filter(
        WITH_US, pk=membership.pk, status=SlackStatus.JOINED, accepted_at__isnull=False
    ).first()
    if found is None:
        return 0
    return sum(_take_seat(found, channel, at) for channel in channels_of(found.candidate))


def _take_seat(membership: SlackMembership, channel: SlackChannel, at: datetime) -> bool:
    same = SlackChannel.objects.filter(channel_id=channel.channel_id).order_by("pk")
    list(same.select_for_update())
    own = ChannelSeat.objects.filter(membership=membership, channel__channel_id=channel.channel_id)
    seat = own.order_by("pk").first()
    if seat is not None and seat.status != SeatStatus.OUT:
        return False
    rival = rivals_there(channel.channel_id, membership.candidate).exists()
    status = SeatStatus.HELD if rival else SeatStatus.WANTED
    if seat is None:
        seat = ChannelSeat.objects.create(membership=membership, channel=channel, status=status, since=at)
    else:
        move(seat, status, at=at)
    call(seat, at=at)
    return True


def move(
    seat: ChannelSeat, target: str, *, at: datetime, actor: "User | None" = None, failure: str = ""
) -> bool:
    """Move `seat` to `target`; return False when it cannot go there from where it is now."""
    changes = {"since": at, "called_at": None, "failure": failure}
    try:
        SEAT.move(seat, target, actor=actor, at=at, changes=changes)
    except NoSuchEdge:
        return False
    return True


def call(seat: ChannelSeat, *, at: datetime) -> bool:
    """Put the call that `seat` wants of Slack into the outbox, once; return whether it was new.

    Without a token, or the member's id in Slack, nothing is called: it waits for a person.
    """
    kind = {SeatStatus.WANTED: INVITE, SeatStatus.REMOVING: REMOVE}.get(SeatStatus(seat.status))
    member = seat.membership.slack_id
    if kind is None or not member or not settings.SLACK_BOT_TOKEN:
        return False
    with transaction.atomic():
        now_called = ChannelSeat.objects.filter(pk=seat.pk, status=seat.status, called_at__isnull=True)
        if not now_called.update(called_at=at):
            return False
        # The ids stand in the row: whoever is erased is taken out although nothing here knows them any more.
        context = {"seat": seat.pk, "channel": seat.channel.channel_id, "user": member}
        key = f"{kind}:{seat.pk}:{seat.transitions.count()}:{at.isoformat()}"
        return enqueue_call(kind, context, channel=Channel.SLACK, key=key, not_before=at)


def take_out(membership: SlackMembership, *, at: datetime) -> None:
    """Take `membership` out of every channel it is in; what was only planned is dropped."""
    for seat in membership.seats.select_related("membership", "channel").order_by("pk"):
        never_asked = seat.status == SeatStatus.WANTED and seat.called_at is None
        if not never_asked and move(seat, SeatStatus.REMOVING, at=at):
            call(seat, at=at)
        else:
            move(seat, SeatStatus.OUT, at=at)


def all_gone(membership: SlackMembership, *, at: datetime) -> None:
    """Note that somebody who left the workspace is in none of its channels."""
    for seat in membership.seats.order_by("pk"):
        move(seat, SeatStatus.OUT, at=at)
