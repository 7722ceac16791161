from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock
from core.once.forms import OnceForm
from core.uploads.fields import UploadField
from funding.actblue import MOST_BYTES
from funding.enums import Declaration, DocumentKind, GiftKind
from funding.models import FundingApplication, LegalEntity

MOST_LINES = 20
FEWEST_LINES = 4


def dollars(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        **options,
    )


class ApplicationForm(OnceForm):
    """The draft. Nothing is required until it is handed in; what cannot be read keeps nothing else from being saved.

    `seen` tells which state of the draft this page shows, so that two who write at it do not overwrite each other.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    committee_name = forms.CharField(
        label=_("Committee"),
        max_length=200,
        required=False,
        help_text=_("Committees are paid, not people."),
    )
    committee_registration = forms.CharField(
        label=_("Registration number"),
        max_length=64,
        required=False,
        help_text=_("As your state or county gave it to the committee; empty where it gives none."),
    )
    treasurer_name = forms.CharField(label=_("Treasurer"), max_length=200, required=False)
    win_number = forms.IntegerField(
        label=_("Win number"), min_value=1, max_value=2_000_000_000, required=False
    )
    plan = forms.CharField(
        label=_("Campaign plan"),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Win number, voters, message, field, budget, calendar, team, fundraising. Two people score it without "
            "knowing whose it is: leave your name out."
        ),
    )
    requested = dollars(_("Amount asked for, in dollars"), required=False)
    declarations = forms.MultipleChoiceField(
        label=_("We declare"),
        choices=Declaration.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, application: FundingApplication | None = None, **kwargs: Any) -> None:
        given = application or FundingApplication()
        kwargs["initial"] = {name: getattr(given, name) for name in FIELDS} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        sent = sum(f"what_{number}" in self.data for number in range(MOST_LINES)) if self.is_bound else 0
        self.count = min(max(FEWEST_LINES, len(given.use_of_money) + 2, sent), MOST_LINES)
        for number in range(self.count):
            line = given.use_of_money[number] if number < len(given.use_of_money) else {}
            self.fields[f"what_{number}"] = forms.CharField(
                label=_("What for"), max_length=200, required=False, initial=line.get("what")
            )
            self.fields[f"amount_{number}"] = dollars(
                _("Amount in dollars"), required=False, initial=line.get("amount")
            )

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """The fields of each line of the budget."""
        return [(self[f"what_{number}"], self[f"amount_{number}"]) for number in range(self.count)]

    def written(self) -> dict[str, Any]:
        """Return what could be read, by the draft's fields; after `is_valid` was asked."""
        said = self.cleaned_data
        found = {name: said[name] for name in FIELDS if name in said}
        names = [f"{kind}_{number}" for number in range(self.count) for kind in ("what", "amount")]
        if all(name in said for name in names):
            pairs = [(said[f"what_{number}"], said[f"amount_{number}"]) for number in range(self.count)]
            found["use_of_money"] = [
                {"what": what, "amount": str(amount or "")} for what, amount in pairs if what or amount
            ]
        return found


FIELDS = (
    "committee_name", "committee_registration", "treasurer_name", "win_number", "plan", "requested", "declarations",
)  # fmt: skip


class ReportForm(OnceForm):
    spent = forms.DecimalField(
        label=_("Spent of our money, in dollars"), max_digits=12, decimal_places=2, min_value=Decimal(0)
    )
    used_for = forms.CharField(
        label=_("What was it used for?"),
        help_text=_("In your own words: printing, postage, a hall. Name no donors and no volunteers."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    campaign_spent = forms.DecimalField(
        label=_("Spent by your whole campaign, in dollars"),
        help_text=_(
            "All of it, our money included. It tells whoever runs next what such a race costs: we show the mean of "
            "five campaigns or more, never yours alone."
        ),
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
    )


class GiftForm(OnceForm):
    donor = forms.CharField(label=_("From whom"), max_length=200)
    amount = forms.DecimalField(
        label=_("Amount in dollars"), max_digits=12, decimal_places=2, min_value=Decimal("0.01")
    )
    kind = forms.ChoiceField(label=_("What kind of money"), choices=GiftKind.choices)
    given_on = forms.DateField(label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean_given_on(self) -> Any:
        day = self.cleaned_data["given_on"]
        if day > clock.now().date():
            raise ValidationError(_("This day lies in the future."))
        return day


class ExportForm(OnceForm):
    export = forms.FileField(
        label=_("ActBlue’s file"),
        help_text=_("The CSV file as ActBlue gives it, at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_export(self) -> Any:
        file = self.cleaned_data["export"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 5 MB. Export a shorter time."))
        return file


class DocumentForm(OnceForm):
    kind = forms.ChoiceField(label=_("What it is"), choices=DocumentKind.choices)
    file = UploadField(label=_("File"), help_text=_("A PDF, a PNG or a JPEG file, at most 8 MB."))


class BooksForm(forms.Form):
    """A time, both days included, and whose books; no legal entity means all of them."""

    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until, this day too"), widget=forms.DateInput(attrs={"type": "date"}))
    entity = forms.ModelChoiceField(
        label=_("Legal entity"), queryset=LegalEntity.objects.all(), required=False, empty_label=_("all")
    )
    form = forms.ChoiceField(choices=[("pdf", "PDF"), ("csv", "CSV")], widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return said


class TreasurerForm(OnceForm):
    email = forms.EmailField(
        label=_("The treasurer’s e-mail address"),
        help_text=_("They get a mail, sign in by it, and can write at this one application."),
    )
