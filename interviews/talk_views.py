"""The candidate's one-on-one: ask, choose a time, hold it, confirm, move, cancel."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from candidates.details_form import zone_choices
from candidates.enums import Stage
from candidates.models import Candidate
from candidates.pipeline import has_reached
from core import clock
from core.accounts.models import User
from core.accounts.requests import person_of
from core.lifecycle import Refused
from core.once.forms import OnceForm
from core.once.views import OnceActionView, OnceFormView
from interviews import booking, holding
from interviews.absences import PATIENCE, interviewer_did_not_come
from interviews.availability import free_talks
from interviews.candidate_page import CandidatePage
from interviews.demand import wait_of
from interviews.enums import Channel, InterviewStatus
from interviews.forms import AskForm, ConfirmForm, SlotForm
from interviews.minors import opens_for
from interviews.models import Interview, InterviewRequest, TalkHold
from interviews.notifying import tell_me
from interviews.picker import picker
from interviews.rescheduling import free_to_move, move
from interviews.talks import latest_talk, may_talk_again

HOME = reverse_lazy("interviews:home")


class HomeView(CandidatePage, OnceFormView):
    """Where one's talk stands: ask for it, book it, or see it."""

    form_class = AskForm
    template_name = "interviews/ask.html"
    success_url = HOME

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        talk = Interview.objects.filter(candidate=self.candidate, status=InterviewStatus.BOOKED)
        if booked := talk.select_related("interviewer__user", "candidate").first():
            now = clock.now()
            context = {"interview": booked, "now": now, "nobody_came": now >= booked.starts_at + PATIENCE}
            return render(request, "interviews/booked.html", context)
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
        return render(request, "interviews/slots.html", slots_context(self.candidate, request))

    def get_initial(self) -> dict[str, Any]:
        return {"topics": self.candidate.topics}

    def act(self, form: AskForm) -> str:
        booking.ask(self.candidate, topics=form.cleaned_data["topics"], at=clock.now())
        return str(self.success_url)


def slots_context(candidate: Candidate, request: HttpRequest) -> dict[str, Any]:
    """The free starts of everybody who fits, in the candidate's own zone.

    In the language asked for, else in the candidate's own; while nobody who speaks that is free, in any.
    """
    now, asked = clock.now(), request.GET.get("language") or request.POST.get("language") or ""
    languages = dict(settings.LANGUAGES)
    language = asked if asked in languages else candidate.user.language
    free = free_talks(candidate, now=now, language=language)
    in_another = not free and asked not in languages
    if in_another:
        free = free_talks(candidate, now=now)
    zone = candidate.user.time_zone
    shown = picker(free, zone=zone, day=request.GET.get("day", ""), part=request.GET.get("part", ""))
    context: dict[str, Any] = {
        "picker": shown,
        "zone": zone,
        "zones": zone_choices(zone),
        "languages": settings.LANGUAGES,
        "language": language,
        "in_another": in_another and bool(shown),
        "channel": "phone" if request.GET.get("channel") == "phone" else "video",
        "candidate": candidate,
    }
    if not shown:
        wish = InterviewRequest.objects.filter(candidate=candidate).first()
        context |= {"wish": wish, "wait": wait_of(wish, now=now) if wish else None}
    return context


class SlotPage(CandidatePage, OnceFormView):
    """What a press of a time leads to; somebody was quicker, or the page was old: then what is free now."""

    form_class: Any = SlotForm
    template_name = "interviews/slots.html"
    http_method_names = ["post"]

    def form_invalid(self, form: Any) -> HttpResponse:
        context = slots_context(self.candidate, self.request) | {"form": form}
        return render(self.request, self.template_name, context, status=409)


class HoldView(SlotPage):
    success_url = reverse_lazy("interviews:confirm")

    def act(self, form: SlotForm) -> str:
        holding.hold(self.candidate, form.cleaned_data["start"], now=clock.now(), wish=form.wish)
        return str(self.success_url)


class BookView(SlotPage):
    form_class = ConfirmForm
    success_url = HOME
    done_message = _("Booked. We have mailed you the details.")

    def act(self, form: ConfirmForm) -> str:
        if form.wish.channel == Channel.PHONE and not self.candidate.phone:
            raise Refused(
                "no_number", _("By phone we need your number: add it to your details, or talk by video.")
            )
        booking.book(self.candidate, form.cleaned_data["start"], now=clock.now(), wish=form.wish)
        return str(self.success_url)

    def form_invalid(self, form: ConfirmForm) -> HttpResponse:
        """While the time is held, nothing that was typed is lost."""
        held = holding.held_by(self.candidate, now=clock.now())
        return confirm_page(self.request, held, form, status=422) if held else super().form_invalid(form)


class ConfirmView(CandidatePage, View):
    """What is held, for how long, and what the interviewer should know."""

    def get(self, request: HttpRequest) -> HttpResponse:
        held = holding.held_by(self.candidate, now=clock.now())
        if held is None:
            return HttpResponseRedirect(str(HOME))
        return confirm_page(request, held, ConfirmForm(initial={"channel": held.channel}))


def confirm_page(request: HttpRequest, held: TalkHold, form: ConfirmForm, status: int = 200) -> HttpResponse:
    left = held.expires_at - clock.now()
    context = {"hold": held, "minutes": max(int(left.total_seconds() // 60), 1), "form": form}
    return render(request, "interviews/confirm.html", context | {"candidate": held.candidate}, status=status)


class LetGoView(CandidatePage, OnceActionView):
    back_url = HOME

    def act(self) -> str:
        holding.give_back(self.candidate)
        return str(HOME)


class ZoneForm(OnceForm):
    zone = forms.ChoiceField()

    def __init__(self, *args: Any, kept: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zone_choices(kept)  # type: ignore[attr-defined]


class ZoneView(CandidatePage, OnceActionView):
    """Another zone, for all times that this person reads from now on."""

    back_url = HOME
    done_message = _("All times are shown in this zone from now on, here and in our mails.")

    def act(self) -> str:
        form = ZoneForm(self.request.POST, kept=self.candidate.user.time_zone)
        if form.is_valid():
            User.objects.filter(pk=self.candidate.user_id).update(time_zone=form.cleaned_data["zone"])
        return str(HOME)


class NotifyView(CandidatePage, OnceActionView):
    back_url = HOME
    done_message = _("We write to you as soon as there is a free time for you.")

    def act(self) -> str:
        tell_me(self.candidate, at=clock.now())
        return str(HOME)


class MoveTalkView(CandidatePage, OnceFormView):
    """Another time with the same interviewer."""

    form_class = SlotForm
    success_url = HOME
    template_name = "interviews/move.html"
    done_message = _("Moved. We have mailed both of you the new time.")

    @cached_property
    def talk(self) -> Interview:
        own = Interview.objects.filter(candidate=self.candidate, status=InterviewStatus.BOOKED)
        return get_object_or_404(
            own.select_related("candidate__user", "interviewer__user"), public_id=self.kwargs["public_id"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        zone, asked = self.candidate.user.time_zone, self.request.GET
        shown = picker(
            free_to_move(self.talk, now=clock.now()),
            zone=zone,
            day=asked.get("day", ""),
            part=asked.get("part", ""),
        )
        return super().get_context_data(interview=self.talk, picker=shown, zone=zone, **kwargs)

    def act(self, form: SlotForm) -> str:
        move(self.talk, form.cleaned_data["start"], actor=person_of(self.request), now=clock.now())
        return str(self.success_url)


class OwnTalkAction(CandidatePage, OnceActionView):
    back_url = HOME

    @cached_property
    def talk(self) -> Interview:
        own = Interview.objects.filter(candidate=self.candidate)
        return get_object_or_404(
            own.select_related("candidate__user", "interviewer__user"), public_id=self.kwargs["public_id"]
        )


class CancelTalkView(OwnTalkAction):
    done_message = _("Your talk is cancelled. Choose another time whenever it suits you.")

    def act(self) -> str:
        booking.cancel(self.talk, actor=person_of(self.request), now=clock.now())
        return str(HOME)


class NobodyCameView(OwnTalkAction):
    done_message = _("We are sorry. Here are the next free times; it does not count against you.")

    def act(self) -> str:
        interviewer_did_not_come(self.talk, actor=person_of(self.request), now=clock.now())
        return reverse("interviews:home")
