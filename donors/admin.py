from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core import clock
from core.accounts.requests import person_of
from core.backoffice import LeanAdmin, ServiceAdmin, ServiceForm
from donors.models import BoardReader, Figure, Release
from donors.releases import publish


class ReleaseForm(ServiceForm):
    class Meta:
        model = Release
        fields: list[str] = []

    def act(self) -> Release:
        now = clock.now()
        return publish(as_of=now, now=now, actor=self.actor)


class FigureInline(admin.TabularInline):
    model = Figure
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None


@admin.register(Release)
class ReleaseAdmin(ServiceAdmin):
    """Adding a release freezes the figures as they are now."""

    form = ReleaseForm
    list_display = ["as_of", "published_at", "published_by"]
    list_select_related = ["published_by"]
    inlines = [FigureInline]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(BoardReader)
class BoardReaderAdmin(LeanAdmin):
    """Who gets the Monday report. Taking somebody out ends it."""

    list_display = ["person", "added_by", "added_at"]
    list_select_related = ["person", "added_by"]
    raw_id_fields = ["person"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("donors.delete_boardreader")

    def save_model(self, request: HttpRequest, obj: BoardReader, form: Any, change: bool) -> None:
        obj.added_by, obj.added_at = person_of(request), clock.now()
        super().save_model(request, obj, form, change)
