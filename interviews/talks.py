"""Where a candidate's newest talk stands."""

from datetime import datetime

from candidates.enums import Stage
from candidates.milestones import register_true_days
from candidates.models import Candidate
from candidates.reading import read_once
from interviews.enums import OFF, InterviewStatus, Outcome
from interviews.models import Interview, Registration

MOST = 100


def talks_of(candidate: Candidate) -> list[Interview]:
    """Return the talks to come and those that took place, with interviewer, notes and decision, newest first."""
    talks = Interview.objects.filter(candidate=candidate).exclude(status__in=OFF)
    read = talks.select_related("interviewer__user", "scorecard", "decision").order_by("-starts_at")[:MOST]
    return read_once(candidate, "talks", lambda: list(read))


def seats_of(candidate: Candidate) -> list[Registration]:
    """Return the seats in calls that were not given back, with call and host, newest call first. One query.

    Among them are those that somebody waits for, or was offered.
    """
    seats = Registration.objects.live().filter(candidate=candidate).select_related("call__host")
    return read_once(candidate, "seats", lambda: list(seats.order_by("-call__starts_at")[:MOST]))


def latest_talk(candidate: Candidate) -> Interview | None:
    """Return the newest talk that is to come or took place."""
    return next(iter(talks_of(candidate)), None)


@register_true_days
def call_and_talk(candidate: Candidate) -> dict[str, datetime]:
    """Attendance and notes are written after the call and the talk that they are about."""
    calls = [seat.call.starts_at for seat in seats_of(candidate) if seat.attended]
    talks = [talk.starts_at for talk in talks_of(candidate) if talk.status == InterviewStatus.HELD]
    found = {Stage.INTRODUCED: calls, Stage.INTERVIEWED: talks}
    return {str(stage): min(moments) for stage, moments in found.items() if moments}


def is_waiting_for_us(talk: Interview) -> bool:
    """Whether the talk was held and nobody has decided yet."""
    return talk.status == InterviewStatus.HELD and not hasattr(talk, "decision")


def may_talk_again(talk: Interview | None) -> bool:
    """Whether the next talk can be booked: there was none, or what we said after it was neither yes nor to come."""
    if talk is None:
        return True
    return hasattr(talk, "decision") and talk.decision.outcome != Outcome.ADVANCE
