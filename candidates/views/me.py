"""One's own page: one next step, what waits on us, the path."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from candidates.candidacies import live_candidacies
from candidates.journey import journey_of
from candidates.milestones import path_of
from candidates.models import Candidate
from core import clock
from core.accounts.requests import person_of


class MeView(TemplateView):
    template_name = "candidates/me.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = person_of(request)
        candidate = Candidate.objects.filter(user=person).select_related("user").first()
        if candidate is None:
            self.template_name = "candidates/me_without_profile.html"
            return self.render_to_response(self.get_context_data())
        now = clock.now()
        path = path_of(candidate)
        return self.render_to_response(
            self.get_context_data(
                candidate=candidate,
                journey=journey_of(candidate, now=now),
                path=path,
                now_at=next((stone for stone in path if stone.reached_at is None), None),
                candidacies=live_candidacies(candidate),
                today=now.date(),
                messages_sent=person.messages.filter(sent_at__isnull=False)[:5],
            )
        )
