"""The forms about a candidate's races; the sign-up is in `sign_up_form.py`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.enums import FilingItem
from candidates.fields import day_field, refuse_what_is_no_filing
from core import clock
from core.once.forms import OnceForm
from core.uploads.fields import UploadField
from offices.enums import ElectionKind
from offices.models import Office
from offices.selectors import offices_around

LONGEST_TERM_YEARS = 6


class EnterRaceForm(OnceForm):
    """Which office, and on which election day."""

    office = forms.ModelChoiceField(
        label=_("Office"), queryset=Office.objects.none(), to_field_name="public_id", empty_label=None
    )
    election_day = day_field(label=_("Election day"))
    kind = forms.ChoiceField(
        label=_("Kind of election"), choices=ElectionKind.choices, initial=ElectionKind.GENERAL
    )

    filed_on = day_field(
        label=_("Already filed? On which day?"),
        required=False,
        help_text=_("Then you can enter your race at once, and a person calls you within one working day."),
    )

    def __init__(self, *args: Any, candidate: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidate = candidate
        around = [office.pk for office in offices_around(candidate.postal_code)]
        chosen = list(candidate.interests.values_list("office_id", flat=True))
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Office.objects.filter(pk__in=around + chosen).order_by("level", "name")

    def clean_filed_on(self) -> Any:
        filed = self.cleaned_data["filed_on"]
        if filed is not None and filed != self.candidate.filed_on:
            refuse_what_is_no_filing(filed, today=clock.today(self.candidate.user.time_zone))
        return filed

    def clean_election_day(self) -> Any:
        """Today is early enough: the polls are open."""
        day, today = self.cleaned_data["election_day"], clock.today(self.candidate.user.time_zone)
        if day < today:
            raise forms.ValidationError(_("This day has passed. Give the election day that lies ahead."))
        if day.year > today.year + LONGEST_TERM_YEARS:
            raise forms.ValidationError(_("Please check the year: no office is elected that far ahead."))
        return day


class EvidenceForm(OnceForm):
    evidence_url = forms.URLField(
        label=_("Link to the official list of candidates"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_(
            "The page of the county clerk, the secretary of state or the school district that shows your name."
        ),
    )
    evidence_file = UploadField(
        label=_("Or a file that shows it"),
        required=False,
        help_text=_("A PDF, a PNG or a JPEG of at most 8 MB, such as the stamped form or the printed list."),
    )
    evidence_note = forms.CharField(
        label=_("Anything we should know to find you on it"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ChecklistForm(OnceForm):
    """`seen` are the items that the page showed as done, `done` those that are done now."""

    seen = forms.MultipleChoiceField(
        choices=FilingItem.choices, required=False, widget=forms.MultipleHiddenInput
    )
    done = forms.MultipleChoiceField(
        label=_("Done"), choices=FilingItem.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
