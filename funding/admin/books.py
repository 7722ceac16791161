"""Donations, programmes, legal entities and the ledger."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import clock
from core.backoffice import LeanAdmin, ReadOnlyAdmin, ServiceAdmin, ServiceForm
from funding.donations import record_donation, reverse_donation
from funding.models import Donation, LedgerLine, LedgerTransaction, LegalEntity, Programme, SpendingReport


class DonationForm(ServiceForm):
    class Meta:
        model = Donation
        fields = ["donor", "entity", "amount", "received_on"]

    def act(self) -> Donation:
        return record_donation(self.instance, actor=self.actor, at=clock.now())


class ReversalForm(ServiceForm):
    """Noted wrongly, or given back: a reversing entry. The right one is noted anew."""

    reverse = forms.BooleanField(label=_("Reverse this donation"))

    class Meta:
        model = Donation
        fields: list[str] = []

    def act(self) -> Donation:
        reverse_donation(self.instance, actor=self.actor, at=clock.now())
        return self.instance


@admin.register(Donation)
class DonationAdmin(ServiceAdmin):
    add_title = _("Note a donation")
    change_title = _("Reverse a donation")
    list_display = ["received_on", "amount", "entity", "donor", "reversed_at"]
    list_filter = ["entity"]
    list_select_related = ["donor", "entity"]
    raw_id_fields = ["donor"]
    shown = ["donor", "entity", "amount", "received_on", "reversed_at"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_open = obj is None or obj.reversed_at is None
        return is_open and super().has_change_permission(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs.setdefault("form", ReversalForm if change else DonationForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.shown if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["donor", "entity", "amount", "received_on"]
        return [*self.shown, "reverse"] if self.has_change_permission(request, obj) else self.shown


@admin.register(LegalEntity)
class LegalEntityAdmin(LeanAdmin):
    list_display = ["name"]


@admin.register(Programme)
class ProgrammeAdmin(LeanAdmin):
    list_display = ["name", "entity", "budget", "committed", "paid", "is_open"]
    list_filter = ["entity", "is_open"]
    list_select_related = ["entity"]
    readonly_fields = ["committed", "paid"]


class LineInline(admin.TabularInline):
    model = LedgerLine
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(LedgerTransaction)
class LedgerTransactionAdmin(ReadOnlyAdmin):
    list_display = ["recorded_at", "event", "entity", "actor"]
    list_filter = ["event", "entity"]
    list_select_related = ["actor", "entity"]
    inlines = [LineInline]


@admin.register(SpendingReport)
class SpendingReportAdmin(ReadOnlyAdmin):
    list_display = ["candidacy", "spent", "campaign_spent", "handed_in_at"]
    list_select_related = [
        "candidacy__candidate__user",
        "candidacy__race__office",
        "candidacy__race__election",
    ]
