"""The forms of whoever holds a talk, and of whoever reads its notes again."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.once.forms import OnceForm
from interviews.criteria import Rated, all_rated
from interviews.enums import Flag, Recommendation

EVIDENCE_LENGTH, NOTE_LENGTH = 300, 4_000


class RatingForm(OnceForm):
    """A group of buttons for each of the ratings that this organisation asks for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in all_rated():
            self.fields[one.code] = forms.TypedChoiceField(
                label=one.label, choices=one.choices, coerce=int, widget=forms.RadioSelect
            )
            self.add_beside(one)
        self.fields["recommendation"] = forms.ChoiceField(
            label=_("Recommendation"), choices=Recommendation.choices, widget=forms.RadioSelect
        )

    def add_beside(self, one: Rated) -> None:
        """Add what stands with a rating."""

    @cached_property
    def rated(self) -> list[tuple[Any, Any]]:
        """The ratings in their order, each with the line that stands with it."""
        return [
            (self[one.code], self[one.evidence] if one.evidence in self.fields else None)
            for one in all_rated()
        ]

    def ratings(self) -> dict[str, int]:
        return {one.code: self.cleaned_data[one.code] for one in all_rated()}


class NotesForm(RatingForm):
    """`seen` is the version of the draft that the page began with, `window` the page itself."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    window = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)
    flags = forms.MultipleChoiceField(
        label=_("Anything to look at first?"),
        help_text=_("Not rated. They tell whoever decides what to look at first."),
        choices=Flag.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note_to_candidate = forms.CharField(
        label=_("Note that the candidate receives"),
        help_text=_("Three next steps, in your own words."),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    private_note = forms.CharField(
        label=_("Private note"),
        help_text=_("For whoever decides. The candidate does not see it."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def add_beside(self, one: Rated) -> None:
        self.fields[one.evidence] = forms.CharField(
            label=_("What you heard"),
            max_length=EVIDENCE_LENGTH,
            required=False,
            widget=forms.TextInput(
                attrs={
                    "class": "form-control",
                    "placeholder": _("What you heard, in a line"),
                    "aria-label": _("What you heard: %(what)s") % {"what": one.label},
                }
            ),
        )

    def notes(self) -> dict[str, Any]:
        """Return what is handed in, by the names of the scorecard."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("form_key", "seen", "window")
        }
