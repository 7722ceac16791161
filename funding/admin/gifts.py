"""Receipts to look at, and the verdicts that follow."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from candidates.whose import whose
from core import clock
from core.accounts.requests import person_of
from core.backoffice import ReadOnlyAdmin, YetFilter
from core.lifecycle import Refused
from funding.gifts import document_gift
from funding.models import ContributionLimit, EligibilityVerdict, Gift


@admin.register(Gift)
class GiftAdmin(ReadOnlyAdmin):
    list_display = ["candidacy", "donor", "amount", "kind", "given_on", "documented_at", "refunded_on"]
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


@admin.register(ContributionLimit)
class ContributionLimitAdmin(ReadOnlyAdmin):
    """Years old, each with its year: what is paid by is looked up anew."""

    list_display = ["state", "year", "rule", "house_limit", "house_period", "senate_limit", "senate_period"]
    list_filter = ["year", "rule"]
    search_fields = ["state"]
