"""The kinds of message about mentors."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.outbox.enums import Lane
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register
from mentorship.enums import LIVE
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


def _over(message: OutgoingMessage) -> dict[str, Any]:
    return {"page": reverse("candidates:me")}


register(Kind("mentor_left", Lane.TRANSACTIONAL, _("Your mentor has left"), _over))
register(Kind("mentor_proposed", Lane.TRANSACTIONAL, _("A mentoring proposal"), _mentorship))
register(Kind("mentor_accepted", Lane.TRANSACTIONAL, _("How to reach each other"), _mentorship))
