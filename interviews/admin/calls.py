from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import clock
from core.accounts.requests import person_of
from core.backoffice import ReadOnlyAdmin, ServiceAdmin, ServiceForm
from core.lifecycle import Refused
from interviews.intro_calls import announce, record_attendance
from interviews.models import IntroCall, Registration


class IntroCallForm(ServiceForm):
    class Meta:
        model = IntroCall
        fields = ["host", "starts_at", "minutes", "time_zone", "capacity", "join_url", "dial_in"]

    def act(self) -> IntroCall:
        return announce(self.instance, now=clock.now())


@admin.register(IntroCall)
class IntroCallAdmin(ServiceAdmin):
    form = IntroCallForm
    add_title = _("Announce an intro call")
    list_display = ["starts_at", "host", "seats_taken", "capacity"]
    list_select_related = ["host"]
    date_hierarchy = "starts_at"
    autocomplete_fields = ["host"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AttendanceFilter(admin.SimpleListFilter):
    title = _("attendance")
    parameter_name = "attendance"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("unknown", _("to record")), ("yes", _("came")), ("no", _("missed it"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "unknown":
            return queryset.without_attendance(clock.now())
        if self.value() in ("yes", "no"):
            return queryset.filter(attended=self.value() == "yes")
        return queryset


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin):
    list_display = ["candidate", "call", "status", "attended", "created_at"]
    list_filter = [AttendanceFilter, "status"]
    list_select_related = ["candidate__user", "call"]
    search_fields = ["candidate__user__last_name", "candidate__user__first_name", "candidate__user__email"]
    actions = ["mark_came", "mark_missed"]

    @admin.action(description=_("They came to the call"))
    def mark_came(self, request: HttpRequest, queryset: QuerySet[Registration]) -> None:
        self._mark(request, queryset, attended=True)

    @admin.action(description=_("They missed the call"))
    def mark_missed(self, request: HttpRequest, queryset: QuerySet[Registration]) -> None:
        self._mark(request, queryset, attended=False)

    def _mark(self, request: HttpRequest, queryset: QuerySet[Registration], *, attended: bool) -> None:
        recorded = 0
        for registration in queryset.select_related("call", "candidate"):
            try:
                record_attendance(registration, attended=attended, actor=person_of(request), now=clock.now())
                recorded += 1
            except Refused as refusal:
                self.message_user(request, f"{registration}: {refusal}", messages.ERROR)
        text = ngettext("Recorded for %(n)d person.", "Recorded for %(n)d people.", recorded)
        self.message_user(request, text % {"n": recorded}, messages.SUCCESS)
