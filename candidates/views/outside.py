"""What stays open to somebody whom we cannot help all the way, and an introduction to who can."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from candidates.enums import HandOverReason
from candidates.hand_over import agree, partners_for, reasons_for, take_back, words_for
from candidates.models import Candidate, HandOver, Partner
from core import clock
from core.accounts.requests import person_of
from core.once.views import OnceActionView
from offices.enums import OUT_OF_SCOPE

PAGE = "/me/open/"


class WhatStaysOpenView(TemplateView):
    template_name = "candidates/what_stays_open.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        candidate = get_object_or_404(Candidate.objects.select_related("user"), user=person_of(request))
        reasons = reasons_for(candidate, now=clock.now())
        agreed = {
            each.partner_id: each for each in HandOver.objects.filter(candidate=candidate, withdrawn_at=None)
        }
        larger = candidate.offices.filter(level__in=OUT_OF_SCOPE).values_list("name", flat=True)
        return self.render_to_response(
            self.get_context_data(
                over_limit=HandOverReason.OVER_AGE in reasons,
                out_of_scope=list(larger),
                age_limit=settings.PROGRAM_AGE_LIMIT,
                partners=[
                    {"partner": partner, "words": words_for(partner), "agreed": agreed.get(partner.pk)}
                    for partner in partners_for(reasons)
                ],
            )
        )


class HandOverView(OnceActionView):
    back_url = PAGE

    @cached_property
    def candidate(self) -> Candidate:
        return get_object_or_404(Candidate.objects.select_related("user"), user=person_of(self.request))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert self.candidate  # not found for anybody else, whatever they sent
        return super().post(request, *args, **kwargs)

    @property
    def done_message(self) -> Any:
        if "back" in self.request.POST:
            return _("Taken back: nothing is passed on.")
        return _("Noted: a person introduces you, usually within a week.")

    def act(self) -> str:
        partner = get_object_or_404(Partner, public_id=self.kwargs["public_id"])
        work = take_back if "back" in self.request.POST else agree
        work(self.candidate, partner, at=clock.now())
        return PAGE
