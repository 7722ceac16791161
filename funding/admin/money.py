from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core import clock
from core.backoffice import LeanAdmin, ReadOnlyAdmin, ServiceAdmin, ServiceForm, as_facts, chosen
from funding.awards import approve, pay, record_donation, reject, request_award
from funding.eligibility import verdict_on
from funding.enums import ApplicationStatus, AwardStatus
from funding.facts import facts_of
from funding.models import (
    Award,
    Donation,
    FundingApplication,
    LedgerLine,
    LedgerTransaction,
    Payment,
    Programme,
    SpendingReport,
)
from funding.policy import current_policy
from funding.telling import in_words


class RequestForm(ServiceForm):
    """Program staff ask for an award."""

    class Meta:
        model = Award
        fields = ["application", "programme", "amount"]

    def act(self) -> Award:
        data = self.cleaned_data
        return request_award(
            data["application"],
            programme=data["programme"],
            amount=data["amount"],
            actor=self.actor,
            at=clock.now(),
        )


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

    def act(self) -> Award:
        award = Award.objects.select_related("application__candidacy__candidate__user").get(
            pk=self.instance.pk
        )
        seen = self.cleaned_data["seen_status"]
        if self.cleaned_data["answer"] == AwardStatus.APPROVED:
            approve(award, actor=self.actor, at=clock.now(), seen=seen)
        else:
            reject(award, actor=self.actor, at=clock.now(), reason="turned_down", seen=seen)
        return award


@admin.register(Award)
class AwardAdmin(ServiceAdmin):
    add_title = _("Request an award")
    change_title = _("Approve an award, or turn it down")
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
    shown = ["application", "programme", "amount", "status", "requested_by", "requested_at"]

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
            return ["application", "programme", "amount"]
        return (
            [*self.shown, "answer", "seen_status"] if self.has_change_permission(request, obj) else self.shown
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_open = obj is None or obj.status == AwardStatus.REQUESTED
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
        page = reverse("admin:funding_payment_add")
        return format_html('<a href="{}?award={}">{}</a>', page, award.pk, _("Pay"))


def _rule_name(code: str) -> str:
    return render_to_string("funding/rule_name.html", {"code": code}).strip()


def _handed_in() -> Any:
    waiting = FundingApplication.objects.filter(status=ApplicationStatus.SUBMITTED)
    return waiting.select_related(
        "candidacy__candidate__user", "candidacy__race__office", "candidacy__race__election"
    )


class PaymentForm(ServiceForm):
    class Meta:
        model = Payment
        fields = ["award", "amount", "method", "reference"]

    def act(self) -> Payment:
        data = self.cleaned_data
        fields = {name: data[name] for name in ("amount", "method", "reference")}
        return pay(data["award"], actor=self.actor, at=clock.now(), **fields)


@admin.register(Payment)
class PaymentAdmin(ServiceAdmin):
    form = PaymentForm
    add_title = _("Pay")
    list_display = ["award", "amount", "method", "reference", "paid_by", "paid_at"]
    list_select_related = ["award__application__candidacy__race__office", "paid_by"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "award":
            to_pay = Award.objects.filter(status=AwardStatus.APPROVED, paid__lt=F("amount"))
            kwargs["queryset"] = to_pay.select_related("application__candidacy__race__office")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class DonationForm(ServiceForm):
    class Meta:
        model = Donation
        fields = ["donor", "amount", "received_on"]

    def act(self) -> Donation:
        return record_donation(self.instance, actor=self.actor, at=clock.now())


@admin.register(Donation)
class DonationAdmin(ServiceAdmin):
    form = DonationForm
    add_title = _("Note a donation")
    list_display = ["received_on", "amount", "donor"]
    list_select_related = ["donor"]
    raw_id_fields = ["donor"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Programme)
class ProgrammeAdmin(LeanAdmin):
    list_display = ["name", "budget", "committed", "paid", "is_open"]
    readonly_fields = ["committed", "paid"]


class LineInline(admin.TabularInline):
    model = LedgerLine
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(LedgerTransaction)
class LedgerTransactionAdmin(ReadOnlyAdmin):
    list_display = ["recorded_at", "event", "actor"]
    list_filter = ["event"]
    list_select_related = ["actor"]
    inlines = [LineInline]


@admin.register(SpendingReport)
class SpendingReportAdmin(ReadOnlyAdmin):
    list_display = ["candidacy", "spent", "handed_in_at"]
    list_select_related = [
        "candidacy__candidate__user",
        "candidacy__race__office",
        "candidacy__race__election",
    ]
