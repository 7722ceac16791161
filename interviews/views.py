"""The candidate's side of intro calls, and the agreement after a talk."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from core import clock
from core.accounts.requests import person_of
from core.once.views import OnceActionView
from interviews import intro_calls, reviews
from interviews.candidate_page import CandidatePage
from interviews.models import IntroCall, Registration


class CallsView(CandidatePage, ListView):
    template_name = "interviews/calls.html"
    context_object_name = "calls"
    paginate_by = 20

    def get_queryset(self) -> Any:
        return IntroCall.objects.open_at(clock.now()).select_related("host")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Registration.objects.confirmed().filter(
            candidate=self.candidate, call__starts_at__gt=clock.now()
        )
        return super().get_context_data(
            mine=mine.select_related("call").first(), candidate=self.candidate, **kwargs
        )


class RegisterView(CandidatePage, OnceActionView):
    back_url = reverse_lazy("interviews:calls")
    done_message = _("Your seat is saved. We have mailed you the details.")

    def act(self) -> str:
        call = get_object_or_404(IntroCall, public_id=self.kwargs["public_id"])
        intro_calls.register(self.candidate, call, now=clock.now())
        return str(self.back_url)


class CancelRegistrationView(CandidatePage, OnceActionView):
    back_url = reverse_lazy("interviews:calls")
    done_message = _("Your seat is free again. Choose another call whenever it suits you.")

    def act(self) -> str:
        seat = get_object_or_404(Registration, public_id=self.kwargs["public_id"], candidate=self.candidate)
        intro_calls.cancel(seat, now=clock.now())
        return str(self.back_url)


class AgreeView(CandidatePage, OnceActionView):
    back_url = reverse_lazy("candidates:me")
    done_message = _("Welcome on board!")

    def act(self) -> str:
        reviews.agree(self.candidate, actor=person_of(self.request), at=clock.now())
        return str(self.back_url)
