from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.privacy.registry import Fate, holds, on_leaving
from mentorship import services
from mentorship.enums import MentorshipStatus
from mentorship.models import Mentorship

holds(
    "mentorship.Mentorship",
    "candidate__user",
    Fate.KEEPS,
    title=_("Your mentors"),
    shows=("mentor", "status", "proposed_at", "mentor_said_yes_at", "candidate_said_yes_at"),
)
holds(
    "mentorship.MentorSession",
    "mentorship__candidate__user",
    Fate.BLANKS,
    title=_("Sessions with your mentor"),
    shows=("starts_at", "about", "cancelled_at"),
    blanks={"about": ""},
)
holds(
    "mentorship.Mentor",
    "user",
    Fate.BLANKS,
    title=_("You as a mentor"),
    shows=("campaigns", "states", "capacity", "is_active"),
    blanks={"campaigns": [], "states": [], "is_active": False},
    history="user_id",
)


@on_leaving
def part(user: User, at: datetime) -> None:
    """The mentor's place is free for somebody else."""
    for pair in Mentorship.objects.filter(candidate__user=user).live():
        ending = services.end if pair.status == MentorshipStatus.ACTIVE else services.say_no
        ending(pair, actor=user, at=at)
