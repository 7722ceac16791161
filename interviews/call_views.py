"""The candidate's side of intro calls: choose, move, give back, come in, and say that one was there."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import ListView, View

from candidates.enums import Stage
from candidates.pipeline import has_reached
from core import clock
from core.accounts.limits import TooMany, count_or_refuse
from core.accounts.requests import person_of
from core.lifecycle import Refused
from core.once.views import OnceActionView, OnceFormView
from interviews import attendance, intro_calls, joining, recordings
from interviews.call_forms import CodeForm, NeedsForm, RecordingForm
from interviews.candidate_page import CandidatePage
from interviews.enums import RegistrationStatus
from interviews.models import IntroCall, Registration, WatchedRecording
from interviews.waiting_list import place_of, with_places

CALLS = reverse_lazy("interviews:calls")


class CallsView(CandidatePage, ListView):
    template_name = "interviews/calls.html"
    context_object_name = "calls"
    paginate_by = 20

    def get_queryset(self) -> Any:
        return IntroCall.objects.open_at(clock.now()).select_related("host")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        mine = list(
            Registration.objects.live()
            .filter(candidate=self.candidate, call__starts_at__gt=now - attendance.CODE_HOLDS)
            .select_related("call")
            .order_by("call__starts_at")
        )
        by_status: dict[str, list[Registration]] = {status: [] for status in RegistrationStatus.values}
        for seat in mine:
            by_status[seat.status].append(seat)
        seats = [seat for seat in by_status["confirmed"] if seat.call.ends_at > now]
        return super().get_context_data(
            mine=seats[0] if seats else None,
            offers=[
                seat for seat in by_status["offered"] if seat.offer_expires_at and seat.offer_expires_at > now
            ],
            waiting=with_places(seat.pk for seat in by_status["waitlisted"] if seat.call.starts_at > now),
            waits_for={seat.call_id for seat in by_status["waitlisted"] + by_status["offered"]},
            candidate=self.candidate,
            now=now,
            doors_open=bool(seats) and now >= seats[0].call.starts_at - attendance.DOORS_OPEN,
            can_check_in=any(seat.call.starts_at <= now for seat in by_status["confirmed"]),
            recording=recordings.are_offered() and not has_reached(self.candidate, Stage.INTRODUCED),
            **kwargs,
        )


class RegisterView(CandidatePage, OnceActionView):
    back_url = CALLS

    def act(self) -> str:
        call = get_object_or_404(IntroCall, public_id=self.kwargs["public_id"])
        seat = intro_calls.register(self.candidate, call, now=clock.now())
        messages.success(self.request, str(_outcome(seat)))
        return str(CALLS)


def _outcome(seat: Registration) -> Any:
    if seat.status == RegistrationStatus.WAITLISTED:
        text = _(
            "This call is full. You are number %(place)d on its waiting list; we write as soon as a seat is free."
        )
        return str(text) % {"place": place_of(seat)}
    if seat.status == RegistrationStatus.OFFERED:
        return _("A seat is held for you in this call: take it below.")
    return _("Your seat is saved. We have mailed you the details.")


class OwnSeat(CandidatePage):
    @cached_property
    def seat(self) -> Registration:
        mine = Registration.objects.filter(candidate=self.candidate)
        return get_object_or_404(
            mine.select_related("call", "candidate__user"), public_id=self.kwargs["public_id"]
        )


class MoveSeatView(CandidatePage, OnceActionView):
    """The one seat that somebody has in a call to come moves to this call."""

    back_url = CALLS
    done_message = _("Moved. We have mailed you the new time, and your calendar has it too.")

    def act(self) -> str:
        now = clock.now()
        call = get_object_or_404(IntroCall, public_id=self.kwargs["public_id"])
        mine = Registration.objects.confirmed().filter(candidate=self.candidate, call__starts_at__gt=now)
        seat = mine.select_related("candidate__user").order_by("call__starts_at").first()
        if seat is None:
            intro_calls.register(self.candidate, call, now=now)
        else:
            intro_calls.move(seat, call, actor=person_of(self.request), now=now)
        return str(CALLS)


class TakeOfferView(OwnSeat, OnceActionView):
    back_url = CALLS
    done_message = _("The seat is yours. We have mailed you the details.")

    def act(self) -> str:
        intro_calls.take_offer(self.seat, now=clock.now())
        return str(CALLS)


class CancelRegistrationView(OwnSeat, OnceActionView):
    back_url = CALLS
    done_message = _("It is free again. Choose another call whenever it suits you.")

    def act(self) -> str:
        intro_calls.cancel(self.seat, now=clock.now())
        return str(CALLS)


class NeedsView(OwnSeat, OnceFormView):
    template_name = "interviews/needs.html"
    form_class = NeedsForm
    success_url = CALLS
    done_message = _("Noted. Your host sees it, and we arrange what we can.")

    def get_initial(self) -> dict[str, Any]:
        return {"needs": self.seat.needs, "needs_note": self.seat.needs_note}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(seat=self.seat, **kwargs)

    def act(self, form: NeedsForm) -> str:
        given = form.cleaned_data
        intro_calls.ask_for(self.seat, needs=given["needs"], note=given["needs_note"])
        return str(CALLS)


@method_decorator([login_not_required, never_cache], name="dispatch")
class JoinView(View):
    """Mail programs open links by themselves: coming in takes a press."""

    http_method_names = ["get", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = joining.seat_of(kwargs["token"])
        if found is None:
            return render(request, "outbox/broken_link.html", status=410)
        self.seat = found
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The meeting is on another site: a form may not lead there (`form-action`), the page after it may."""
        try:
            url = attendance.join(self.seat, now=clock.now())
        except Refused as refusal:
            return self._page(request, refusal, status=409)
        answer = render(request, "interviews/joined.html", {"url": url})
        answer["Refresh"] = f"0; url={url}"
        return answer

    def _page(self, request: HttpRequest, refusal: Refused | None = None, status: int = 200) -> HttpResponse:
        now, call, person = clock.now(), self.seat.call, self.seat.candidate.user
        has_seat = self.seat.status == RegistrationStatus.CONFIRMED and call.cancelled_at is None
        context = {
            "seat": self.seat,
            "call": call,
            "refusal": refusal,
            "has_seat": has_seat,
            "is_over": now >= call.ends_at,
            "doors_open": has_seat and call.starts_at - attendance.DOORS_OPEN <= now < call.ends_at,
        }
        with timezone.override(ZoneInfo(person.time_zone)):
            return render(request, "interviews/join.html", context, status=status)


class CheckInView(CandidatePage, OnceFormView):
    template_name = "interviews/check_in.html"
    form_class = CodeForm
    success_url = reverse_lazy("candidates:me")
    done_message = _("Thank you: we have noted that you were there.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(candidate=self.candidate, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Counted before the form's own transaction, which a wrong code undoes."""
        try:
            count_or_refuse(self.request, "check_in", key=str(self.candidate.public_id))
        except TooMany:
            form.add_error(None, _("Those were many tries. Ask your host to note that you were there."))
            return self.form_invalid(form)
        return super().form_valid(form)

    def act(self, form: CodeForm) -> str:
        attendance.check_in(self.candidate, form.cleaned_data["code"], now=clock.now())
        return str(self.success_url)


class RecordingView(CandidatePage, OnceFormView):
    """The recording and its three questions, for somebody who can come to no call."""

    template_name = "interviews/recording.html"
    form_class = RecordingForm
    success_url = reverse_lazy("candidates:me")
    done_message = _(
        "Thank you. Somebody of our team reads it, usually within two working days, and writes to you."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent = WatchedRecording.objects.filter(candidate=self.candidate).order_by("-pk").first()
        return super().get_context_data(
            url=settings.PROGRAM_RECORDING_URL,
            sent=sent,
            is_open=has_reached(self.candidate, Stage.INTRODUCED),
            **kwargs,
        )

    def act(self, form: RecordingForm) -> str:
        typed = {name: text for name, text in form.cleaned_data.items() if name != "form_key"}
        recordings.answer(self.candidate, at=clock.now(), **typed)
        return str(self.success_url)
