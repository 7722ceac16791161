"""The candidate's calls and talks, those to come and those that were."""

from datetime import datetime

from candidates.models import Candidate
from candidates.panels import Panel, register_panel
from interviews.enums import InterviewStatus
from interviews.models import Interview, Registration

SHOWN = 5


@register_panel
def calls_and_talks(candidate: Candidate, now: datetime) -> Panel | None:
    seats = Registration.objects.confirmed().filter(candidate=candidate).select_related("call__host")
    talks = Interview.objects.filter(candidate=candidate).exclude(status=InterviewStatus.CANCELLED)
    data = {
        "seats": seats.order_by("-call__starts_at")[:SHOWN],
        "talks": talks.select_related("interviewer__user", "scorecard", "decision").order_by("-starts_at")[
            :SHOWN
        ],
        "now": now,
    }
    return Panel(10, "interviews/panel.html", data) if data["talks"] or data["seats"] else None
