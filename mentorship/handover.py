"""Whom a mentor accompanies, when the mentor leaves."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.accounts.handover import Handover, register_handover
from core.accounts.models import User
from core.outbox.services import enqueue
from mentorship.enums import MentorshipStatus
from mentorship.models import Mentor, Mentorship
from mentorship.services import end, say_no


def accompanied(leaver: User, now: datetime) -> Any:
    return Mentorship.objects.live().filter(mentor__user=leaver).select_related("candidate__user", "mentor")


def give_back(leaver: User, to: User, actor: User, now: datetime) -> None:
    """Nobody is given to a mentor unasked: the candidates wait for a proposal again, and are told."""
    for pair in accompanied(leaver, now):
        finish = end if pair.status == MentorshipStatus.ACTIVE else say_no
        finish(pair, actor=leaver, at=now)
        enqueue(
            "mentor_left",
            pair.candidate.user,
            {"mentorship": str(pair.public_id)},
            key=f"mentor_left:{pair.public_id}",
        )
    Mentor.objects.filter(user=leaver).update(is_active=False)


register_handover(
    Handover(
        label=_("Mentorships"),
        then=_("end; the candidates are told, and wait for a new mentor in the queue"),
        held=accompanied,
        hand_over=give_back,
    )
)
