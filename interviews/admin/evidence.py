"""What is read beside a form: the notes before the decision."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.backoffice import as_facts
from interviews.criteria import Rated, ever_rated
from interviews.enums import Flag
from interviews.models import Interview


def of_the_talk(interview: Interview) -> Any:
    """Return the interviewer's notes, for whoever decides."""
    notes = interview.scorecard
    ratings = [(str(one.label), _rating(notes, one)) for one in ever_rated(notes)]
    return as_facts(
        [
            (_("Recommendation"), notes.get_recommendation_display()),
            (_("Flags"), ", ".join(str(Flag(flag).label) for flag in notes.flags)),
            *ratings,
            (_("Note that the candidate receives"), notes.note_to_candidate),
            (_("Private note"), notes.private_note),
        ]
    )


def _rating(notes: Any, one: Rated) -> str:
    rated = str(one.meaning_of(getattr(notes, one.code)))
    heard = getattr(notes, one.evidence)
    return f"{rated} – {capfirst(heard)}" if heard else rated
