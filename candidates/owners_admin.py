"""Regions, their states, owners and leave in the back office."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.models import Leave, Ownership, Region, RegionState
from core.accounts.models import User
from core.accounts.roles import Role
from core.backoffice import DAY, LeanAdmin


class RegionStateInline(admin.TabularInline):
    model = RegionState
    extra = 3


@admin.register(Region)
class RegionAdmin(LeanAdmin):
    list_display = ["name", "state_names"]
    inlines = [RegionStateInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("states")

    @admin.display(description=_("states"))
    def state_names(self, region: Region) -> str:
        return ", ".join(state.state for state in region.states.all()) or "–"


class WorksHereAdmin(LeanAdmin):
    """Those who can be chosen are program staff who may sign in."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.remote_field.model is User:
            kwargs["queryset"] = colleagues()
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            widget: Any = field.widget
            widget.can_add_related = widget.can_change_related = widget.can_view_related = False
        return field


def colleagues() -> QuerySet[User]:
    working = User.objects.filter(is_active=True, groups__name=Role.PROGRAM_STAFF)
    return working.order_by("first_name", "last_name", "email")


class OwnershipForm(forms.ModelForm):
    class Meta:
        model = Ownership
        fields = ["owner", "state", "region", "first_day", "last_day"]
        widgets = {"first_day": DAY, "last_day": DAY}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("state")) == bool(data.get("region")):
            self.add_error("state", _("Choose a state or a region, and only one of the two."))
        refuse_end_before_begin(self, data)
        return data


class LeaveForm(forms.ModelForm):
    class Meta:
        model = Leave
        fields = ["person", "first_day", "last_day", "stand_in"]
        widgets = {"first_day": DAY, "last_day": DAY}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_end_before_begin(self, data)
        return data


def refuse_end_before_begin(form: forms.ModelForm, data: dict[str, Any]) -> None:
    first, last = data.get("first_day"), data.get("last_day")
    if first and last and last < first:
        form.add_error("last_day", _("The last day cannot be before the first one."))


@admin.register(Ownership)
class OwnershipAdmin(WorksHereAdmin):
    form = OwnershipForm
    list_display = ["place", "owner", "first_day", "last_day"]
    list_select_related = ["owner", "region"]
    list_filter = ["region"]
    search_fields = ["owner__last_name", "owner__email", "state", "region__name"]

    @admin.display(description=_("state or region"))
    def place(self, ownership: Ownership) -> str:
        return ownership.place


@admin.register(Leave)
class LeaveAdmin(WorksHereAdmin):
    form = LeaveForm
    list_display = ["person", "first_day", "last_day", "stand_in"]
    list_select_related = ["person", "stand_in"]
    search_fields = ["person__last_name", "person__email"]
