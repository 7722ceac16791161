"""What the community holds of a person. Slack itself knows nothing of us: a person takes them out there."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import SlackMembership, SlackStatus
from core.accounts.models import User
from core.outbox.services import enqueue_sealed
from core.privacy.registry import Fate, holds, impersonal, on_leaving

holds(
    "community.SlackMembership",
    "candidate__user",
    Fate.KEEPS,
    title=gettext_lazy("Your way into Slack"),
    shows=("status", "queued_at", "invited_at"),
)
impersonal(
    "the library",
    "community.Course",
    "community.CourseTranslation",
    "community.Lesson",
    "community.LessonTranslation",
)


@on_leaving
def leave_slack(user: User, at: datetime) -> None:
    """Ask the staff to take the person out of Slack: by a sealed mail, since the name is about to go here."""
    theirs = SlackMembership.objects.filter(candidate__user=user).exclude(status=SlackStatus.LEFT)
    was_there = theirs.exclude(status=SlackStatus.TO_INVITE).exists()
    if not theirs.update(status=SlackStatus.LEFT) or not was_there:
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
