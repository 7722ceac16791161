"""The forms that a prospective candidate fills in."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from localflavor.us.forms import USZipCodeField
from phonenumber_field.formfields import PhoneNumberField

from candidates.enums import HeardFrom, RunningWhen, Topic
from core import clock
from core.once.forms import OnceForm
from offices.enums import ElectionKind
from offices.models import Office, ZipCode
from offices.selectors import offices_around

UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
OLDEST = 120
# What a phone fills in by itself.
AUTOCOMPLETE = {
    "first_name": "given-name",
    "last_name": "family-name",
    "email": "email",
    "postal_code": "postal-code",
    "date_of_birth": "bday",
    "phone": "tel",
}


class OfficeChoices(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class SignUpForm(OnceForm):
    """The sign-up. `zip_code` and `office` are what the office search knew, `today` is the visitor's date."""

    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    postal_code = USZipCodeField(
        label=_("ZIP code"),
        help_text=_("So that we can show what you could run for. We never ask for your street."),
    )
    offices = OfficeChoices(
        label=_("Offices that interest you"),
        queryset=Office.objects.none(),
        to_field_name="public_id",
        required=False,
    )
    exploring = forms.BooleanField(
        label=_("I'm just exploring; I don't know which office yet"), required=False
    )
    running_when = forms.ChoiceField(
        label=_("When might you run?"), choices=[("", "—"), *RunningWhen.choices], required=False
    )
    filed_on = forms.DateField(
        label=_("Already filed? On which day?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_(
            "Leave it empty if you have not filed. If you have, a person calls you within one working day."
        ),
    )
    ran_before = forms.NullBooleanField(
        label=_("Have you run for office before?"),
        required=False,
        widget=forms.Select(choices=[("", "—"), ("false", _("No")), ("true", _("Yes"))]),
    )
    date_of_birth = forms.DateField(
        label=_("Birth date"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Some offices have age limits; interviewers see only yes or no."),
    )
    topics = forms.MultipleChoiceField(
        label=_("What should we talk about?"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    heard_from = forms.ChoiceField(
        label=_("Where did you hear of us?"), choices=[("", "—"), *HeardFrom.choices], required=False
    )
    phone = PhoneNumberField(label=_("Phone"), required=False, region="US")
    values = forms.BooleanField()
    consent = forms.BooleanField(
        label=_("I have read the privacy notice and agree that you keep what I wrote here.")
    )
    text_consent = forms.BooleanField(
        label=_("You may send me text messages. I can stop them at any time by answering STOP."),
        required=False,
    )
    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, zip_code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in UTM:
            self.fields[name] = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
        for name, token in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = token
        self.fields["values"].label = _("I share the values of %(name)s.") % {"name": settings.ORG_NAME}
        typed = self.data.get("postal_code", "") if self.is_bound else zip_code
        self._offices_field.queryset = self._offices_to_offer(typed)

    @property
    def _offices_field(self) -> OfficeChoices:
        field = self.fields["offices"]
        assert isinstance(field, OfficeChoices)
        return field

    def _offices_to_offer(self, zip_code: str) -> QuerySet[Office]:
        """Those around the ZIP, and those that were chosen before."""
        around = [office.pk for office in offices_around(zip_code)] if zip_code else []
        typed: Any = self.data
        chosen = typed.getlist("offices") if self.is_bound else self.initial.get("offices", [])
        queryset = Office.objects.filter(pk__in=around) | Office.objects.filter(public_id__in=_uuids(chosen))
        return queryset.select_related("division").order_by("level", "name")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_postal_code(self) -> str:
        code = str(self.cleaned_data["postal_code"])
        if not ZipCode.objects.filter(code=code[:5]).exists():
            raise ValidationError(_("We don't know this ZIP code. Please check its five digits."))
        return code

    def clean_date_of_birth(self) -> date:
        born: date = self.cleaned_data["date_of_birth"]
        today = clock.now().date()
        if born > today or born < today - timedelta(days=365 * OLDEST):
            raise ValidationError(_("Please check the year of your birth date."))
        return born

    def clean_time_zone(self) -> str:
        """A browser's zone that we do not know is left out: the ZIP's is taken instead."""
        zone = self.cleaned_data["time_zone"]
        return zone if zone in available_timezones() else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "offices" not in self.errors and not data.get("offices") and not data.get("exploring"):
            self.add_error("offices", _("Choose an office, or tick “I'm just exploring” below."))
        if data.get("text_consent") and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Give a phone number that we may text, or leave the texts unticked."))
        return data

    def payload(self) -> dict[str, Any]:
        """Return the validated sign-up in JSON's types."""
        data = dict(self.cleaned_data)
        data["offices"] = [str(office.public_id) for office in data["offices"]]
        data["utm"] = {name: value for name in UTM if (value := data.pop(name, ""))}
        for name in ("date_of_birth", "filed_on"):
            data[name] = data[name].isoformat() if data[name] else None
        data["phone"] = str(data["phone"] or "")
        data.pop("form_key")
        return data


def _uuids(values: Any) -> list[str]:
    field, found = forms.UUIDField(), []
    for value in values:
        try:
            found.append(str(field.clean(value)))
        except ValidationError:
            continue
    return found


class EnterRaceForm(OnceForm):
    """Which office, and on which election day."""

    office = forms.ModelChoiceField(
        label=_("Office"), queryset=Office.objects.none(), to_field_name="public_id", empty_label=None
    )
    election_day = forms.DateField(label=_("Election day"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label=_("Kind of election"), choices=ElectionKind.choices, initial=ElectionKind.GENERAL
    )

    def __init__(self, *args: Any, candidate: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        around = [office.pk for office in offices_around(candidate.postal_code)]
        chosen = list(candidate.interests.values_list("office_id", flat=True))
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Office.objects.filter(pk__in=around + chosen).order_by("level", "name")


class EvidenceForm(OnceForm):
    evidence_url = forms.URLField(
        label=_("Link to the official list of candidates"),
        max_length=500,
        assume_scheme="https",
        help_text=_(
            "The page of the county clerk, the secretary of state or the school district that shows your name."
        ),
    )
    evidence_note = forms.CharField(
        label=_("Anything we should know to find you on it"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
