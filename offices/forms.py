"""Forms about offices."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.once.forms import OnceForm
from core.strict_csv import FaultyCsv
from offices.enums import OF_AN_ELECTION, ElectionKind, FactKind, WantedKind
from offices.fact_files import refuse_large, text_of
from offices.fact_values import Unreadable, read_value
from offices.states import STATES

# What a person can be told by a clerk. Names, time zones and the like are for those who keep the facts.
TOLD = (
    FactKind.FILING_OPENS,
    FactKind.FILING_CLOSES,
    FactKind.SIGNATURES,
    FactKind.FEE,
    FactKind.RESIDENCY,
    FactKind.MINIMUM_AGE,
    FactKind.PAY,
    FactKind.HOLDER,
    FactKind.SEATS,
    FactKind.TERM_YEARS,
    FactKind.DUTIES,
)
KEPT = (*TOLD, FactKind.NAME, FactKind.TITLE, FactKind.TIME_ZONE)


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **options)


class TellForm(OnceForm):
    """What somebody found out about an office."""

    kind = forms.ChoiceField(label=_("What is it about?"))
    value = forms.CharField(
        label=_("What did you find out?"),
        max_length=500,
        help_text=_("A date as 2027-03-14, a fee in dollars, anything else in a few words."),
    )
    election_day = _day(
        label=_("Election day"), required=False, help_text=_("Only for filing dates: of which election?")
    )
    election_kind = forms.ChoiceField(
        label=_("Kind of election"),
        choices=ElectionKind.choices,
        initial=ElectionKind.GENERAL,
        required=False,
    )
    source = forms.CharField(
        label=_("Who or what says so?"),
        max_length=300,
        help_text=_("For example: “My county clerk, on the phone”, or the title of a page."),
    )
    source_url = forms.URLField(
        label=_("Link, if there is one"), required=False, max_length=500, assume_scheme="https"
    )
    checked_on = _day(label=_("When did you hear or read it?"))

    def __init__(self, *args: Any, is_keeper: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        choices = [(kind.value, kind.label) for kind in (KEPT if is_keeper else TOLD)]
        self.fields["kind"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]
        self.fields["checked_on"].initial = today

    def clean_checked_on(self) -> date:
        day: date = self.cleaned_data["checked_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day lies ahead."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, value = data.get("kind"), data.get("value")
        if kind and value:
            try:
                read_value(kind, value)
            except Unreadable as unreadable:
                self.add_error("value", str(unreadable))
        if kind in OF_AN_ELECTION and not data.get("election_day"):
            self.add_error("election_day", _("Filing dates belong to an election: which day is it?"))
        return data


class SomethingElseForm(OnceForm):
    """An office that we do not list."""

    kind = forms.ChoiceField(label=_("What kind of office?"), choices=WantedKind.choices)
    state = forms.ChoiceField(label=_("State or territory"), choices=[("", _("Choose")), *STATES])
    description = forms.CharField(
        label=_("Which one?"),
        max_length=200,
        help_text=_("As people call it: “Round Rock Public Library board”, “Guam Education Board”."),
    )


class RefuseForm(OnceForm):
    because = forms.CharField(
        label=_("Why it cannot be confirmed"),
        max_length=300,
        help_text=_("One sentence that the person who told us can read."),
    )


class UploadForm(OnceForm):
    """A CSV file, or the text of the one that was just checked."""

    file = forms.FileField(label=_("CSV file"), required=False)
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file: UploadedFile | None = data.get("file")
        if file is not None:
            data["text"] = self._read(file)
        if not data.get("text") and not self.errors:
            self.add_error("file", _("Choose a CSV file."))
        return data

    def _read(self, file: UploadedFile) -> str:
        try:
            refuse_large(file.size or 0)
            return text_of(file.read())
        except FaultyCsv as fault:
            self.add_error("file", str(fault))
            return ""
