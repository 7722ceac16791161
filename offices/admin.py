from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.requests import person_of
from core.backoffice import LeanAdmin, ReadOnlyAdmin
from offices.enums import IMPORTED, FactKind
from offices.facts import Statement, record
from offices.models import (
    Contest,
    CostObservation,
    Division,
    Election,
    Fact,
    Holder,
    Office,
    OwnSpending,
    Race,
    WantedOffice,
)
from offices.news import tell_who_missed


@admin.register(Division)
class DivisionAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "state", "ocd_id"]
    list_filter = ["kind"]
    search_fields = ["name", "ocd_id"]
    ordering = ["pk"]


@admin.register(Office)
class OfficeAdmin(LeanAdmin):
    list_display = ["name", "level", "state", "seats", "term_years", "is_listed"]
    list_filter = ["level", "is_listed", "state"]
    search_fields = ["name", "=state"]
    raw_id_fields = ["division"]
    readonly_fields = ["public_id", "what_is_known"]
    ordering = ["pk"]

    @admin.display(description=_("facts"))
    def what_is_known(self, office: Office) -> str:
        if office.pk is None:
            return "–"
        facts = reverse("admin:offices_fact_changelist")
        return format_html(
            '<a href="{}?office__id__exact={}">{}</a> · <a href="{}">{}</a>',
            facts,
            office.pk,
            _("all that were told, confirmed or refused"),
            reverse("offices:tell", args=[office.public_id]),
            _("write one down"),
        )

    def save_model(self, request: HttpRequest, obj: Office, form: Any, change: bool) -> None:
        """What somebody corrects here is kept as a fact, so that the next import does not undo it."""
        super().save_model(request, obj, form, change)
        at = clock.now()
        source = f"changed in the back office, {at:%Y-%m-%d %H:%M:%S} UTC"
        for name in IMPORTED & set(form.changed_data) if change else ():
            value = getattr(obj, name)
            if value not in (None, ""):
                said = Statement(FactKind(name), str(value), source, "", at.date())
                record(obj, said, by=person_of(request), at=at)


@admin.register(Election)
class ElectionAdmin(LeanAdmin):
    list_display = ["date", "kind", "state", "name"]
    list_filter = ["kind", "state"]
    search_fields = ["name", "=state"]
    date_hierarchy = "date"
    ordering = ["-date", "state", "pk"]


@admin.register(Race)
class RaceAdmin(LeanAdmin):
    list_display = ["office", "election"]
    list_filter = ["office__level", "election__kind"]
    list_select_related = ["office", "election"]
    search_fields = ["office__name", "election__name"]
    autocomplete_fields = ["office", "election"]
    readonly_fields = ["public_id"]
    ordering = ["-pk"]


@admin.register(CostObservation)
class CostObservationAdmin(LeanAdmin):
    list_display = ["office", "cycle", "figure_kind", "amount", "n", "source", "added_by"]
    list_filter = ["figure_kind", "cycle"]
    list_select_related = ["office", "added_by"]
    search_fields = ["office__name", "source"]
    autocomplete_fields = ["office"]
    readonly_fields = ["added_by", "created_at"]
    ordering = ["-pk"]

    def save_model(self, request: HttpRequest, obj: CostObservation, form: Any, change: bool) -> None:
        if not change:
            obj.added_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)


@admin.register(OwnSpending)
class OwnSpendingAdmin(ReadOnlyAdmin):
    list_display = ["level", "state", "cycle", "amount", "n", "changed_at"]
    list_filter = ["level", "cycle", "state"]
    search_fields = ["=state"]
    ordering = ["-pk"]


@admin.register(Contest)
class ContestAdmin(ReadOnlyAdmin):
    list_display = [
        "office_name",
        "state",
        "year",
        "source",
        "candidates",
        "uncontested",
        "one_major_party_only",
    ]
    list_filter = [
        "source",
        "level",
        "uncontested",
        "one_major_party_only",
        ("office", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["office"]
    search_fields = ["office_name", "=state"]
    ordering = ["-pk"]


@admin.register(Holder)
class HolderAdmin(ReadOnlyAdmin):
    list_display = ["name", "office", "party", "as_of", "source"]
    list_filter = ["source", "party"]
    list_select_related = ["office"]
    search_fields = ["name", "office__name"]
    ordering = ["-pk"]


@admin.register(Fact)
class FactAdmin(ReadOnlyAdmin):
    list_display = ["office", "kind", "value", "source", "checked_on", "origin", "status"]
    list_filter = ["status", "kind", "origin"]
    list_select_related = ["office"]
    search_fields = ["office__name", "=office__state"]
    ordering = ["-pk"]


@admin.register(WantedOffice)
class WantedOfficeAdmin(LeanAdmin):
    list_display = ["description", "kind", "state", "asked_at", "found", "closed_at"]
    list_filter = [("closed_at", admin.EmptyFieldListFilter), "kind"]
    list_select_related = ["found"]
    autocomplete_fields = ["found"]
    readonly_fields = ["public_id", "kind", "state", "description", "asked_by", "asked_at", "closed_at"]
    ordering = ["-pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: WantedOffice, form: Any, change: bool) -> None:
        is_answer = bool(obj.found_id) and obj.closed_at is None
        if is_answer:
            obj.closed_at = clock.now()
        super().save_model(request, obj, form, change)
        if is_answer:
            tell_who_missed(obj)
