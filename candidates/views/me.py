"""One's own page: one next step, what waits on us, the path."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from candidates.candidacies import live_candidacies
from candidates.countdown import countdowns
from candidates.details import details_of
from candidates.enums import Standing
from candidates.journey import journey_of
from candidates.milestones import path_of
from candidates.models import Candidate
from candidates.not_now import Reason, reason_of
from candidates.panels import panels_of
from candidates.reading import keep_what_is_read
from core import clock
from core.accounts.requests import person_of
from core.outbox.again import sent_to

MESSAGES_SHOWN = 5


class MeView(TemplateView):
    template_name = "candidates/me.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        candidate = Candidate.objects.filter(user=person_of(request)).select_related("user").first()
        if candidate is None:
            self.template_name = "candidates/me_without_profile.html"
            return self.render_to_response(self.get_context_data())
        return self.render_to_response(self.get_context_data(**_page_of(candidate, clock.now())))


def _page_of(candidate: Candidate, now: datetime) -> dict[str, Any]:
    keep_what_is_read(candidate)
    path = path_of(candidate)
    today = now.astimezone(ZoneInfo(candidate.user.time_zone)).date()
    return {
        "candidate": candidate,
        "journey": journey_of(candidate, now=now),
        "not_now": _not_now(candidate),
        "may_return": candidate.reapply_from is not None and candidate.reapply_from <= today,
        "path": path,
        "now_at": next((stone for stone in path if stone.reached_on is None), None),
        "candidacies": countdowns(live_candidacies(candidate), now=now),
        "panels": panels_of(candidate, now=now),
        "details": details_of(candidate),
        "messages_sent": sent_to(candidate.user)[:MESSAGES_SHOWN],
    }


def _not_now(candidate: Candidate) -> tuple[Reason, datetime] | None:
    """Why, and since when, somebody who was told "not now" is not with us."""
    if candidate.standing != Standing.DECLINED:
        return None
    refusal = candidate.standing_transitions.filter(to_state=Standing.DECLINED).last()
    return (
        (reason_of(refusal.reason), refusal.recorded_at)
        if refusal
        else (reason_of(""), candidate.signed_up_at)
    )
