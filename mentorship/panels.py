"""The mentor, on the candidate's own page."""

from datetime import datetime

from candidates.enums import Stage
from candidates.models import Candidate
from candidates.panels import Panel, register_panel
from candidates.pipeline import has_reached
from mentorship.enums import MentorshipStatus
from mentorship.services import live_mentorship


@register_panel
def mentor(candidate: Candidate, now: datetime) -> Panel | None:
    if not has_reached(candidate, Stage.COMMITTED):
        return None
    found = live_mentorship(candidate)
    if found is None or found.status != MentorshipStatus.ACTIVE:
        return None
    said_yes = [at for at in (found.mentor_said_yes_at, found.candidate_said_yes_at) if at is not None]
    return Panel(20, "mentorship/panel.html", {"mentorship": found, "since": max(said_yes)})
