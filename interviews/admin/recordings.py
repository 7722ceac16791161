"""Recordings that were watched instead of a call: the answers, and whether they open the talk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.whose import whose
from core import clock
from core.backoffice import ServiceAdmin, ServiceForm, YetFilter
from interviews.call_forms import RecordingForm
from interviews.models import WatchedRecording
from interviews.recordings import QUESTIONS, accept, give_back


class ReadForm(ServiceForm):
    verdict = forms.ChoiceField(
        label=_("Do the answers show that they watched it?"),
        choices=[("yes", _("Yes: open the talk")), ("no", _("Not yet: ask for better ones"))],
        widget=forms.RadioSelect,
    )
    what_is_missing = forms.CharField(
        label=_("What is missing; the candidate reads it"),
        max_length=500,
        required=False,
        widget=forms.Textarea,
    )

    class Meta:
        model = WatchedRecording
        fields: list[str] = []

    def act(self) -> WatchedRecording:
        row: WatchedRecording = WatchedRecording.objects.get(pk=self.instance.pk)
        if self.cleaned_data["verdict"] == "yes":
            accept(row, actor=self.actor, at=clock.now())
        else:
            give_back(row, reply=self.cleaned_data["what_is_missing"], actor=self.actor, at=clock.now())
        return row


@admin.register(WatchedRecording)
class WatchedRecordingAdmin(ServiceAdmin):
    form = ReadForm
    change_title = _("Read the answers")
    list_display = ["candidate", "sent_at", "accepted", "read_by"]
    list_filter = [("accepted", YetFilter), whose("candidate__state")]
    list_select_related = ["candidate__user", "read_by"]
    search_fields = ["candidate__user__last_name", "candidate__user__first_name", "candidate__user__email"]
    ordering = ["sent_at"]
    answers = ["candidate", "sent_at", "why_no_call", "first", "second", "third"]
    readonly_fields = [*answers, "accepted", "reply", "read_by"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None and obj.accepted is not None:
            return self.readonly_fields
        return [*self.answers, "verdict", "what_is_missing"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was read stays as it is."""
        return super().has_change_permission(request, obj) and (obj is None or obj.accepted is None)

    @admin.display(description=RecordingForm.base_fields[QUESTIONS[0]].label)
    def first(self, row: WatchedRecording) -> str:
        return row.what_the_office_does

    @admin.display(description=RecordingForm.base_fields[QUESTIONS[1]].label)
    def second(self, row: WatchedRecording) -> str:
        return row.what_it_asks_of_you

    @admin.display(description=RecordingForm.base_fields[QUESTIONS[2]].label)
    def third(self, row: WatchedRecording) -> str:
        return row.what_you_would_ask
