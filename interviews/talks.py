"""Where a candidate's newest talk stands."""

from candidates.models import Candidate
from interviews.enums import InterviewStatus, Outcome
from interviews.models import Interview


def latest_talk(candidate: Candidate) -> Interview | None:
    """Return the newest talk that was not cancelled, with its interviewer, notes and decision. One query."""
    talks = Interview.objects.filter(candidate=candidate).exclude(status=InterviewStatus.CANCELLED)
    return talks.select_related("interviewer__user", "scorecard", "decision").order_by("-starts_at").first()


def is_waiting_for_us(talk: Interview) -> bool:
    """Whether the talk was held and nobody has decided yet."""
    return talk.status == InterviewStatus.HELD and not hasattr(talk, "decision")


def may_talk_again(talk: Interview | None) -> bool:
    """Whether the next talk can be booked: there was none, or what we said after it was neither yes nor to come."""
    if talk is None:
        return True
    return hasattr(talk, "decision") and talk.decision.outcome != Outcome.ADVANCE
