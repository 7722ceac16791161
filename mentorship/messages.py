"""The kinds of message about mentors."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.outbox.enums import Audience, Lane
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register
from mentorship.enums import LIVE, MentorshipStatus
from mentorship.models import Mentorship


def _mentorship(message: OutgoingMessage) -> dict[str, Any]:
    found = Mentorship.objects.select_related("mentor__user", "candidate__user").filter(
        public_id=message.context["mentorship"], status__in=LIVE
    )
    if not found:
        raise NoLongerWanted("mentorship_over")
    mentorship = found[0]
    is_mentor = message.recipient_id == mentorship.mentor.user_id
    other = mentorship.candidate.user if is_mentor else mentorship.mentor.user
    return {"is_mentor": is_mentor, "other": other, "page": reverse("mentorship:home")}


def _active(message: OutgoingMessage) -> dict[str, Any]:
    found = _mentorship(message)
    if not Mentorship.objects.filter(
        public_id=message.context["mentorship"], status=MentorshipStatus.ACTIVE
    ).exists():
        raise NoLongerWanted("mentorship_over")
    return found | {"help_address": settings.ORG_EMAIL_HELP}


def _over(message: OutgoingMessage) -> dict[str, Any]:
    return {"page": reverse("candidates:me")}


register(
    Kind(
        "mentor_left",
        Lane.TRANSACTIONAL,
        _("Your mentor has left"),
        _over,
        audience=Audience.CANDIDATE,
        anchor="the mentor gives a mentorship back",
    )
)
for code, label, anchor in (
    ("mentor_proposed", _("A mentoring proposal"), "staff propose a mentor, to both sides"),
    ("mentor_accepted", _("How to reach each other"), "both sides have agreed, to both"),
):
    register(
        Kind(code, Lane.TRANSACTIONAL, label, _mentorship, anchor=anchor, dropped="the mentorship is over")
    )
for code, label, audience in (
    ("mentoring_check_in_candidate", _("How is it going with your mentor?"), Audience.CANDIDATE),
    ("mentoring_check_in_mentor", _("How is it going with your candidate?"), Audience.MENTOR),
):
    register(
        Kind(
            code,
            Lane.BULK,
            label,
            _active,
            audience=audience,
            anchor="both sides have agreed",
            dropped="the mentorship is over",
        )
    )
