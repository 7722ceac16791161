"""Interviewers keep their own weekly hours; program staff see everybody's."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.accounts.predicates import is_program_staff
from core.backoffice import DiscreetAdmin
from core.scheduling.models import DayOff, WeeklyHours


class OwnRowsAdmin(DiscreetAdmin):
    show_full_result_count = False
    list_select_related = ["person"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows if is_program_staff(request.user) else rows.filter(person=request.user)

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [] if is_program_staff(request.user) else ["person"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not is_program_staff(request.user):
            obj.person = request.user
        super().save_model(request, obj, form, change)


@admin.register(WeeklyHours)
class WeeklyHoursAdmin(OwnRowsAdmin):
    list_display = ["person", "weekday", "starts", "ends"]


@admin.register(DayOff)
class DayOffAdmin(OwnRowsAdmin):
    list_display = ["person", "day"]
