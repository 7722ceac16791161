"""The lessons that are open, on the candidate's own page."""

from datetime import datetime

from django.db.models import Count, Q, Sum

from candidates.enums import Stage
from candidates.models import Candidate
from candidates.panels import Panel, register_panel
from candidates.pipeline import has_reached
from community.models import Lesson


@register_panel
def lessons(candidate: Candidate, now: datetime) -> Panel:
    """All of them for whoever is on board, the public ones for everybody (R12)."""
    on_board = has_reached(candidate, Stage.COMMITTED)
    open_now = Q() if on_board else Q(is_public=True)
    data = Lesson.objects.filter(open_now).aggregate(number=Count("pk"), minutes=Sum("minutes"))
    return Panel(30, "community/panel.html", {**data, "on_board": on_board})
