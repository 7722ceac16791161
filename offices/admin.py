from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.backoffice import LeanAdmin, ReadOnlyAdmin
from offices.models import Contest, CostObservation, Division, Election, Holder, Office, Race


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
    readonly_fields = ["public_id"]
    ordering = ["pk"]


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
