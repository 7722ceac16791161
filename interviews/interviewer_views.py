"""The interviewer's side: applying, hours, exceptions, the own calendar, and the talks to come."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from core import clock
from core.accounts.predicates import is_interviewer
from core.accounts.requests import person_of
from core.once.views import OnceActionView, OnceFormView
from core.scheduling import own_hours
from core.scheduling.models import BusyFeed, DayOff, HoursOn, WeeklyHours
from interviews import vetting
from interviews.absences import PATIENCE, candidate_did_not_come
from interviews.enums import InterviewStatus
from interviews.interviewer_forms import (
    CalendarForm,
    ExceptionForm,
    ProfileForm,
    VolunteerForm,
    WeeklyForm,
)
from interviews.models import Interview, Interviewer
from interviews.substituting import find_substitute
from interviews.vetting_year import ends_on

HOME = reverse_lazy("interviews:interviewer")
VOLUNTEER = reverse_lazy("interviews:volunteer")


class VolunteerView(OnceFormView):
    """For anybody who has signed in: apply, and see where the application stands."""

    form_class = VolunteerForm
    template_name = "interviews/volunteer.html"
    success_url = VOLUNTEER
    done_message = _("Thank you. Program staff read this and write to you.")

    @cached_property
    def known(self) -> Interviewer | None:
        return Interviewer.objects.filter(user=person_of(self.request)).first()

    def get_initial(self) -> dict[str, Any]:
        names = ("about", "languages", "states", "levels", "weekly_cap", "notice_hours", "buffer_minutes")
        found = {name: getattr(self.known, name) for name in names} if self.known else {}
        return {"languages": [person_of(self.request).language], **found}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(known=self.known, **kwargs)

    def act(self, form: VolunteerForm) -> str:
        profile = {name: value for name, value in form.profile.items() if name != "about"}
        vetting.apply(
            person_of(self.request),
            about=form.cleaned_data["about"],
            accepts_confidentiality=form.cleaned_data["confidentiality"],
            conflicts=form.cleaned_data["conflicts"],
            at=clock.now(),
            **profile,
        )
        return str(self.success_url)


class InterviewerPage(View):
    """A page of an interviewer. Whoever holds the role and has told nothing of themselves yet does so first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not is_interviewer(person_of(request)):
            raise PermissionDenied
        if not Interviewer.objects.filter(user=person_of(request)).exists():
            return HttpResponseRedirect(str(VOLUNTEER))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def interviewer(self) -> Interviewer:
        return get_object_or_404(Interviewer.objects.select_related("user"), user=person_of(self.request))

    @property
    def today(self) -> Any:
        return clock.now().astimezone(ZoneInfo(self.interviewer.user.time_zone)).date()


class HomeView(InterviewerPage, TemplateView):
    template_name = "interviews/interviewer.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, person = clock.now(), self.interviewer.user
        talks = Interview.objects.visible_to(person).filter(
            interviewer=self.interviewer, status=InterviewStatus.BOOKED, ends_at__gt=now - timedelta(hours=12)
        )
        return super().get_context_data(
            interviewer=self.interviewer,
            talks=talks.select_related("candidate__user").order_by("starts_at")[:50],
            now=now,
            absent_before=now - PATIENCE,
            hours=WeeklyHours.objects.filter(person=person),
            dates=HoursOn.objects.filter(person=person, day__gte=self.today),
            days_off=DayOff.objects.filter(person=person, day__gte=self.today).order_by("day")[:100],
            feed=BusyFeed.objects.filter(person=person).first(),
            good_until=ends_on(self.interviewer.vetted_on) if self.interviewer.vetted_on else None,
            is_pausing=bool(self.interviewer.paused_until and self.interviewer.paused_until > self.today),
            **kwargs,
        )


class OwnForm(InterviewerPage, OnceFormView):
    template_name = "interviews/interviewer_form.html"
    success_url = HOME
    title: Any = ""
    lead: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, lead=self.lead, **kwargs)


class ProfileView(OwnForm):
    form_class = ProfileForm
    title = _("How you hold talks")
    done_message = _("Saved.")

    def get_initial(self) -> dict[str, Any]:
        return {
            name: getattr(self.interviewer, name) for name in ProfileForm.base_fields if name != "form_key"
        }

    def act(self, form: ProfileForm) -> str:
        for name, value in form.profile.items():
            setattr(self.interviewer, name, value)
        self.interviewer.save(update_fields=list(form.profile))
        return str(HOME)


class WeeklyView(OwnForm):
    form_class = WeeklyForm
    title = _("Offer hours every week")
    lead = _("On the clock of your own zone. A talk takes half an hour.")
    done_message = _("Saved. Candidates can book you in these hours.")

    def act(self, form: WeeklyForm) -> str:
        typed = form.cleaned_data
        own_hours.add_weekly(self.interviewer.user, typed["weekdays"], typed["starts"], typed["ends"])
        return str(HOME)


class ExceptionView(OwnForm):
    form_class = ExceptionForm
    title = _("A day off, or a day with other hours")
    lead = _("What is booked already stays: hand those talks over, if you cannot hold them.")
    done_message = _("Saved.")

    def act(self, form: ExceptionForm) -> str:
        typed, person = form.cleaned_data, self.interviewer.user
        if typed["starts"]:
            own_hours.add_date(person, typed["day"], typed["starts"], typed["ends"], today=self.today)
        else:
            own_hours.take_off(person, typed["day"], typed["until"] or typed["day"], today=self.today)
        return str(HOME)


class CalendarView(OwnForm):
    form_class = CalendarForm
    title = _("Your own calendar")
    lead = _("While it says that you are busy, nobody can book you.")
    done_message = _("Saved. We read your calendar within the next minutes, and then every hour.")

    def get_initial(self) -> dict[str, Any]:
        feed = BusyFeed.objects.filter(person=self.interviewer.user).first()
        return {"address": feed.address if feed else ""}

    def act(self, form: CalendarForm) -> str:
        own_hours.read_my_calendar(self.interviewer.user, form.cleaned_data["address"])
        return str(HOME)


class TakeAwayView(InterviewerPage, OnceActionView):
    """Take a row of one's own hours or exceptions away. What is booked stays."""

    back_url = HOME
    done_message = _("Taken away. What is booked already stays.")
    tables = {"weekly": WeeklyHours, "date": HoursOn, "day_off": DayOff}

    def act(self) -> str:
        table: Any = self.tables.get(self.request.POST.get("what", ""))
        key = self.request.POST.get("key", "")
        if table is not None and key.isdecimal() and len(key) < 19:
            table.objects.filter(person=self.interviewer.user, pk=key).delete()
        return str(HOME)


class TalkAction(InterviewerPage, OnceActionView):
    back_url = HOME

    @cached_property
    def talk(self) -> Interview:
        own = Interview.objects.filter(interviewer__user=person_of(self.request))
        return get_object_or_404(
            own.select_related("candidate__user", "interviewer__user"), public_id=self.kwargs["public_id"]
        )


class SubstituteView(TalkAction):
    done_message = _(
        "Done: a colleague holds this talk, or the candidate chooses a new time. We have told them."
    )

    def act(self) -> str:
        find_substitute(self.talk, actor=person_of(self.request), now=clock.now())
        return str(HOME)


class KnowThemView(TalkAction):
    """A conflict of interest with the candidate of a booked talk: somebody else holds it, now and ever."""

    done_message = _("Thank you for telling us. Somebody else talks with them.")

    def act(self) -> str:
        person = person_of(self.request)
        vetting.declare(self.interviewer, candidates=[self.talk.candidate], actor=person, at=clock.now())
        find_substitute(self.talk, actor=person, now=clock.now())
        return str(HOME)


class AbsentView(TalkAction):
    done_message = _("Noted. We have written to the candidate, who can choose a new time.")

    def act(self) -> str:
        candidate_did_not_come(self.talk, actor=person_of(self.request), now=clock.now())
        return str(HOME)
