"""What the community holds of a person. Slack itself knows nothing of us: a person takes them out there."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import SlackMembership, SlackStatus
from community.slack import close, note_left
from core.accounts.models import User
from core.outbox.services import enqueue_sealed
from core.privacy.registry import Fate, holds, impersonal, on_leaving

holds(
    "community.ChannelSeat",
    "membership__candidate__user",
    Fate.KEEPS,
    title=gettext_lazy("Your channels in Slack"),
    shows=("channel", "since"),
    keeps=("failure",),
)
holds(
    "community.SlackMembership",
    "candidate__user",
    Fate.BLANKS,
    title=gettext_lazy("Your way into Slack"),
    shows=("status", "queued_at", "conduct_version", "accepted_at", "invited_at", "joined_at", "slack_id"),
    blanks={"slack_id": "", "look_at": None},
    keeps=("conduct_version",),
)
impersonal(
    "the library",
    "community.Course",
    "community.CourseTranslation",
    "community.Lesson",
    "community.LessonTranslation",
)
impersonal("channels of a state or a kind of office", "community.SlackChannel")
impersonal("what Slack numbers its events by", "community.SlackEvent")
impersonal("when Slack may be asked again", "community.SlackPause")


@on_leaving
def leave_slack(user: User, at: datetime) -> None:
    """Take the person out of the channels, and ask the staff to close the account.

    By a sealed mail, since the name is about to go here.
    """
    there = (SlackStatus.INVITED, SlackStatus.JOINED, SlackStatus.TO_REMOVE)
    theirs = SlackMembership.objects.filter(candidate__user=user)
    was_there = theirs.filter(status__in=there).exists()
    for membership in theirs:
        close(membership, at=at)
    note_left(theirs, actor=None, at=at)
    if not was_there:
        return
    enqueue_sealed(
        "leave_slack",
        to_address=settings.ORG_EMAIL_HELP,
        recipient=None,
        subject=_("Please take somebody out of Slack"),
        text=_(
            "%(name)s, %(address)s, asked to be erased. Please remove this account from Slack today, and then delete "
            "this mail: it is the last place with the name in it.\n"
        )
        % {"name": user.full_name, "address": user.email},
        html="",
    )
