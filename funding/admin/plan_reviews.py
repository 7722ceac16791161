"""Scoring a plan, without knowing whose it is."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.requests import person_of
from core.backoffice import ServiceAdmin, ServiceForm, as_facts, chosen
from funding.blind import masked_plan
from funding.enums import PlanSection
from funding.models import FundingApplication, PlanReview
from funding.plan_reviews import score_plan

SENTENCE = "better_"


class ScoringForm(ServiceForm):
    """Eight ratings; below 2 each needs a sentence, which the applicant reads."""

    class Meta:
        model = PlanReview
        fields = ["application", *PlanSection.values, "improvement"]
        widgets = dict.fromkeys(PlanSection.values, forms.RadioSelect)

    def act(self) -> PlanReview:
        data = self.cleaned_data
        return score_plan(
            data["application"],
            ratings={section: data[section] for section in PlanSection.values},
            improvement=data["improvement"],
            improvements={section: data[f"{SENTENCE}{section}"] for section in PlanSection.values},
            actor=self.actor,
            at=clock.now(),
        )


def _sentence(section: PlanSection) -> forms.CharField:
    return forms.CharField(
        label=format_lazy(_("{section}: what would make it better"), section=section.label),
        help_text=_("One sentence, needed below 2. The applicant reads it; they see no score."),
        max_length=400,
        required=False,
    )


# The admin wants every field declared: one sentence for each section of the rubric.
PlanReviewForm: type[ServiceForm] = type(
    "PlanReviewForm",
    (ScoringForm,),
    {f"{SENTENCE}{section.value}": _sentence(section) for section in PlanSection},
)


@admin.register(PlanReview)
class PlanReviewAdmin(ServiceAdmin):
    form = PlanReviewForm
    add_title = _("Score a plan")
    list_display = ["application", "reviewer", "score", "reviewed_at"]
    list_select_related = ["application__candidacy__race__office", "reviewer"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None:
            return ["application", "reviewer", *PlanSection.values, "score", "sentences", "improvement"]
        pairs = [name for section in PlanSection.values for name in (section, f"{SENTENCE}{section}")]
        return ["application", *pairs, "improvement"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["sentences"] if obj is not None else []

    @admin.display(description=_("what would make each weak section better"))
    def sentences(self, review: PlanReview) -> Any:
        labels = dict(PlanSection.choices)
        return as_facts([(labels[code], text) for code, text in review.improvements.items()])

    def beside(self, request: HttpRequest) -> Any:
        """The plan, and nothing that tells whose it is."""
        application = chosen(
            request, "application", FundingApplication.objects.to_review_by(person_of(request))
        )
        if application is None:
            return ""
        return as_facts(
            [
                (_("Win number"), application.win_number),
                (_("Campaign plan"), masked_plan(application, application.plan)),
            ]
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "application":
            waiting = FundingApplication.objects.to_review_by(person_of(request))
            kwargs["queryset"] = waiting.select_related("candidacy__race__office")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
