"""People who have had their talk, made without living through the weeks before it."""

from datetime import datetime, timedelta
from typing import Any

from candidates.enums import Stage
from candidates.models import Candidate
from interviews.enums import Criterion, InterviewStatus, Recommendation
from interviews.models import Interview, Interviewer, InterviewRequest, Scorecard
from tests.factories.people import make_candidate, make_interviewer

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def a_talk(
    now: datetime,
    *,
    candidate: Candidate | None = None,
    interviewer: Interviewer | None = None,
    **fields: Any,
) -> Interview:
    """A booked talk that ended a day before `now`, unless said otherwise; its notes are not in."""
    candidate = candidate or make_candidate(now=now, stage=Stage.INTRODUCED)
    InterviewRequest.objects.get_or_create(candidate=candidate, defaults={"asked_at": now - 20 * DAY})
    starts = fields.pop("starts_at", now - DAY - HOUR / 2)
    interview: Interview = Interview.objects.create(
        candidate=candidate,
        interviewer=interviewer or make_interviewer(),
        starts_at=starts,
        ends_at=starts + HOUR / 2,
        time_zone="America/Chicago",
        booked_at=starts - 5 * DAY,
        **fields,
    )
    return interview


def a_held_talk(now: datetime, **fields: Any) -> Interview:
    """A talk whose notes came in an hour before `now`."""
    notes = fields.pop("notes", {})
    candidate = fields.pop("candidate", None) or make_candidate(now=now, stage=Stage.INTERVIEWED)
    talk = a_talk(now, candidate=candidate, status=InterviewStatus.HELD, **fields)
    Scorecard.objects.create(
        interview=talk,
        submitted_by=talk.interviewer.user,
        submitted_at=now - HOUR,
        **{
            "recommendation": Recommendation.ADVANCE,
            "note_to_candidate": "Go to a meeting.",
            **{criterion.value: 3 for criterion in Criterion},
            **notes,
        },
    )
    return talk


RATINGS = {criterion.value: 3 for criterion in Criterion}
