from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from candidates.whose import whose
from core import clock
from core.accounts.models import User
from core.accounts.requests import person_of
from core.accounts.roles import Role
from core.backoffice import ReadOnlyAdmin, ServiceAdmin, ServiceForm
from core.lifecycle import Refused
from interviews.announcing import MOST_IN_A_SERIES, announce, announce_series, tell_host
from interviews.attendance import record_attendance
from interviews.models import IntroCall, Registration

REPEATS = [(0, _("once")), (7, _("every week")), (14, _("every two weeks")), (28, _("every four weeks"))]


REPEATING = ("every_days", "times")


class IntroCallForm(ServiceForm):
    every_days = forms.TypedChoiceField(
        label=_("Repeats"), choices=REPEATS, coerce=int, required=False, empty_value=""
    )
    times = forms.IntegerField(
        label=_("So many calls in all"),
        min_value=1,
        max_value=MOST_IN_A_SERIES,
        initial=1,
        required=False,
        help_text=_("At the same time on the clock of the zone, whatever the clock does meanwhile."),
    )

    class Meta:
        model = IntroCall
        fields = [
            "host", "starts_at", "minutes", "time_zone", "capacity", "join_url", "dial_in", "captions",
            "interpreted_into",
        ]  # fmt: skip
        help_texts = {"starts_at": _("On the clock of the time zone below.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "starts_at" in self.fields:
            parts: Any = self.fields["starts_at"].widget
            for part, label in zip(parts.widgets, (_("Starts: day"), _("Starts: time")), strict=True):
                part.attrs["aria-label"] = label
            self.fields["time_zone"].initial = timezone.get_current_timezone_name()

    def clean(self) -> dict[str, Any]:
        """What was typed is on the clock of the call's zone, wherever it was typed."""
        data = super().clean() or {}
        if data.get("starts_at") and data.get("time_zone"):
            data["starts_at"] = timezone.localtime(data["starts_at"]).replace(
                tzinfo=ZoneInfo(data["time_zone"])
            )
        return data

    def act(self) -> IntroCall:
        now, every, times = clock.now(), self.cleaned_data["every_days"] or 0, self.cleaned_data["times"] or 1
        calls = (
            announce_series(self.instance, every_days=every, times=times, now=now)
            if every and times > 1
            else [announce(self.instance, now=now)]
        )
        for call in calls:
            tell_host(call)
        return calls[0]


class NeedsFilter(admin.SimpleListFilter):
    title = _("captions and interpreters")
    parameter_name = "needs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("to arrange"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() != "open":
            return queryset
        asked = Registration.objects.with_needs(clock.now()).filter(call=OuterRef("pk"))
        return queryset.filter(Exists(asked))


@admin.register(IntroCall)
class IntroCallAdmin(ServiceAdmin):
    form = IntroCallForm
    add_title = _("Announce an intro call")
    list_display = ["starts_at", "page", "host", "seats_taken", "capacity", "cancelled_at"]
    list_select_related = ["host"]
    list_filter = [NeedsFilter]
    date_hierarchy = "starts_at"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """How often it repeats is asked of what is announced, and known of nothing else."""
        fields = list(super().get_fields(request, obj))
        return fields if obj is None else [name for name in fields if name not in REPEATING]

    @admin.display(description=_("who comes, code, attendance"))
    def page(self, call: IntroCall) -> str:
        address = reverse("interviews:host", args=[call.public_id])
        return format_html('<a href="{}">{}</a>', address, _("Open the call"))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "host":
            hosts = User.objects.filter(
                groups__name__in=[Role.PROGRAM_STAFF, Role.INTERVIEWER], is_active=True
            )
            kwargs["queryset"] = hosts.distinct().order_by("last_name", "first_name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


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
    list_display = ["candidate", "call", "status", "attended", "noted_how", "created_at"]
    list_filter = [whose("candidate__state"), AttendanceFilter, "status"]
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
