"""Second readings, for program staff only: who read what, and how far both were apart."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.backoffice import ReadOnlyAdmin, YetFilter
from interviews.models import SecondReading


@admin.register(SecondReading)
class SecondReadingAdmin(ReadOnlyAdmin):
    """With names: whoever reads blind has another page, and no permission for this one."""

    list_display = ["candidate", "interviewer", "reader", "asked_at", "read_at", "first", "recommendation"]
    list_filter = [("read_at", YetFilter)]
    list_select_related = [
        "scorecard__interview__candidate__user",
        "scorecard__interview__interviewer__user",
        "reader__user",
    ]
    exclude = ["passed_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows

    @admin.display(description=_("candidate"))
    def candidate(self, reading: SecondReading) -> str:
        return str(reading.scorecard.interview.candidate)

    @admin.display(description=_("interviewer"))
    def interviewer(self, reading: SecondReading) -> str:
        return str(reading.scorecard.interview.interviewer)

    @admin.display(description=_("first recommendation"))
    def first(self, reading: SecondReading) -> str:
        return str(reading.scorecard.get_recommendation_display())
