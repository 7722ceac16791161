from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from candidates.whose import whose
from core import clock
from core.accounts.predicates import is_finance, is_program_staff
from core.accounts.requests import person_of
from core.backoffice import ReadOnlyAdmin, ServiceAdmin, ServiceForm, YetFilter, as_facts, chosen
from core.lifecycle import Refused
from funding.applications import ask_for_more, decline, document_gift, score_plan
from funding.enums import ApplicationStatus, PlanSection
from funding.models import EligibilityVerdict, FundingApplication, Gift, PlanReview
from funding.reasons import REASONS

BLIND_FIELDS = ["public_id", "status", "plan"]
ALL_FIELDS = [
    "candidacy",
    "status",
    "committee_name",
    "treasurer_name",
    "requested",
    "average_cost",
    "plan",
    "wanted",
    "submitted_at",
]


class AnswerForm(ServiceForm):
    """Staff give an application back to be completed, or say "not now"; awards have a page of their own."""

    seen_status = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[
            (ApplicationStatus.RETURNED, _("Ask for more information")),
            (ApplicationStatus.DECLINED, _("Not now")),
        ],
        widget=forms.RadioSelect,
    )
    still_wanted = forms.CharField(
        label=_("What is still wanted"),
        help_text=_("The applicant reads this. Only where you ask for more."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reason = forms.ChoiceField(
        label=_("Why not now"),
        help_text=_("The applicant reads this, with what would change it."),
        required=False,
    )

    class Meta:
        model = FundingApplication
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_status"].initial = self.instance.status
        reasons: Any = self.fields["reason"]
        reasons.choices = [("", "–"), *((reason.code, reason.why) for reason in REASONS)]

    def act(self) -> FundingApplication:
        said, application = self.cleaned_data, self.instance
        if said["answer"] == ApplicationStatus.DECLINED:
            if not said["reason"]:
                raise Refused("no_reason", _("Choose why not now."))
            decline(
                application, reason=said["reason"], actor=self.actor, at=clock.now(), seen=said["seen_status"]
            )
        else:
            ask_for_more(
                application,
                wanted=said["still_wanted"],
                actor=self.actor,
                at=clock.now(),
                seen=said["seen_status"],
            )
        return application


@admin.register(FundingApplication)
class FundingApplicationAdmin(ServiceAdmin):
    """Plan reviewers see the plan and not whose it is."""

    form = AnswerForm
    change_title = _("Answer an application")

    list_filter = [whose("candidacy__candidate__state"), "status"]
    list_select_related = [
        "candidacy__candidate__user",
        "candidacy__race__office",
        "candidacy__race__election",
    ]

    def get_list_display(self, request: HttpRequest) -> Any:
        if _sees_names(request):
            return ["candidacy", "next_step", "status", "requested", "submitted_at"]
        return ["__str__", "review", "status", "submitted_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_answerable = obj is None or obj.status in (ApplicationStatus.SUBMITTED, ApplicationStatus.RETURNED)
        return is_answerable and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self._shown(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        answer = ["answer", "still_wanted", "reason", "seen_status"]
        return self._shown(request) + (answer if self.has_change_permission(request, obj) else [])

    def _shown(self, request: HttpRequest) -> list[str]:
        return ALL_FIELDS if _sees_names(request) else BLIND_FIELDS

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return ["candidacy__candidate__user__last_name"] if _sees_names(request) else []

    @admin.display(description=_("next step"))
    def next_step(self, application: FundingApplication) -> str:
        if application.status != ApplicationStatus.SUBMITTED:
            return "–"
        award = reverse("admin:funding_award_add")
        answer = reverse("admin:funding_fundingapplication_change", args=[application.pk])
        return format_html(
            '<a href="{}?application={}">{}</a> · <a href="{}">{}</a>',
            award,
            application.pk,
            _("Request an award"),
            answer,
            _("Answer otherwise"),
        )

    @admin.display(description=_("scoring"))
    def review(self, application: FundingApplication) -> str:
        page = reverse("admin:funding_planreview_add")
        return format_html('<a href="{}?application={}">{}</a>', page, application.pk, _("Score the plan"))


def _sees_names(request: HttpRequest) -> bool:
    return is_program_staff(request.user) or is_finance(request.user)


class PlanReviewForm(ServiceForm):
    class Meta:
        model = PlanReview
        fields = ["application", *PlanSection.values, "improvement"]
        widgets = dict.fromkeys(PlanSection.values, forms.RadioSelect)

    def act(self) -> PlanReview:
        data = self.cleaned_data
        ratings = {section: data[section] for section in PlanSection.values}
        return score_plan(
            data["application"],
            ratings=ratings,
            improvement=data["improvement"],
            actor=self.actor,
            at=clock.now(),
        )


@admin.register(PlanReview)
class PlanReviewAdmin(ServiceAdmin):
    form = PlanReviewForm
    add_title = _("Score a plan")
    list_display = ["application", "reviewer", "score", "reviewed_at"]
    list_select_related = ["application__candidacy__race__office", "reviewer"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def beside(self, request: HttpRequest) -> Any:
        """The plan, and nothing that tells whose it is."""
        application = chosen(
            request, "application", FundingApplication.objects.to_review_by(person_of(request))
        )
        return as_facts([(_("Campaign plan"), application.plan)]) if application else ""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "application":
            waiting = FundingApplication.objects.to_review_by(person_of(request))
            kwargs["queryset"] = waiting.select_related("candidacy__race__office")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Gift)
class GiftAdmin(ReadOnlyAdmin):
    list_display = ["candidacy", "donor", "amount", "kind", "given_on", "documented_at"]
    list_filter = [whose("candidacy__candidate__state"), ("documented_at", YetFilter), "kind"]
    list_select_related = [
        "candidacy__candidate__user",
        "candidacy__race__office",
        "candidacy__race__election",
    ]
    actions = ["receipt_seen"]

    @admin.action(description=_("I have seen the receipts"))
    def receipt_seen(self, request: HttpRequest, queryset: QuerySet[Gift]) -> None:
        seen = 0
        for gift in queryset.select_related("candidacy__candidate__user", "candidacy__race__office"):
            try:
                seen += document_gift(gift, actor=person_of(request), now=clock.now())
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        text = ngettext("Noted for %(n)d gift.", "Noted for %(n)d gifts.", seen)
        self.message_user(request, text % {"n": seen}, messages.SUCCESS)


@admin.register(EligibilityVerdict)
class EligibilityVerdictAdmin(ReadOnlyAdmin):
    list_display = ["candidacy", "verdict", "opens_on", "cap", "as_of"]
    list_filter = ["verdict"]
    list_select_related = [
        "candidacy__candidate__user",
        "candidacy__race__office",
        "candidacy__race__election",
    ]
