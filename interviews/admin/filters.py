"""By what lists of talks and notes are narrowed. Each is a field to choose from: a list of fifty states has no end."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy, Interest
from core import clock
from core.accounts.predicates import is_program_staff
from interviews.models import Interviewer
from offices.enums import Level
from offices.states import NAMES

WAITS = {"2": timedelta(days=2), "4": timedelta(days=4), "7": timedelta(days=7), "14": timedelta(days=14)}


class ChooseFilter(admin.SimpleListFilter):
    """Of one model, whose field `path` it narrows by."""

    template = "admin/choose.html"
    path = ""
    others: list[tuple[str, str]]

    def choices(self, changelist: Any) -> Iterator[Any]:
        self.others = [
            (name, value)
            for name, value in changelist.params.items()
            if name not in (self.parameter_name, "p")
        ]
        yield {"value": "", "display": _("All"), "selected": not self.value()}
        for value, label in self.lookup_choices:
            yield {"value": value, "display": label, "selected": str(value) == self.value()}


class StateFilter(ChooseFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return sorted(NAMES.items(), key=lambda state: str(state[1]))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(**{f"{self.path}__state": self.value()}) if self.value() else queryset


class LevelFilter(ChooseFilter):
    """The level of a race that somebody is in, or of an office that they have in mind."""

    title = _("level")
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Level.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in Level.values:
            return queryset
        here = OuterRef(f"{self.path}_id")
        races = Candidacy.objects.live().filter(candidate=here, race__office__level=self.value())
        wishes = Interest.objects.filter(candidate=here, office__level=self.value())
        return queryset.filter(Q(Exists(races)) | Q(Exists(wishes)))


class InterviewerFilter(ChooseFilter):
    """Only for program staff: an interviewer sees the own talks, and not who the others are."""

    title = _("interviewer")
    parameter_name = "interviewer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        if not is_program_staff(request.user):
            return []
        people = Interviewer.objects.select_related("user").order_by(
            "user__first_name", "user__last_name", "pk"
        )
        return [(person.pk, str(person)) for person in people]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value() or ""
        return queryset.filter(**{self.path: value}) if value.isdecimal() and len(value) < 19 else queryset


class WaitFilter(ChooseFilter):
    title = _("waiting")
    parameter_name = "wait"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(days, _("%(days)s days or longer") % {"days": days}) for days in WAITS]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wait = WAITS.get(self.value() or "")
        return queryset.filter(**{f"{self.path}__lte": clock.now() - wait}) if wait else queryset


def narrowed_by(*, candidate: str, interviewer: str, since: str) -> list[type[ChooseFilter]]:
    """Return the four filters for a model, by the paths to its candidate, interviewer and the moment it waits since."""
    paths = {
        StateFilter: candidate,
        LevelFilter: candidate,
        InterviewerFilter: interviewer,
        WaitFilter: since,
    }
    return [type(each.__name__, (each,), {"path": path}) for each, path in paths.items()]
