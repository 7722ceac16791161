"""What a person can do with the own data, on the own page."""

from datetime import datetime

from candidates.models import Candidate
from candidates.panels import Panel, register_panel


@register_panel
def your_data(candidate: Candidate, now: datetime) -> Panel:
    return Panel(90, "candidates/me/data.html", aside=True)
