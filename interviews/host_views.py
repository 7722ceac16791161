"""The host's side of an intro call, made for a phone: who comes, the code, who came, and the meeting's own list."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from core import clock
from core.accounts.requests import person_of
from core.once.views import OnceActionView, OnceFormView
from interviews import announcing, attendance, meeting_lists
from interviews.enums import NotedBy
from interviews.host_forms import AttendanceForm, MeetingListForm, MoveCallForm
from interviews.models import IntroCall, Registration
from interviews.rules import hosts

REASONS = {
    "large": _("This file is too large to be such a list."),
    "no_text": _("This is no text file. Export the list as CSV."),
    "no_list": _(
        "We found no list of names in this file. Export the participants as CSV, with their e-mails."
    ),
}


class HostPage(View):
    """For the host of the call and program staff."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not hosts(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def call(self) -> IntroCall:
        mine = IntroCall.objects.visible_to(person_of(self.request)).select_related("host")
        return get_object_or_404(mine, public_id=self.kwargs["public_id"])

    @cached_property
    def seats(self) -> list[Registration]:
        rows = Registration.objects.visible_to(person_of(self.request)).live().filter(call=self.call)
        by_name = rows.select_related("candidate__user").order_by(
            "candidate__user__last_name", "candidate__user__first_name", "pk"
        )
        return list(by_name)

    @property
    def confirmed(self) -> list[Registration]:
        return [seat for seat in self.seats if seat.status == "confirmed"]

    @cached_property
    def back_url(self) -> Any:
        return reverse("interviews:host", args=[self.call.public_id])


class HostView(HostPage, TemplateView):
    template_name = "interviews/host.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, confirmed = clock.now(), self.confirmed
        return super().get_context_data(
            call=self.call,
            seats=confirmed,
            others=[seat for seat in self.seats if seat.status != "confirmed"],
            needs=[seat for seat in confirmed if seat.needs or seat.needs_note],
            came=sum(seat.attended is True for seat in confirmed),
            missed=sum(seat.attended is False for seat in confirmed),
            has_begun=self.call.starts_at <= now,
            code=attendance.code_of(self.call),
            list_form=MeetingListForm(),
            move_form=MoveCallForm(call=self.call, initial={"starts_at": self.call.starts_at}),
            **kwargs,
        )


class AttendanceView(HostPage, OnceActionView):
    """One person, several, or all who are left."""

    @cached_property
    def form(self) -> AttendanceForm:
        return AttendanceForm(self.request.POST, seats=[seat.pk for seat in self.confirmed])

    def act(self) -> str:
        now, actor = clock.now(), person_of(self.request)
        if key := self.request.POST.get("missed", ""):
            seat = next((seat for seat in self.confirmed if str(seat.pk) == key), None)
            if seat is not None:
                seat.call = self.call
                attendance.record_attendance(seat, attended=False, actor=actor, now=now)
            return str(self.back_url)
        if not self.form.is_valid():
            messages.error(self.request, str(_("This page was out of date. Please try again.")))
            return str(self.back_url)
        given = self.form.cleaned_data
        came, missed = attendance.record_many(
            self.call,
            set(given["came"]),
            missed_too=given["missed_too"],
            how=NotedBy(given["how"]),
            actor=actor,
            now=now,
        )
        there = ngettext("%(n)d person noted as there", "%(n)d people noted as there", came) % {"n": came}
        away = ngettext("%(n)d as absent", "%(n)d as absent", missed) % {"n": missed}
        messages.success(self.request, f"{there}, {away}.")
        return str(self.back_url)


class ArrangedView(HostPage, OnceActionView):
    """What somebody asked for is arranged, captions or an interpreter."""

    def act(self) -> str:
        asked = [str(seat.pk) for seat in self.confirmed]
        if (key := self.request.POST.get("seat", "")) in asked:
            Registration.objects.filter(pk=int(key)).update(needs_met_at=clock.now())
        return str(self.back_url)


class MeetingListView(HostPage):
    """Show what a list says. Only what is confirmed on that page is noted."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MeetingListForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, str(next(iter(form.errors.values()))[0]))
            return HttpResponseRedirect(self.back_url)
        try:
            participants = meeting_lists.read(form.cleaned_data["list"].read())
        except meeting_lists.Unreadable as reason:
            messages.error(request, str(REASONS[str(reason)]))
            return HttpResponseRedirect(self.back_url)
        people = {seat.pk: seat.candidate.user for seat in self.confirmed}
        laid = [meeting_lists.Seat(key, user.full_name, user.email) for key, user in people.items()]
        found = meeting_lists.match(participants, laid)
        context = {
            "call": self.call,
            "found": found,
            "fewest": meeting_lists.FEWEST_MINUTES,
            "count": len(participants),
        }
        return render(request, "interviews/meeting_list.html", context)


class MoveCallView(HostPage, OnceFormView):
    form_class = MoveCallForm
    template_name = "interviews/move_call.html"
    done_message = _("Moved: everybody with a seat has been told, and their calendars too.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "call": self.call}

    def get_initial(self) -> dict[str, Any]:
        return {"starts_at": self.call.starts_at}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(call=self.call, seats=len(self.confirmed), **kwargs)

    def act(self, form: MoveCallForm) -> str:
        starts_at = form.cleaned_data["starts_at"]
        announcing.move_call(self.call, starts_at, actor=person_of(self.request), now=clock.now())
        return str(self.back_url)


class CallOffView(HostPage, OnceActionView):
    done_message = _("Called off: everybody with a seat has been told, with the next dates.")

    def act(self) -> str:
        announcing.call_off(self.call, actor=person_of(self.request), now=clock.now())
        return str(self.back_url)
