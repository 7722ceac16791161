from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core import clock
from core.backoffice import DAY, ServiceAdmin, ServiceForm, as_facts, chosen
from core.lifecycle import Refused
from funding.accounts import with_checks
from funding.awards import approve, end_early, reject, request_award
from funding.eligibility import verdict_on
from funding.enums import ApplicationStatus, AwardStatus
from funding.facts import facts_of
from funding.instalments import MOST, Instalment
from funding.models import Award, FundingApplication, Programme
from funding.policy import current_policy
from funding.telling import in_words

NUMBERS = range(1, MOST + 1)


class PlanForm(ServiceForm):
    """Program staff ask for an award, to be paid at once or in instalments."""

    class Meta:
        model = Award
        fields = ["application", "programme", "amount"]

    def act(self) -> Award:
        data = self.cleaned_data
        return request_award(
            data["application"],
            programme=data["programme"],
            amount=data["amount"],
            instalments=self._instalments(),
            actor=self.actor,
            at=clock.now(),
        )

    def _instalments(self) -> list[Instalment]:
        pairs = [(self.cleaned_data[f"due_{n}"], self.cleaned_data[f"part_{n}"]) for n in NUMBERS]
        if any((day is None) != (amount is None) for day, amount in pairs):
            raise Refused("half", _("Each instalment needs its day and its amount."))
        return [Instalment(day, amount) for day, amount in pairs if day is not None]


def _plan_fields() -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for n in NUMBERS:
        said = {"n": n}
        found[f"due_{n}"] = forms.DateField(
            label=format_lazy(_("Instalment {n}: day"), **said),
            help_text=_("Leave all of them empty where the award is paid at once.") if n == 1 else "",
            required=False,
            widget=DAY,
        )
        found[f"part_{n}"] = forms.DecimalField(
            label=format_lazy(_("Instalment {n}: dollars"), **said),
            required=False,
            max_digits=12,
            decimal_places=2,
            min_value=Decimal("0.01"),
        )
    return found


# The admin wants every field declared.
RequestForm: type[ServiceForm] = type("RequestForm", (PlanForm,), _plan_fields())


class AnswerForm(ServiceForm):
    """Finance approve it or turn it down."""

    seen_status = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[(AwardStatus.APPROVED, _("Approve")), (AwardStatus.REJECTED, _("Turn down"))],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Award
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_status"].initial = self.instance.status
        if self.instance.status == AwardStatus.APPROVED:
            answer: Any = self.fields["answer"]
            answer.choices = [(AwardStatus.ENDED, _("End it early: release what is not paid"))]

    def act(self) -> Award:
        award = Award.objects.select_related("application__candidacy__candidate__user").get(
            pk=self.instance.pk
        )
        seen = self.cleaned_data["seen_status"]
        if self.cleaned_data["answer"] == AwardStatus.APPROVED:
            approve(award, actor=self.actor, at=clock.now(), seen=seen)
        elif self.cleaned_data["answer"] == AwardStatus.ENDED:
            end_early(award, actor=self.actor, at=clock.now(), seen=seen)
        else:
            reject(award, actor=self.actor, at=clock.now(), reason="turned_down", seen=seen)
        return award


@admin.register(Award)
class AwardAdmin(ServiceAdmin):
    add_title = _("Request an award")
    change_title = _("Answer a request for an award")
    list_display = [
        "application",
        "candidate",
        "next_step",
        "amount",
        "paid",
        "status",
        "requested_by",
        "approved_by",
    ]
    list_filter = ["status", "programme"]
    list_select_related = [
        "application__candidacy__candidate__user", "application__candidacy__race__office", "requested_by",
        "approved_by",
    ]  # fmt: skip
    shown = [
        "application",
        "programme",
        "amount",
        "plan",
        "paid",
        "released",
        "status",
        "requested_by",
        "requested_at",
    ]

    def beside(self, request: HttpRequest) -> Any:
        application = chosen(request, "application", _handed_in())
        if application is None:
            return ""
        verdict = verdict_on(facts_of(application.candidacy, now=clock.now()), current_policy())
        asked = f"${application.requested:,}"
        rules = [(_rule_name(rule.rule), in_words(rule)) for rule in verdict.rules]
        return as_facts([(_("Race"), application.candidacy), (_("Asked for"), asked), *rules])

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs.setdefault("form", AnswerForm if change else RequestForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.shown if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["application", "programme", "amount", *((f"due_{n}", f"part_{n}") for n in NUMBERS)]
        return (
            [*self.shown, "answer", "seen_status"] if self.has_change_permission(request, obj) else self.shown
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_open = obj is None or obj.status in (AwardStatus.REQUESTED, AwardStatus.APPROVED)
        return is_open and super().has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "application":
            kwargs["queryset"] = _handed_in()
        if db_field.name == "programme":
            kwargs["queryset"] = Programme.objects.filter(is_open=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("candidate"))
    def candidate(self, award: Award) -> str:
        return str(award.application.candidacy.candidate)

    @admin.display(description=_("next step"))
    def next_step(self, award: Award) -> str:
        if award.status != AwardStatus.APPROVED or award.paid >= award.amount:
            return "–"
        if not award.account_checked:  # type: ignore[attr-defined]
            page, words = reverse("admin:funding_accountcheck_add"), _("Check the account")
            return format_html('<a href="{}?application={}">{}</a>', page, award.application_id, words)
        page = reverse("admin:funding_payment_add")
        return format_html('<a href="{}?award={}">{}</a>', page, award.pk, _("Pay"))

    @admin.display(description=_("planned instalments"))
    def plan(self, award: Award) -> Any:
        return said_of_plan(award) or _("at once")

    def get_queryset(self, request: HttpRequest) -> Any:
        return with_checks(super().get_queryset(request))


def said_of_plan(award: Award) -> Any:
    """Return each planned instalment with what of it is left, a line each; empty where it is paid at once."""
    lines = [
        (
            date_format(one.due_on, "DATE_FORMAT"),
            f"${one.amount:,}",
            _("left: $%(left)s") % {"left": f"{one.left:,}"} if one.left else _("paid"),
        )
        for one in award.planned
    ]
    return format_html_join(mark_safe("<br>"), "{}: {} ({})", lines)


def _rule_name(code: str) -> str:
    return render_to_string("funding/rule_name.html", {"code": code}).strip()


def _handed_in() -> Any:
    waiting = FundingApplication.objects.filter(status=ApplicationStatus.SUBMITTED)
    return waiting.select_related(
        "candidacy__candidate__user", "candidacy__race__office", "candidacy__race__election"
    )
