"""The kinds of message about calls and talks."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from candidates.signals import candidate_verified
from core import clock
from core.outbox.enums import Lane
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register
from core.outbox.services import enqueue
from interviews.enums import InterviewStatus, RegistrationStatus
from interviews.models import Decision, Interview, IntroCall, Registration, Scorecard


@receiver(candidate_verified)
def invite_to_intro_call(candidate: Candidate, **_kwargs: Any) -> None:
    """R9: one invitation per person, ever."""
    enqueue("intro_call_invitation", candidate.user, key=f"intro_call_invitation:{candidate.public_id}")


def _next_calls(message: OutgoingMessage) -> dict[str, Any]:
    return {"calls": IntroCall.objects.open_at(clock.now())[:3], "page": reverse("interviews:calls")}


def _registration(message: OutgoingMessage) -> dict[str, Any]:
    found = (
        Registration.objects.select_related("call").filter(public_id=message.context["registration"]).first()
    )
    if found is None or found.status != RegistrationStatus.CONFIRMED:
        raise NoLongerWanted("registration_cancelled")
    return {"call": found.call, "page": reverse("interviews:calls")}


def _interview(message: OutgoingMessage) -> dict[str, Any]:
    found = (
        Interview.objects.select_related("candidate__user", "interviewer__user")
        .filter(public_id=message.context["interview"])
        .first()
    )
    if found is None or found.status == InterviewStatus.CANCELLED:
        raise NoLongerWanted("interview_cancelled")
    return {
        "interview": found,
        "page": reverse("candidates:me"),
        "staff_page": reverse("admin:interviews_interview_changelist"),
    }


def _cancelled_talk(message: OutgoingMessage) -> dict[str, Any]:
    found = Interview.objects.filter(public_id=message.context["interview"]).first()
    if found is None:
        raise NoLongerWanted("interview_gone")
    return {"interview": found, "page": reverse("interviews:home")}


def _decision(message: OutgoingMessage) -> dict[str, Any]:
    interview = message.context["interview"]
    decision = Decision.objects.filter(interview__public_id=interview).first()
    notes = Scorecard.objects.filter(interview__public_id=interview).first()
    if decision is None or notes is None:
        raise NoLongerWanted("decision_gone")
    return {"decision": decision, "notes": notes, "page": reverse("candidates:me")}


register(Kind("intro_call_invitation", Lane.TRANSACTIONAL, _("Invitation to an intro call"), _next_calls))
register(Kind("intro_call_confirmed", Lane.TRANSACTIONAL, _("Your seat in an intro call"), _registration))
register(Kind("interview_confirmed_candidate", Lane.TRANSACTIONAL, _("Your one-on-one talk"), _interview))
register(
    Kind("interview_confirmed_interviewer", Lane.TRANSACTIONAL, _("A talk with a candidate"), _interview)
)
register(Kind("decision_advance", Lane.TRANSACTIONAL, _("Our answer after your talk"), _decision))
register(Kind("decision_hold", Lane.TRANSACTIONAL, _("Our answer after your talk"), _decision))
register(Kind("decision_decline", Lane.TRANSACTIONAL, _("Our answer after your talk"), _decision))
register(Kind("interviewer_changed", Lane.TRANSACTIONAL, _("Another interviewer"), _interview))
register(Kind("talk_to_rebook", Lane.TRANSACTIONAL, _("A new time for your talk"), _cancelled_talk))
