"""The candidate's calls and talks, those to come and those that were."""

from datetime import datetime

from candidates.models import Candidate
from candidates.panels import Panel, register_panel
from interviews.enums import RegistrationStatus
from interviews.talks import seats_of, talks_of

SHOWN = 5
CONFIRMED = RegistrationStatus.CONFIRMED


@register_panel
def calls_and_talks(candidate: Candidate, now: datetime) -> Panel | None:
    seats = [seat for seat in seats_of(candidate) if seat.status == CONFIRMED or seat.call.starts_at > now]
    data = {
        "seats": seats[:SHOWN],
        "talks": talks_of(candidate)[:SHOWN],
        "now": now,
    }
    return Panel(10, "interviews/panel.html", data) if data["talks"] or data["seats"] else None
