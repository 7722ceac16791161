"""Volunteers: their applications, vetting and renewal, and whom they must not talk with."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import clock
from core.accounts.requests import person_of
from core.backoffice import LeanAdmin, YetFilter
from core.lifecycle import Refused
from interviews.models import ConflictOfInterest, Interviewer
from interviews.vetting import turn_down, vet


class StandingFilter(admin.SimpleListFilter):
    title = _("vetting")
    parameter_name = "vetting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("applied", _("to vet")), ("ends", _("to renew"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "applied":
            return queryset.to_vet()
        return queryset.to_renew(clock.now().date()) if self.value() == "ends" else queryset


@admin.register(Interviewer)
class InterviewerAdmin(LeanAdmin):
    list_display = [
        "user",
        "applied_at",
        "shadowed_on",
        "vetted_on",
        "is_active",
        "weekly_cap",
        "paused_until",
    ]
    list_filter = [StandingFilter, "is_active", ("vetted_on", YetFilter)]
    ordering = ["user__last_name", "pk"]
    search_fields = ["user__last_name", "user__first_name", "user__email"]
    autocomplete_fields = ["user"]
    readonly_fields = ["applied_at", "confidentiality_accepted_at", "vetted_on", "first_vetted_on"]
    actions = ["vet_them", "turn_them_down"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user")

    @admin.action(description=_("Vet, or renew for a year"))
    def vet_them(self, request: HttpRequest, queryset: QuerySet[Interviewer]) -> None:
        self._each(request, queryset, lambda each, **by: vet(each, **by))

    @admin.action(description=_("Turn the application down"))
    def turn_them_down(self, request: HttpRequest, queryset: QuerySet[Interviewer]) -> None:
        self._each(request, queryset, lambda each, **by: turn_down(each, **by))

    def _each(self, request: HttpRequest, queryset: QuerySet[Interviewer], act: Any) -> None:
        done = 0
        for interviewer in queryset.select_related("user"):
            try:
                act(interviewer, actor=person_of(request), at=clock.now())
                done += 1
            except Refused as refusal:
                self.message_user(request, f"{interviewer}: {refusal}", messages.ERROR)
        text = ngettext("Done for %(n)d person.", "Done for %(n)d people.", done)
        self.message_user(request, text % {"n": done}, messages.SUCCESS if done else messages.WARNING)


class AttachedFilter(admin.SimpleListFilter):
    title = _("attached")
    parameter_name = "attached"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("to nobody yet"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.to_attach() if self.value() == "no" else queryset


@admin.register(ConflictOfInterest)
class ConflictOfInterestAdmin(LeanAdmin):
    """What a volunteer wrote is attached to the candidate or the office that it means."""

    list_display = ["interviewer", "about", "candidate", "office", "declared_at"]
    list_filter = [AttachedFilter]
    list_select_related = ["interviewer__user", "candidate__user", "office"]
    search_fields = ["interviewer__user__last_name", "candidate__user__last_name"]
    autocomplete_fields = ["interviewer", "candidate", "office"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("interviews.change_conflictofinterest"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.declared_by, obj.declared_at = person_of(request), clock.now()
        super().save_model(request, obj, form, change)
