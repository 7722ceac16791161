"""A list of the back office narrowed to what lies in one's own states, or where nobody looks after anything."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.owners import load_owners
from core import clock
from core.accounts.models import User
from core.accounts.predicates import is_program_staff
from core.accounts.requests import person_of

MINE, NOBODYS = "mine", "nobodys"
CHOICES = [(MINE, _("Mine")), (NOBODYS, _("Nobody’s"))]


def areas_of(user: User, whose: str) -> set[str] | None:
    """Return the states that `whose` stands for, as `user` asks for it today, or None for all of them."""
    if whose not in (MINE, NOBODYS) or not is_program_staff(user):
        return None
    today = clock.now().date()
    owners = load_owners(on=today)
    return owners.states_of(user.pk, on=today) if whose == MINE else owners.without_owner(on=today)


class WhoseFilter(admin.SimpleListFilter):
    """Only for program staff: others see what was given to them, or must not learn from where something comes."""

    title = _("whose")
    parameter_name = "whose"
    area = ""

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Any:
        return CHOICES if is_program_staff(request.user) else []

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        areas = areas_of(person_of(request), self.value() or "")
        return queryset if areas is None else queryset.filter(**{f"{self.area}__in": areas})


def whose(area: str) -> type[WhoseFilter]:
    """Return the filter for a model whose field `area` is the candidate's state."""
    return type("WhoseFilter", (WhoseFilter,), {"area": area})
