"""What is read beside a form: the candidate's own words before the notes, the notes before the decision."""

from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from candidates.enums import Topic
from core.backoffice import as_facts
from interviews.enums import Criterion
from interviews.models import Interview


def of_the_candidate(interview: Interview) -> Any:
    """Return what the candidate told us, for whoever writes the notes (R5, R7)."""
    candidate = interview.candidate
    request = candidate.interview_requests.first()
    topics = request.topics if request and request.topics else candidate.topics
    return as_facts(
        [
            (_("Wants to talk about"), ", ".join(str(Topic(topic).label) for topic in topics)),
            (_("Interested in"), ", ".join(office.name for office in candidate.offices.all())),
            (_("Runs"), candidate.get_running_when_display()),
            (_("Filed on"), date_format(candidate.filed_on) if candidate.filed_on else ""),
            (_("Ran before"), _yes_or_no(candidate.ran_before)),
            (_("Agenda"), _("5 minutes welcome, 10 reasons, 10 race and dates, 5 next steps")),
        ]
    )


def of_the_talk(interview: Interview) -> Any:
    """Return the interviewer's notes, for whoever decides."""
    notes = interview.scorecard
    ratings = [(str(c.label), _rating(notes, c)) for c in Criterion]
    return as_facts(
        [
            (_("Recommendation"), notes.get_recommendation_display()),
            *ratings,
            (_("Note that the candidate receives"), notes.note_to_candidate),
            (_("Private note"), notes.private_note),
        ]
    )


def _rating(notes: Any, criterion: Criterion) -> str:
    rated = str(getattr(notes, f"get_{criterion.value}_display")())
    heard = getattr(notes, f"{criterion.value}_evidence")
    return f"{rated} – {capfirst(heard)}" if heard else rated


def _yes_or_no(answer: bool | None) -> str:
    return "" if answer is None else _("yes") if answer else _("no")
