"""What volunteers tell of themselves and of their time."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.backoffice import DAY
from core.once.forms import OnceForm
from core.scheduling.models import Weekday
from interviews.models import Interviewer
from offices.enums import DOWN_BALLOT, LISTING_ORDER
from offices.states import STATES

LEVELS = [(level.value, level.label) for level in LISTING_ORDER if level in DOWN_BALLOT]
CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class ProfileForm(OnceForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages in which you can hold a talk"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    states = forms.MultipleChoiceField(
        label=_("States whose politics you know"),
        choices=STATES,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Hold Ctrl or ⌘ to choose several."),
    )
    levels = forms.MultipleChoiceField(
        label=_("Offices you know from a campaign or from serving"),
        choices=LEVELS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    weekly_cap = forms.IntegerField(label=_("Talks a week at most"), min_value=1, max_value=40, initial=3)
    notice_hours = forms.IntegerField(
        label=_("Hours of notice at least"), min_value=0, max_value=24 * 13, initial=24
    )
    buffer_minutes = forms.IntegerField(
        label=_("Free minutes before and after a talk"), min_value=0, max_value=120, initial=10
    )
    meeting_url = forms.URLField(
        label=_("Link to your meeting room"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("For talks by video. Only who has a talk with you sees it."),
    )
    paused_until = forms.DateField(
        label=_("Take a break until"),
        required=False,
        widget=DAY,
        help_text=_("Nobody can book you before this day. Talks that are booked stay."),
    )

    @property
    def profile(self) -> dict[str, Any]:
        names = [field.name for field in Interviewer._meta.fields]
        return {name: value for name, value in self.cleaned_data.items() if name in names}


class VolunteerForm(ProfileForm):
    field_order = ["about", "languages", "states", "levels"]
    paused_until = None  # type: ignore[assignment]
    about = forms.CharField(
        label=_("Why do you want to hold talks, and what do you bring?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    conflicts = forms.CharField(
        label=_("With whom must you not talk?"),
        required=False,
        max_length=300,
        help_text=_(
            "Candidates you are related to, work for or donate to, and races in which you have a part. "
            "Leave it empty if there are none."
        ),
    )
    confidentiality = forms.BooleanField(
        label=_(
            "What candidates tell me stays between them, me and the program staff. I do not record talks, and I keep "
            "no copies of my notes."
        ),
        error_messages={"required": _("What candidates tell you stays with us: please accept that first.")},
    )


class WeeklyForm(OnceForm):
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"), choices=Weekday.choices, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts = forms.TimeField(label=_("From"), widget=CLOCK)
    ends = forms.TimeField(label=_("Until"), widget=CLOCK)


class ExceptionForm(OnceForm):
    """One date with other hours, or days on which there are none."""

    day = forms.DateField(label=_("Day"), widget=DAY)
    until = forms.DateField(
        label=_("Until, for several days off"), required=False, widget=DAY, help_text=_("This day included.")
    )
    starts = forms.TimeField(
        label=_("From"), required=False, widget=CLOCK, help_text=_("Leave both empty for a day off.")
    )
    ends = forms.TimeField(label=_("Until, on the clock"), required=False, widget=CLOCK)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("starts")) != bool(data.get("ends")):
            raise ValidationError(_("Hours need a start and an end; a day off has neither."))
        if data.get("starts") and data.get("until") not in (None, data.get("day")):
            raise ValidationError(_("Hours are for one day at a time."))
        return data


class CalendarForm(OnceForm):
    address = forms.CharField(
        label=_("Address of your calendar (ICS)"),
        max_length=1_000,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"}),
        help_text=_(
            "The secret address in iCal format that Google, Outlook or Apple shows in the settings of a calendar. We "
            "read only when you are busy, and keep neither titles nor guests. Empty: we read none."
        ),
    )

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        if not address:
            return ""
        parts = urlsplit(address)
        if parts.scheme == "webcal":
            parts = parts._replace(scheme="https")
        if parts.scheme != "https" or not parts.hostname or parts.username or parts.port not in (None, 443):
            raise ValidationError(_("The address begins with https:// or webcal:// and names no port."))
        return parts.geturl()
