"""The states of a one-on-one, and of a seat in an intro call."""

from typing import Any

from candidates.pipeline import by_staff
from core.accounts.models import User
from core.lifecycle import Edge, Lifecycle, by_system
from interviews.enums import LIVE, InterviewStatus, RegistrationStatus


def by_interviewer_or_staff(actor: User | None, subject: Any) -> bool:
    is_interviewer = actor is not None and subject.interviewer.user_id == actor.pk
    return is_interviewer or by_staff(actor, subject)


def by_either_side_or_staff(actor: User | None, subject: Any) -> bool:
    own = actor is not None and subject.candidate.user_id == actor.pk
    return own or by_interviewer_or_staff(actor, subject)


def by_candidate_or_staff(actor: User | None, subject: Any) -> bool:
    own = actor is not None and subject.candidate.user_id == actor.pk
    return own or by_staff(actor, subject)


INTERVIEW = Lifecycle(
    "status",
    [
        Edge(InterviewStatus.BOOKED, InterviewStatus.HELD, by_interviewer_or_staff),
        Edge(InterviewStatus.BOOKED, InterviewStatus.CANCELLED, by_either_side_or_staff),
        Edge(InterviewStatus.BOOKED, InterviewStatus.MISSED, by_interviewer_or_staff),
        Edge(InterviewStatus.BOOKED, InterviewStatus.LEFT_WAITING, by_candidate_or_staff),
        # Somebody pressed the wrong button: the notes say that it took place after all.
        Edge(InterviewStatus.MISSED, InterviewStatus.HELD, by_interviewer_or_staff),
        Edge(InterviewStatus.LEFT_WAITING, InterviewStatus.HELD, by_staff),
    ],
)


def by_themselves_us_or_the_system(actor: User | None, subject: Any) -> bool:
    own = actor is not None and subject.candidate.user_id == actor.pk
    return actor is None or own or by_staff(actor, subject)


REGISTRATION = Lifecycle(
    "status",
    [
        Edge(RegistrationStatus.WAITLISTED, RegistrationStatus.OFFERED, by_system),
        Edge(RegistrationStatus.WAITLISTED, RegistrationStatus.CONFIRMED, by_themselves_us_or_the_system),
        Edge(RegistrationStatus.OFFERED, RegistrationStatus.CONFIRMED, by_themselves_us_or_the_system),
        *(Edge(live, RegistrationStatus.CANCELLED, by_themselves_us_or_the_system) for live in LIVE),
    ],
)
