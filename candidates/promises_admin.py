"""Promised calls in the back office: whom to call, on what number, by when."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.models import PromisedCall
from candidates.promised_calls import note_call
from candidates.whose import whose
from core import clock
from core.backoffice import ServiceAdmin, ServiceForm, YetFilter


class NoteCallForm(ServiceForm):
    class Meta:
        model = PromisedCall
        fields: list[str] = []

    def act(self) -> PromisedCall:
        promised: PromisedCall = PromisedCall.objects.get(pk=self.instance.pk)
        note_call(promised, actor=self.actor, at=clock.now())
        return promised


@admin.register(PromisedCall)
class PromisedCallAdmin(ServiceAdmin):
    form = NoteCallForm
    change_title = _("Call somebody who has filed")
    list_display = ["candidate", "phone", "filed_on", "due_at", "called_at", "called_by"]
    list_filter = [("called_at", YetFilter), whose("candidate__state")]
    list_select_related = ["candidate__user", "called_by"]
    ordering = ["due_at"]
    fields = ("candidate", "phone", "filed_on", "promised_at", "due_at", "called_at", "called_by")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was noted is read only."""
        return super().has_change_permission(request, obj) and (obj is None or obj.called_at is None)

    @admin.display(description=_("phone"))
    def phone(self, promised: PromisedCall) -> str:
        return promised.candidate.phone.as_international if promised.candidate.phone else "–"

    @admin.display(description=_("filed on"), ordering="candidate__filed_on")
    def filed_on(self, promised: PromisedCall) -> Any:
        return promised.candidate.filed_on
