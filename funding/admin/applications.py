from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from candidates.whose import whose
from core import clock
from core.accounts.predicates import is_finance, is_program_staff
from core.backoffice import ServiceAdmin, ServiceForm, as_facts
from core.lifecycle import Refused
from funding.applications import ask_for_more, decline
from funding.blind import masked_plan
from funding.copies import compare, copies_of
from funding.documents import documents_of
from funding.enums import ApplicationStatus, Declaration
from funding.models import ApplicationRevision, FundingApplication
from funding.parts import total_of
from funding.plan_reviews import advice_for, is_scored, reviews_of
from funding.reasons import REASONS
from funding.treasurers import treasurer_of

BLIND_FIELDS = ["public_id", "status", "win_number", "masked_plan", "masked_changes"]
ALL_FIELDS = [
    "candidacy",
    "status",
    "committee_name",
    "committee_registration",
    "treasurer_name",
    "requested",
    "average_cost",
    "win_number",
    "plan",
    "budget",
    "declared",
    "treasurer",
    "files",
    "scores",
    "changes",
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

    list_select_related = [
        "candidacy__candidate__user",
        "candidacy__race__office",
        "candidacy__race__election",
    ]

    def get_list_display(self, request: HttpRequest) -> Any:
        if _sees_names(request):
            return ["candidacy", "next_step", "status", "requested", "submitted_at"]
        return ["__str__", "review", "status", "submitted_at"]

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Where somebody lives tells whose a plan is, where few apply."""
        return [whose("candidacy__candidate__state"), "status"] if _sees_names(request) else ["status"]

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

    @admin.display(description=_("campaign plan"))
    def masked_plan(self, application: FundingApplication) -> str:
        return masked_plan(application, application.plan)

    @admin.display(description=_("what changed in the plan"))
    def masked_changes(self, application: FundingApplication) -> str:
        copies = copies_of(application)[-2:]
        plans = [{"plan": masked_plan(application, copy.content.get("plan") or "")} for copy in copies]
        return _side_by_side(copies, plans)

    @admin.display(description=_("what changed since it was handed in before"))
    def changes(self, application: FundingApplication) -> str:
        copies = copies_of(application)[-2:]
        return _side_by_side(copies, [copy.content for copy in copies])

    @admin.display(description=_("use of the money"))
    def budget(self, application: FundingApplication) -> str:
        lines = [(line.get("what"), f"${line.get('amount')}") for line in application.use_of_money]
        return as_facts([*lines, (_("Together"), f"${total_of(application.use_of_money):,}")])

    @admin.display(description=_("declarations"))
    def declared(self, application: FundingApplication) -> str:
        labels = dict(Declaration.choices)
        agreed = [(labels[code],) for code in application.declarations if code in labels]
        return format_html_join("", "<p>{}</p>", agreed) or "–"

    @admin.display(description=_("treasurer as co-applicant"))
    def treasurer(self, application: FundingApplication) -> str:
        found = treasurer_of(application)
        if found is None:
            return "–"
        return f"{found.user} · {_('accepted') if found.accepted_at else _('invited')}"

    @admin.display(description=_("documents"))
    def files(self, application: FundingApplication) -> str:
        links = [
            (reverse("funding:document", args=[one.upload.public_id]), one.upload.name or one.upload)
            for one in documents_of(application)
        ]
        return format_html_join("", '<p><a href="{}">{}</a></p>', links) or "–"

    @admin.display(description=_("scores of the plan"))
    def scores(self, application: FundingApplication) -> str:
        reviews = reviews_of(application)
        facts: list[tuple[Any, Any]] = [(review.reviewer, review.score) for review in reviews]
        if reviews and not is_scored(application):
            facts.append((_("Still wanted"), _("another reviewer")))
        return (
            as_facts([*facts, *((label, " ".join(said)) for label, said in advice_for(application))]) or "–"
        )

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


def _side_by_side(copies: list[ApplicationRevision], contents: list[dict[str, Any]]) -> str:
    if len(copies) < 2:
        return "–"
    compared = [field for field in compare(*contents) if field.is_changed]
    facts = {"before": copies[0], "after": copies[1], "compared": compared}
    return render_to_string("funding/partials/compared.html", facts) if compared else str(_("nothing"))
