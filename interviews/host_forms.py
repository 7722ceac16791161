from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.once.forms import OnceForm
from interviews.meeting_lists import LARGEST_BYTES
from interviews.models import IntroCall


class MeetingListForm(forms.Form):
    """Nothing is changed by it: what the list says is shown first."""

    list = forms.FileField(
        label=_("The list of who was there"),
        help_text=_(
            "As Zoom (“Participants”) or Google Meet (“Attendance report”) gives it out: a CSV file."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_list(self) -> Any:
        given = self.cleaned_data["list"]
        if given.size > LARGEST_BYTES:
            raise forms.ValidationError(_("This file is too large to be such a list."))
        return given


class AttendanceForm(OnceForm):
    """Seats by their keys: who came and, if wanted, that all the others did not."""

    came = forms.TypedMultipleChoiceField(coerce=int, required=False)
    missed_too = forms.BooleanField(required=False)
    how = forms.ChoiceField(choices=[("host", "host"), ("file", "file")])

    def __init__(self, *args: Any, seats: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = [(key, key) for key in seats]  # type: ignore[attr-defined]


class MoveCallForm(OnceForm):
    starts_at = forms.DateTimeField(
        label=_("New time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def __init__(self, *args: Any, call: IntroCall, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(call.time_zone)

    def clean_starts_at(self) -> datetime:
        """What was typed is on the clock of the call's zone."""
        typed = timezone.localtime(self.cleaned_data["starts_at"]).replace(tzinfo=None)
        return typed.replace(tzinfo=self.zone)
