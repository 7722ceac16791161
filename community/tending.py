"""What follows from elsewhere, found by a look at the rows: nobody has to remember to tell Slack's part of it.

Somebody left, was told "not now" or is erased or off-boarded: out of the channels. Somebody is back: in again. A new
channel, a new race, a new state: a place there. A call that nobody made, since there was no token: now.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from candidates.models import Candidacy
from community.seats import WITH_US, call, take_seats
from community.slack import close, reopen
from community.slack_lifecycle import ON_THE_WAY
from community.slack_models import (
    ChannelSeat,
    SeatStatus,
    SlackChannel,
    SlackMembership,
    SlackStatus,
)

BATCH = 200
OPEN = (*ON_THE_WAY, SlackStatus.JOINED, SlackStatus.LEFT)


def tend(*, now: datetime, limit: int = BATCH) -> Counter[str]:
    """Bring up to `limit` people of each sort to where they belong; return how many. A second time changes nothing."""
    done: Counter[str] = Counter()
    rows = SlackMembership.objects.select_related("candidate__user").order_by("pk")
    for membership in rows.filter(~WITH_US, status__in=OPEN)[:limit]:
        close(membership, at=now)
        done["closed"] += 1
    for membership in rows.filter(WITH_US, status__in=(SlackStatus.CLOSED, SlackStatus.TO_REMOVE))[:limit]:
        reopen(membership, at=now)
        done["reopened"] += 1
    for membership in rows.filter(WITH_US, _lacks_a_seat())[:limit]:
        done["seats"] += take_seats(membership, at=now)
    for seat in _uncalled()[:limit]:
        done["calls"] += call(seat, at=now)
    return +done


def _lacks_a_seat() -> Q:
    level = Candidacy.objects.live().filter(
        candidate=OuterRef(OuterRef("candidate")), race__office__level=OuterRef("level")
    )
    seat = ChannelSeat.objects.filter(
        membership=OuterRef(OuterRef("pk")), channel__channel_id=OuterRef("channel_id")
    ).exclude(status=SeatStatus.OUT)
    channels = SlackChannel.objects.filter(
        Q(state="") | Q(state=OuterRef("candidate__state")),
        Q(level="") | Exists(level),
        ~Exists(seat),
        is_open=True,
    )
    return Q(Exists(channels), status=SlackStatus.JOINED, accepted_at__isnull=False)


def _uncalled() -> QuerySet[Any]:
    waiting = ChannelSeat.objects.filter(
        status__in=(SeatStatus.WANTED, SeatStatus.REMOVING), called_at__isnull=True
    ).exclude(membership__slack_id="")
    if not settings.SLACK_BOT_TOKEN:
        waiting = waiting.none()
    return waiting.select_related("membership", "channel").order_by("since")
