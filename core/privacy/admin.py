from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import clock
from core.backoffice import ReadOnlyAdmin, ServiceAdmin, ServiceForm, YetFilter
from core.privacy.models import ErasureRequest, SafetyCall
from core.privacy.registry import obstacles_for
from core.privacy.safety import answer, ways_to_reach


class AnswerForm(ServiceForm):
    class Meta:
        model = SafetyCall
        fields = ["outcome"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "outcome" in self.fields:
            self.fields["outcome"].required = True

    def act(self) -> SafetyCall:
        call: SafetyCall = self.instance
        answer(call, outcome=self.cleaned_data["outcome"], actor=self.actor, at=clock.now())
        call.refresh_from_db()
        return call


@admin.register(SafetyCall)
class SafetyCallAdmin(ServiceAdmin):
    form = AnswerForm
    change_title = _("Somebody feels unsafe: call, then say what came of it")
    list_display = ["user", "pressed_at", "answered_at", "answered_by", "outcome"]
    list_filter = [("answered_at", YetFilter)]
    list_select_related = ["user", "answered_by"]
    readonly_fields = ["user", "reach", "pressed_at", "answered_by", "answered_at"]
    fields = ["user", "reach", "pressed_at", "answered_by", "answered_at", "outcome"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("how to reach them"))
    def reach(self, call: SafetyCall) -> str:
        return " · ".join(ways_to_reach(call.user))


@admin.register(ErasureRequest)
class ErasureRequestAdmin(ReadOnlyAdmin):
    list_display = ["public_id", "user", "asked_at", "due_at", "held_since", "kept_at", "done_at"]
    list_filter = [("held_since", YetFilter), ("done_at", YetFilter)]
    list_select_related = ["user"]
    fields = [
        "user",
        "asked_at",
        "due_at",
        "held_since",
        "what_it_waits_for",
        "kept_at",
        "begun_at",
        "done_at",
    ]

    @admin.display(description=_("what it waits for"))
    def what_it_waits_for(self, erasure: ErasureRequest) -> str:
        waits = erasure.held_since and not erasure.done_at and not erasure.kept_at
        return " ".join(obstacles_for(erasure.user)) if waits else "–"
