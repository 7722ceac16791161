"""The pages of whoever holds talks: what is to be done, the brief before, the notes during, a second reading."""

import json
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from core import clock
from core.accounts.predicates import is_interviewer, is_program_staff
from core.accounts.requests import person_of
from core.lifecycle import NotPermitted, Refused
from core.once.views import OnceActionView, OnceFormView
from interviews import quality, readings
from interviews.brief import AGENDA, NOT_RATED, brief_of, work_of
from interviews.drafts import Newer, draft_of, save_draft
from interviews.enums import InterviewStatus
from interviews.models import Interview, NotesDraft, SecondReading
from interviews.notes_forms import NotesForm, RatingForm
from interviews.reviews import hand_in_notes

MINE = reverse_lazy("interviews:mine")
LARGEST_DRAFT = 200_000


class ForHosts(View):
    """Only for those who hold talks, and for program staff, who may take one over."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (is_interviewer | is_program_staff)(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def talk(self) -> Interview:
        """A talk of one's own, for staff anybody's but the one about themselves; for others it does not exist."""
        user = person_of(self.request)
        rows = Interview.objects.visible_to(user).exclude(candidate__user=user)
        return get_object_or_404(
            rows.select_related("candidate__user", "interviewer__user"), public_id=self.kwargs["public_id"]
        )


class MineView(ForHosts, TemplateView):
    template_name = "interviews/mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        return super().get_context_data(work=work_of(person_of(self.request), now=now), now=now, **kwargs)


class BriefView(ForHosts, TemplateView):
    template_name = "interviews/brief.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            talk=self.talk,
            brief=brief_of(self.talk, now=clock.now()),
            agenda=AGENDA,
            not_rated=NOT_RATED,
            **kwargs,
        )


class NotesView(ForHosts, OnceFormView):
    """The one screen during a talk. Without scripts, "save for later" keeps what is typed."""

    form_class = NotesForm
    template_name = "interviews/notes.html"
    success_url = MINE
    done_message = _("Thank you: your notes are in.")
    newer: NotesDraft | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.talk.status != InterviewStatus.BOOKED:
            return HttpResponseRedirect(str(MINE))
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        draft = draft_of(self.talk)
        begun = {**draft.content, "seen": draft.version} if draft else {"seen": 0}
        return {**begun, "window": str(uuid4())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        return super().get_context_data(
            talk=self.talk,
            brief=brief_of(self.talk, now=now),
            agenda=AGENDA,
            not_rated=NOT_RATED,
            draft=draft_of(self.talk),
            newer=self.newer,
            now=now,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "later" in request.POST:
            return self._save_for_later()
        return super().post(request, *args, **kwargs)

    def act(self, form: NotesForm) -> str:
        draft = NotesDraft.objects.filter(interview=self.talk).first()
        if draft is not None and not _is_the_same(draft, form.cleaned_data):
            self.newer = draft
            raise Newer(draft)
        hand_in_notes(self.talk, actor=person_of(self.request), at=clock.now(), **form.notes())
        return str(MINE)

    def form_invalid(self, form: Any) -> HttpResponse:
        """A second press after the warning is meant."""
        if self.newer is not None:
            form.data = {**form.data.dict(), "seen": str(self.newer.version)} | _lists(form.data)
        return super().form_invalid(form)

    def _save_for_later(self) -> HttpResponse:
        form = self.get_form()
        said = self.request.POST
        try:
            save_draft(
                self.talk,
                {**said.dict(), **_lists(said)},
                seen=_number(said.get("seen")),
                window=said.get("window", "")[:36],
                actor=person_of(self.request),
                at=clock.now(),
            )
        except Newer as newer:
            form.full_clean()
            form.errors.clear()
            form.add_error(None, str(newer))
            self.newer = newer.draft
            return self.form_invalid(form)
        except Refused as refusal:
            form.full_clean()
            form.errors.clear()
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("interviews:notes", args=[self.talk.public_id]) + "#saved")


def _is_the_same(draft: NotesDraft, said: dict[str, Any]) -> bool:
    """Whether the page has seen what stands in the draft: by version, or because the draft is its own."""
    return draft.version == said["seen"] or (bool(said["window"]) and draft.saved_from == said["window"])


def _lists(said: Any) -> dict[str, Any]:
    return {"flags": said.getlist("flags")}


def _number(text: Any) -> int:
    return int(text) if str(text).isdecimal() and len(str(text)) < 9 else 0


class DraftView(ForHosts):
    """What the page sends as one types. Answers in JSON: 200 kept, 409 newer notes stand there, 422 not to be kept."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        talk, said = self.talk, _json(request)
        if not isinstance(said, dict):
            return JsonResponse({"why": str(_("This cannot be read."))}, status=400)
        try:
            draft = save_draft(
                talk,
                said,
                seen=_number(said.get("seen")),
                window=str(said.get("window", ""))[:36],
                actor=person_of(request),
                at=clock.now(),
            )
        except Newer as newer:
            return JsonResponse({**_told(newer.draft), "why": str(newer)}, status=409)
        except NotPermitted as refusal:
            return JsonResponse({"why": str(refusal)}, status=403)
        except Refused as refusal:
            return JsonResponse({"why": str(refusal), "code": refusal.code}, status=422)
        return JsonResponse(_told(draft))


def _json(request: HttpRequest) -> Any:
    if len(request.body) > LARGEST_DRAFT:
        return None
    try:
        return json.loads(request.body)
    except ValueError:
        return None


def _told(draft: NotesDraft) -> dict[str, Any]:
    at = date_format(timezone.localtime(draft.saved_at), "TIME_FORMAT")
    return {"version": draft.version, "at": at}


class QualityView(View):
    """How interviewers rate, a quarter at a time; for program staff and nobody else."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not is_program_staff(request.user):
            raise PermissionDenied
        this = quality.quarter_of(clock.now())
        asked = quality.quarter_called(request.GET.get("quarter", "")) or this
        figures, too_few = quality.figures_of(asked)
        context = {
            "quarter": asked,
            "before": asked.before(),
            "after": asked.next() if asked < this else None,
            "figures": figures,
            "too_few": too_few,
            "fewest": quality.FEWEST,
        }
        return render(request, "interviews/quality.html", context)


class OwnReading(ForHosts):
    """A reading that was given to whoever asks. Nothing of it leads to the talk."""

    @cached_property
    def reading(self) -> SecondReading:
        user = person_of(self.request)
        mine = SecondReading.objects.visible_to(user).filter(reader__user=user)
        return get_object_or_404(
            mine.select_related(
                "scorecard__interview__candidate__user", "scorecard__interview__interviewer__user"
            ),
            public_id=self.kwargs["public_id"],
        )


class ReadingView(OwnReading, OnceFormView):
    form_class = RatingForm
    template_name = "interviews/reading.html"
    success_url = MINE
    done_message = _("Thank you: your ratings are in.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.reading.read_at is not None:
            return HttpResponseRedirect(str(MINE))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(reading=self.reading, **kwargs)
        shown = readings.blind(self.reading)
        heard = {one.code: text for one, text in shown.heard}
        rated = [(rating, "", heard.get(rating.name, "")) for rating, _beside in context["form"].rated]
        return {**context, "blind": shown, "rated": rated}

    def act(self, form: RatingForm) -> str:
        readings.read(
            self.reading,
            ratings=form.ratings(),
            recommendation=form.cleaned_data["recommendation"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return str(MINE)


class PassOnView(OwnReading, OnceActionView):
    back_url = MINE
    done_message = _("Thank you for saying so. Somebody else reads it.")

    def act(self) -> str:
        readings.pass_on(self.reading, actor=person_of(self.request), now=clock.now())
        return str(MINE)
