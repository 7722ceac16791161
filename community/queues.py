from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.deciding import STUCK_AFTER
from community.models import ChannelSeat, SeatStatus, SlackMembership, SlackStatus
from core.accounts.models import User
from core.accounts.predicates import is_program_staff
from core.queues import Queue, register_queue

MEMBERS, SEATS = "/admin/community/slackmembership/", "/admin/community/channelseat/"


def by_hand(user: User, now: datetime) -> Any:
    """Places that Slack refused, whose call was stopped or given up, and those that nobody but a person can give."""
    waiting = Q(status=SeatStatus.REMOVING, failure__gt="") | Q(status=SeatStatus.FAILED)
    no_way = Q() if not settings.SLACK_BOT_TOKEN else Q(membership__slack_id="")
    under_way = Q(status__in=(SeatStatus.WANTED, SeatStatus.REMOVING))
    waiting |= under_way & no_way & Q(called_at__isnull=True)
    waiting |= under_way & Q(called_at__lte=now - STUCK_AFTER)
    return ChannelSeat.objects.filter(waiting)


register_queue(
    Queue(
        label=_("Slack invitations"),
        help=_("Candidates on board who agreed to the code of conduct and wait for their invitation."),
        url=f"{MEMBERS}?status__exact=to_invite",
        since="queued_at",
        rows=lambda user, now: SlackMembership.objects.filter(status=SlackStatus.TO_INVITE),
        permission=is_program_staff,
        area="candidate__state",
    )
)
register_queue(
    Queue(
        label=_("Rivals in one Slack channel"),
        help=_(
            "Somebody of the same race is there already. Talk to both, then decide; nobody has been told."
        ),
        url=f"{SEATS}?status__exact=held",
        since="since",
        rows=lambda user, now: ChannelSeat.objects.filter(status=SeatStatus.HELD),
        permission=is_program_staff,
        area="membership__candidate__state",
    )
)
register_queue(
    Queue(
        label=_("To take out of Slack"),
        help=_("People who are not with us any more: close their accounts in Slack, then say so here."),
        url=f"{MEMBERS}?status__exact=to_remove",
        since="queued_at",
        rows=lambda user, now: SlackMembership.objects.filter(status=SlackStatus.TO_REMOVE),
        permission=is_program_staff,
        area="candidate__state",
    )
)
register_queue(
    Queue(
        label=_("Slack channels by hand"),
        help=_("Let people in, or take them out, in Slack itself, then say so here."),
        url=f"{SEATS}?status__in=wanted,failed,removing",
        since="since",
        rows=by_hand,
        permission=is_program_staff,
        area="membership__candidate__state",
    )
)
