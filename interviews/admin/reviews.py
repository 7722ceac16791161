from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates.whose import whose
from core import clock
from core.accounts.requests import person_of
from core.backoffice import DAY, ServiceAdmin, ServiceForm, chosen
from interviews.admin import evidence
from interviews.enums import Criterion
from interviews.models import Decision, Interview, Scorecard
from interviews.reviews import decide, hand_in_notes

NOTES: list[Any] = ["recommendation", "note_to_candidate", "private_note"]
RATINGS: list[Any] = [
    name for criterion in Criterion for name in (criterion.value, f"{criterion.value}_evidence")
]


class ScorecardForm(ServiceForm):
    class Meta:
        model = Scorecard
        fields = ["interview", *RATINGS, *NOTES]
        widgets = {criterion.value: forms.RadioSelect for criterion in Criterion}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            evidence = self.fields.get(f"{criterion.value}_evidence")
            if evidence is None:  # the page only shows what was handed in
                continue
            evidence.widget.attrs["aria-label"] = f"{capfirst(str(evidence.label))}: {criterion.label}"

    def act(self) -> Scorecard:
        notes = {name: self.cleaned_data[name] for name in [*RATINGS, *NOTES]}
        return hand_in_notes(self.cleaned_data["interview"], actor=self.actor, at=clock.now(), **notes)


class DecisionFilter(admin.SimpleListFilter):
    title = _("decision")
    parameter_name = "decision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("to decide"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.undecided() if self.value() == "missing" else queryset


@admin.register(Scorecard)
class ScorecardAdmin(ServiceAdmin):
    form = ScorecardForm
    add_title = _("Notes from a talk")
    list_display = ["candidate", "decision", "recommendation", "submitted_at", "interviewer"]
    list_filter = [whose("interview__candidate__state"), DecisionFilter, "recommendation"]
    list_select_related = [
        "interview__candidate__user",
        "interview__interviewer__user",
        "interview__decision",
    ]
    search_fields = ["interview__candidate__user__last_name", "interview__candidate__user__email"]
    fieldsets = [
        (None, {"fields": ["interview"]}),
        (_("Ratings, 0 to 4"), {"fields": tuple((c.value, f"{c.value}_evidence") for c in Criterion)}),
        (_("What follows"), {"fields": NOTES}),
    ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def beside(self, request: HttpRequest) -> Any:
        talk = chosen(request, "interview", _without_notes(request))
        return evidence.of_the_candidate(talk) if talk else ""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "interview":
            kwargs["queryset"] = _without_notes(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("candidate"))
    def candidate(self, scorecard: Scorecard) -> str:
        return str(scorecard.interview.candidate)

    @admin.display(description=_("interviewer"))
    def interviewer(self, scorecard: Scorecard) -> str:
        return str(scorecard.interview.interviewer)

    @admin.display(description=_("decision"))
    def decision(self, scorecard: Scorecard) -> str:
        decided = getattr(scorecard.interview, "decision", None)
        if decided is not None:
            return str(decided.get_outcome_display())
        page = reverse("admin:interviews_decision_add")
        return format_html('<a href="{}?interview={}">{}</a>', page, scorecard.interview_id, _("Decide"))


def _without_notes(request: HttpRequest) -> Any:
    waiting = Interview.objects.visible_to(person_of(request)).without_notes(clock.now())
    return waiting.select_related("candidate__user")


class DecisionForm(ServiceForm):
    class Meta:
        model = Decision
        fields = ["interview", "outcome", "reason", "reapply_from", "reply"]
        widgets = {"outcome": forms.RadioSelect, "reapply_from": DAY}

    def act(self) -> Decision:
        data = self.cleaned_data
        fields = {name: data[name] for name in ("outcome", "reason", "reapply_from", "reply")}
        return decide(data["interview"], actor=self.actor, at=clock.now(), **fields)

    def _get_validation_exclusions(self) -> set[str]:
        """The service says better than the constraint what a "not now" needs."""
        return super()._get_validation_exclusions() | {"reason", "reapply_from"}  # type: ignore[misc]


@admin.register(Decision)
class DecisionAdmin(ServiceAdmin):
    form = DecisionForm
    add_title = _("Decide after a talk")
    list_display = ["interview", "outcome", "reason", "decided_by", "decided_at"]
    list_filter = ["outcome", "reason"]
    list_select_related = ["interview__candidate__user", "decided_by"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def beside(self, request: HttpRequest) -> Any:
        talk = chosen(request, "interview", _undecided(request).select_related("scorecard"))
        return evidence.of_the_talk(talk) if talk else ""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "interview":
            kwargs["queryset"] = _undecided(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _undecided(request: HttpRequest) -> Any:
    undecided = Interview.objects.visible_to(person_of(request)).filter(
        scorecard__isnull=False, decision__isnull=True
    )
    return undecided.select_related("candidate__user")
