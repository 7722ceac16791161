"""The candidate's side of intro calls and one-on-ones."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView, View

from candidates.enums import Stage
from candidates.models import Candidate
from candidates.pipeline import has_reached
from core import clock
from core.accounts.requests import person_of
from core.once.views import OnceActionView, OnceFormView
from interviews import booking, intro_calls, reviews
from interviews.availability import free_talks
from interviews.enums import InterviewStatus
from interviews.forms import AskForm, SlotForm
from interviews.minors import opens_for
from interviews.models import Interview, InterviewRequest, IntroCall, Registration
from interviews.rescheduling import free_to_move, move
from interviews.talks import latest_talk, may_talk_again


class CandidatePage(View):
    """A page of somebody who signed up; for everybody else it does not exist."""

    @cached_property
    def candidate(self) -> Candidate:
        return get_object_or_404(Candidate.objects.select_related("user"), user=self.request.user)


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


class HomeView(CandidatePage, OnceFormView):
    """Where one's talk stands: ask for it, book it, or see it."""

    form_class = AskForm
    template_name = "interviews/ask.html"
    success_url = reverse_lazy("interviews:home")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        talk = Interview.objects.filter(candidate=self.candidate, status=InterviewStatus.BOOKED)
        if booked := talk.select_related("interviewer__user").first():
            return render(request, "interviews/booked.html", {"interview": booked, "now": clock.now()})
        if opens_on := opens_for(self.candidate, at=clock.now()):
            return render(request, "interviews/minor.html", {"opens_on": opens_on})
        if InterviewRequest.objects.filter(candidate=self.candidate).exists():
            return self._slots(request)
        if not has_reached(self.candidate, Stage.INTRODUCED):
            return render(request, "interviews/not_yet.html")
        return super().get(request, *args, **kwargs)

    def _slots(self, request: HttpRequest) -> HttpResponse:
        if not may_talk_again(latest_talk(self.candidate)):
            return render(request, "interviews/after.html", {"candidate": self.candidate})
        return render(request, "interviews/slots.html", slots_context(self.candidate))

    def get_initial(self) -> dict[str, Any]:
        return {"topics": self.candidate.topics}

    def act(self, form: AskForm) -> str:
        booking.ask(self.candidate, topics=form.cleaned_data["topics"], at=clock.now())
        return str(self.success_url)


def slots_context(candidate: Candidate) -> dict[str, Any]:
    """The free starts, day by day, in the candidate's own zone."""
    return {"days": by_day(free_talks(candidate, now=clock.now())), "zone": candidate.user.time_zone}


def by_day(starts: Iterable[datetime]) -> list[tuple[date, list[datetime]]]:
    local = [timezone.localtime(start) for start in starts]
    return [(day, list(times)) for day, times in groupby(local, key=lambda start: start.date())]


class BookView(CandidatePage, OnceFormView):
    form_class = SlotForm
    success_url = reverse_lazy("interviews:home")
    template_name = "interviews/slots.html"
    http_method_names = ["post"]
    done_message = _("Booked. We have mailed you the details.")

    def act(self, form: SlotForm) -> str:
        booking.book(self.candidate, form.cleaned_data["start"], now=clock.now())
        return str(self.success_url)

    def form_invalid(self, form: SlotForm) -> HttpResponse:
        """Somebody was quicker, or the page was old: say so, and show what is free now."""
        context = slots_context(self.candidate) | {"form": form}
        return render(self.request, self.template_name, context, status=409)


class MoveTalkView(CandidatePage, OnceFormView):
    """Another time with the same interviewer."""

    form_class = SlotForm
    success_url = reverse_lazy("interviews:home")
    template_name = "interviews/move.html"
    done_message = _("Moved. We have mailed both of you the new time.")

    @cached_property
    def talk(self) -> Interview:
        own = Interview.objects.filter(candidate=self.candidate, status=InterviewStatus.BOOKED)
        return get_object_or_404(
            own.select_related("candidate__user", "interviewer__user"), public_id=self.kwargs["public_id"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        starts = free_to_move(self.talk, now=clock.now())
        return super().get_context_data(
            interview=self.talk, days=by_day(starts), zone=self.candidate.user.time_zone, **kwargs
        )

    def act(self, form: SlotForm) -> str:
        move(self.talk, form.cleaned_data["start"], actor=person_of(self.request), now=clock.now())
        return str(self.success_url)


class CancelTalkView(CandidatePage, OnceActionView):
    back_url = reverse_lazy("interviews:home")
    done_message = _("Your talk is cancelled. Choose another time whenever it suits you.")

    def act(self) -> str:
        own = Interview.objects.filter(candidate=self.candidate)
        talk = get_object_or_404(own, public_id=self.kwargs["public_id"])
        booking.cancel(talk, actor=person_of(self.request), now=clock.now())
        return str(self.back_url)


class AgreeView(CandidatePage, OnceActionView):
    back_url = reverse_lazy("candidates:me")
    done_message = _("Welcome on board!")

    def act(self) -> str:
        reviews.agree(self.candidate, actor=person_of(self.request), at=clock.now())
        return str(self.back_url)
