"""Paying an instalment, and what became of it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core import clock
from core.backoffice import ServiceAdmin, ServiceForm, as_facts, chosen
from funding.accounts import check_of
from funding.admin.accounts import said_of
from funding.admin.awards import said_of_plan
from funding.enums import AwardStatus, PaymentStatus
from funding.limits import dollars_for, latest_limit
from funding.models import Award, Payment
from funding.payments import pay, take_back


class PaymentForm(ServiceForm):
    class Meta:
        model = Payment
        fields = ["award", "amount", "method", "reference", "rules_checked"]

    def act(self) -> Payment:
        data = self.cleaned_data
        fields = {name: data[name] for name in ("amount", "method", "reference", "rules_checked")}
        return pay(data["award"], actor=self.actor, at=clock.now(), **fields)


class OutcomeForm(ServiceForm):
    """The money did not arrive, or came back: a reversing entry, and the amount is left to pay again."""

    seen_status = forms.CharField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("What became of it"),
        choices=[
            (PaymentStatus.FAILED, _("It failed: the bank refused it")),
            (PaymentStatus.CANCELLED, _("We cancelled it before it arrived")),
            (PaymentStatus.RETURNED, _("The committee returned it")),
        ],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Payment
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_status"].initial = self.instance.status

    def act(self) -> Payment:
        said = self.cleaned_data
        take_back(self.instance, said["outcome"], actor=self.actor, at=clock.now(), seen=said["seen_status"])
        return self.instance


@admin.register(Payment)
class PaymentAdmin(ServiceAdmin):
    add_title = _("Pay")
    change_title = _("A payment that did not arrive, or came back")
    list_display = ["award", "amount", "method", "reference", "status", "paid_by", "paid_at"]
    list_filter = ["status", "method"]
    list_select_related = ["award__application__candidacy__race__office", "paid_by"]
    shown = ["award", "amount", "method", "reference", "rules_checked", "status", "paid_by", "paid_at"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_open = obj is None or obj.status == PaymentStatus.PAID
        return is_open and super().has_change_permission(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs.setdefault("form", OutcomeForm if change else PaymentForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.shown if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["award", "amount", "method", "reference", "rules_checked"]
        asks = ["outcome", "seen_status"] if self.has_change_permission(request, obj) else []
        return [*self.shown, *asks]

    def beside(self, request: HttpRequest) -> Any:
        """To whom, how much is left, and the limit of the year that our data is of."""
        award = chosen(request, "award", Award.objects.filter(status=AwardStatus.APPROVED))
        if award is None:
            return ""
        candidacy = award.application.candidacy
        office = candidacy.race.office
        return as_facts(
            [
                (_("Race"), candidacy),
                (_("Committee"), award.application.committee_name),
                (_("Treasurer"), award.application.treasurer_name),
                (_("Account"), _account(award)),
                (_("Planned"), said_of_plan(award)),
                (_("Left of this award"), f"${award.amount - award.paid:,}"),
                (_("Contribution limit"), _limit(office.state, office.level)),
            ]
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "award":
            to_pay = Award.objects.filter(status=AwardStatus.APPROVED, paid__lt=F("amount"))
            kwargs["queryset"] = to_pay.select_related("application__candidacy__race__office")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _account(award: Award) -> Any:
    """Return who checked the account, or where to note that check."""
    check = check_of(award.application)
    if check is not None:
        return said_of(check)
    page = reverse("admin:funding_accountcheck_add")
    link = '{} <a href="{}?application={}">{}</a>'
    return format_html(
        link, _("Not checked yet."), page, award.application_id, _("Check a committee’s account")
    )


def _limit(state: str, level: str) -> str:
    """Return the limit with its year: it is no answer, but where to begin looking."""
    limit = latest_limit(state)
    if limit is None:
        return str(_("Not in our data: look it up before you pay."))
    amount, period = dollars_for(limit, level)
    year = {"year": limit.year, "rule": limit.rule}
    if amount is None:
        return str(_("In %(year)d: %(rule)s. Look up today’s before you pay.") % year)
    said = {**year, "amount": f"{amount:,}", "period": period}
    return str(_("In %(year)d: %(rule)s, $%(amount)s (%(period)s). Look up today’s before you pay.") % said)
