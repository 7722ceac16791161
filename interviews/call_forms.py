from django import forms
from django.utils.translation import gettext_lazy as _

from core.once.forms import OnceForm
from interviews.enums import Need


class NeedsForm(OnceForm):
    """What somebody asks for with a seat."""

    needs = forms.MultipleChoiceField(
        label=_("I would like"), choices=Need.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    needs_note = forms.CharField(label=_("Which language, or what else"), max_length=120, required=False)


class CodeForm(OnceForm):
    code = forms.CharField(
        label=_("Check-in code"),
        max_length=20,
        help_text=_("Your host shows it at the end of the call."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
    )


class RecordingForm(OnceForm):
    """Three questions on the recording, answered in one's own words."""

    why_no_call = forms.CharField(label=_("Why does no call suit you?"), max_length=300)
    what_the_office_does = forms.CharField(
        label=_("What does the office that interests you decide, in your own words?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    what_it_asks_of_you = forms.CharField(
        label=_("What would running ask of you in time, money and people around you?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    what_you_would_ask = forms.CharField(
        label=_("What would you have asked in the call?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
