"""The lessons that are open, and the way into Slack, on the candidate's own page."""

from datetime import datetime

from django.db.models import Count, Q, Sum

from candidates.enums import Stage
from candidates.models import Candidate
from candidates.panels import Panel, register_panel
from candidates.pipeline import has_reached
from community.models import Lesson
from community.slack_views import membership_of, where_one_stands


@register_panel
def lessons(candidate: Candidate, now: datetime) -> Panel:
    """All of them for whoever is on board, the public ones for everybody (R12)."""
    on_board = has_reached(candidate, Stage.COMMITTED)
    open_now = Q() if on_board else Q(is_public=True)
    data = Lesson.objects.filter(open_now).aggregate(number=Count("pk"), minutes=Sum("minutes"))
    return Panel(30, "community/panel.html", {**data, "on_board": on_board})


@register_panel
def slack(candidate: Candidate, now: datetime) -> Panel | None:
    """Where somebody on board stands with Slack (R12). That a place in a channel waits for the staff is not told."""
    if not has_reached(candidate, Stage.COMMITTED):
        return None
    data = where_one_stands(membership_of(candidate), now)
    return Panel(25, "community/slack_panel.html", data) if data["membership"] else None
