"""Likely duplicates to compare, and merges to undo, in the back office."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.comparing import lines, moving
from candidates.duplicates import Reason
from candidates.enums import Standing
from candidates.merging import merge, say_different, unmerge, why_not, why_not_parted
from candidates.models import Candidate, LikelyDuplicate, PersonMerge
from candidates.movers import all_movers
from candidates.whose import whose
from core import clock
from core.accounts.requests import person_of
from core.backoffice import ReadOnlyAdmin
from core.lifecycle import Refused
from core.once.forms import OnceForm
from core.once.services import carry_out_once


class AnsweredFilter(admin.SimpleListFilter):
    title = _("answered")
    parameter_name = "answered"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("no", _("not yet")), ("yes", _("yes"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "no":
            return queryset.open()
        return queryset.exclude(answer="") if self.value() == "yes" else queryset


class MergeForm(OnceForm):
    """`keep` is the key of the record that stays, as the page showed it."""

    keep = forms.IntegerField(widget=forms.HiddenInput)
    compared = forms.BooleanField(label=_("I have compared the two: this is one person."))


class OncePage(ReadOnlyAdmin):
    """A page with buttons that act once."""

    def row(self, request: HttpRequest, object_id: str) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_queryset(request).filter(pk=object_id).first() if object_id.isdecimal() else None
        if row is None:
            raise Http404
        return row

    def once(
        self, request: HttpRequest, form: OnceForm, work: Callable[[], str], done: Any
    ) -> HttpResponse | None:
        """Do the work and lead on, or say on the page why not and return None."""
        if not form.is_valid():
            return None
        try:
            url, fresh = carry_out_once(form.cleaned_data["form_key"], user=request.user, work=work)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return None
        if fresh:
            messages.success(request, str(done))
        return HttpResponseRedirect(url)

    def page(self, request: HttpRequest, template: str, row: Any, **context: Any) -> TemplateResponse:
        answer = TemplateResponse(
            request,
            template,
            {**self.admin_site.each_context(request), "opts": self.opts, "object": row, **context},
        )
        answer.status_code = 422 if request.method == "POST" else 200
        return answer


@admin.register(LikelyDuplicate)
class LikelyDuplicateAdmin(OncePage):
    list_display = ["pair", "why", "strength", "found_at", "answer"]
    list_filter = [whose("first__state"), AnsweredFilter, "strength"]
    list_select_related = ["first__user", "second__user"]
    search_fields = ["first__user__last_name", "first__user__email", "second__user__email"]

    @admin.display(description=_("records"))
    def pair(self, pair: LikelyDuplicate) -> str:
        return str(pair)

    @admin.display(description=_("why"))
    def why(self, pair: LikelyDuplicate) -> str:
        return ", ".join(str(Reason(reason).label) for reason in pair.reasons)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        pair = self.row(request, object_id)
        people = {row.pk: row for row in _both(pair.first_id, pair.second_id)}
        keep = request.POST.get("keep") or request.GET.get("keep", "")
        stays = people.get(int(keep)) if keep.isdecimal() else None
        kept = stays or max(people.values(), key=_known_best)
        other = next(row for row in people.values() if row.pk != kept.pk)
        form = MergeForm(request.POST or None, initial={"keep": kept.pk})
        if request.method == "POST":
            answer = self._answer(request, pair, kept, other, form)
            if answer is not None:
                return answer
        actor, now = person_of(request), clock.now()
        return self.page(
            request,
            "admin/compare.html",
            pair,
            title=_("One person, or two?"),
            kept=kept,
            other=other,
            form=form,
            was_declined=other.standing == Standing.DECLINED != kept.standing,
            reasons=[Reason(reason).label for reason in pair.reasons],
            lines=list(lines(kept, other)),
            moving=moving(kept, other),
            obstacles=[] if pair.answer else why_not(kept, other, actor=actor, now=now),
        )

    def _answer(
        self, request: HttpRequest, pair: LikelyDuplicate, kept: Candidate, other: Candidate, form: MergeForm
    ) -> HttpResponse | None:
        actor, now = person_of(request), clock.now()

        def part() -> str:
            say_different(pair, actor=actor, now=now)
            return reverse("admin:candidates_likelyduplicate_changelist") + "?answered=no"

        def join() -> str:
            event = merge(kept, other, actor=actor, now=now)
            return reverse("admin:candidates_personmerge_change", args=[event.pk])

        if "different" in request.POST:
            different = OnceForm(request.POST)
            answer = self.once(request, different, part, _("Kept: these are different people."))
            form.errors.clear()
            for error in different.non_field_errors():
                form.add_error(None, error)
            return answer
        return self.once(request, form, join, _("The two records are one now. Both addresses are told."))


@admin.register(PersonMerge)
class PersonMergeAdmin(OncePage):
    list_display = ["other", "kept", "actor", "recorded_at", "parted"]
    list_select_related = ["kept__user", "other__user", "actor", "undone_by"]
    search_fields = ["kept__user__last_name", "kept__user__email", "other__user__email"]

    @admin.display(description=_("parted again"))
    def parted(self, event: PersonMerge) -> Any:
        undone = getattr(event, "undone_by", None)
        return undone.recorded_at if undone else None

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        event = self.row(request, object_id)
        form = OnceForm(request.POST or None)
        if request.method == "POST":

            def part() -> str:
                unmerge(event, actor=person_of(request), now=clock.now())
                return request.path

            answer = self.once(request, form, part, _("The two records are separate again. Both are told."))
            if answer is not None:
                return answer
        undone = getattr(event, "undone_by", None)
        kept, other = _both(event.kept_id, event.other_id)
        return self.page(
            request,
            "admin/merge.html",
            event,
            title=_("Two records that were made one"),
            form=form,
            undone=undone,
            in_the_way=[] if undone else why_not_parted(event, kept, other),
            moved=[(label, len(keys)) for label, keys in _by_label(event)],
        )


def _both(one: int, other: int) -> list[Candidate]:
    """In this order."""
    found = {row.pk: row for row in Candidate.records.filter(pk__in=[one, other]).select_related("user")}
    return [found[one], found[other]]


def _known_best(candidate: Candidate) -> tuple[bool, bool, int]:
    """Whoever works here stays; then a verified address; then the older record."""
    return candidate.user.is_staff, candidate.verified_at is not None, -candidate.pk


def _by_label(event: PersonMerge) -> list[tuple[str, list[int]]]:
    labels = {mover.name: str(mover.model._meta.verbose_name_plural) for mover in all_movers()}
    return [(labels.get(name, name), keys) for name, keys in event.moved["rows"].items()]
