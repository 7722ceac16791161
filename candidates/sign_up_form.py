"""The sign-up form: what is asked, and the words of what is wrong with an answer."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from localflavor.us.forms import USZipCodeField
from phonenumber_field.formfields import PhoneNumberField

from candidates import bots, consents
from candidates.ages import age_on, turns
from candidates.enums import ConsentKind, HeardFrom, RunningWhen, Topic
from candidates.fields import AddressField, OfficeChoices, day_field, name_field, refuse_what_is_no_filing
from core import clock
from core.once.forms import OnceForm
from offices.models import Office, ZipCode
from offices.selectors import clean_zip, offices_around
from offices.zones import is_zone

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
# Which fields are checked as they are left, and what else each check needs to know.
CHECKED = {
    "first_name": "",
    "last_name": "",
    "email": "",
    "postal_code": "offices",
    "filed_on": "postal_code,time_zone",
    "date_of_birth": "postal_code,time_zone",
    "phone": "",
}
ONLY_OF_THE_FORM = ("form_key", "opened", "website", "sure")


class SignUpForm(OnceForm):
    """The sign-up. `zip_code` is what the office search knew.

    `may_sign_up_from` is the day from which somebody who is too young may sign up, once the form was checked.
    """

    first_name = name_field(_("First name"), _("Give your first name."))
    last_name = name_field(_("Last name"), _("Give your last name."))
    email = AddressField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Give your e-mail address: we mail you a link to confirm it."),
            "invalid": _("An e-mail address looks like name@example.org. Check yours."),
        },
    )
    postal_code = USZipCodeField(
        label=_("ZIP code"),
        help_text=_("So that we can show what you could run for. We never ask for your street."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Give your ZIP code: five digits, like 78701."),
            "invalid": _("A ZIP code has five digits, like 78701. Check it and try again."),
        },
    )
    offices = OfficeChoices(
        label=_("Offices that interest you"),
        queryset=Office.objects.none(),
        to_field_name="public_id",
        required=False,
        error_messages={
            "invalid_choice": _("This is no office that we know. Choose from the list."),
            "invalid_pk_value": _("This is no office that we know. Choose from the list."),
        },
    )
    exploring = forms.BooleanField(
        label=_("I'm just exploring; I don't know which office yet"), required=False
    )
    running_when = forms.ChoiceField(
        label=_("When might you run?"), choices=[("", "—"), *RunningWhen.choices], required=False
    )
    filed_on = day_field(
        label=_("Already filed? On which day?"),
        required=False,
        help_text=_(
            "Leave it empty if you have not filed. If you have, a person calls you within one working day."
        ),
    )
    ran_before = forms.NullBooleanField(
        label=_("Have you run for office before?"),
        required=False,
        widget=forms.Select(choices=[("", "—"), ("false", _("No")), ("true", _("Yes"))]),
    )
    date_of_birth = day_field(
        label=_("Birth date"),
        help_text=_("Some offices have age limits; interviewers see only yes or no."),
        error_messages={"required": _("Give your birth date.")},
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
    phone = PhoneNumberField(
        label=_("Phone"),
        required=False,
        region="US",
        help_text=_("Only if you like. We call before we text, unless you tick the box below."),
        error_messages={"invalid": _("This is no phone number in use in the United States. Check it.")},
    )
    values = forms.BooleanField(error_messages={"required": _("Tick this if you share our values.")})
    consent = forms.BooleanField(
        label=consents.WORDINGS[ConsentKind.PRIVACY],
        error_messages={"required": _("We may keep nothing of this without your consent.")},
    )
    text_consent = forms.BooleanField(label=consents.WORDINGS[ConsentKind.TEXTS], required=False)
    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    # Against machines; see `bots.py`. People see neither, and `sure` only when the form comes back.
    opened = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    website = forms.CharField(required=False, max_length=5_000)
    sure = forms.CharField(required=False, max_length=200)

    may_sign_up_from: date | None = None

    def __init__(self, *args: Any, zip_code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in UTM:
            self.fields[name] = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
        for name, token in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = token
        for name, also in CHECKED.items():
            self.fields[name].widget.attrs |= _checked_when_left(name, also)
        self.fields["values"].label = gettext("I share the values of %(name)s.") % {"name": settings.ORG_NAME}
        self.fields["opened"].initial = bots.stamp(clock.now())
        typed = self.data.get("postal_code", "") if self.is_bound else zip_code
        offices = self.fields["offices"]
        assert isinstance(offices, OfficeChoices)
        offices.queryset = self._offices_to_offer(typed)

    def _offices_to_offer(self, zip_code: str) -> QuerySet[Office]:
        """Those around the ZIP, and those that were chosen before."""
        around = [office.pk for office in offices_around(zip_code)] if zip_code else []
        typed: Any = self.data
        chosen = typed.getlist("offices")[:50] if self.is_bound else self.initial.get("offices", [])
        queryset = Office.objects.filter(pk__in=around) | Office.objects.filter(public_id__in=_uuids(chosen))
        return queryset.select_related("division").order_by("level", "name")

    def leave_unchecked(self) -> None:
        """Show what was typed without a word on it, as when somebody only asks for the offices around a ZIP."""
        self.errors.clear()

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_postal_code(self) -> str:
        code = str(self.cleaned_data["postal_code"])
        if not ZipCode.objects.filter(code=code[:5]).exists():
            raise ValidationError(_("We don't know this ZIP code. Please check its five digits."))
        return code

    def clean_date_of_birth(self) -> date:
        born: date = self.cleaned_data["date_of_birth"]
        today = clock.today(self._zone())
        if born > today or born < today - timedelta(days=365 * OLDEST):
            raise ValidationError(_("Please check the year of your birth date."))
        if age_on(today, born) < settings.PROGRAM_MINIMUM_AGE:
            self.may_sign_up_from = turns(settings.PROGRAM_MINIMUM_AGE, born=born)
            raise ValidationError(
                gettext("You can sign up from %(day)s. Until then we keep nothing of you.")
                % {"day": date_format(self.may_sign_up_from)}
            )
        return born

    def clean_filed_on(self) -> date | None:
        filed: date | None = self.cleaned_data["filed_on"]
        if filed is not None:
            refuse_what_is_no_filing(filed, today=clock.today(self._zone()))
        return filed

    def clean_time_zone(self) -> str:
        """A browser's zone that we do not know is left out: the ZIP's is taken instead."""
        zone = self.cleaned_data["time_zone"]
        return zone if is_zone(zone) else ""

    def _zone(self) -> str:
        """Whose date it is: the browser's zone, else the ZIP's, else ours."""
        told = str(self.data.get("time_zone", ""))
        if is_zone(told):
            return told
        code = clean_zip(str(self.data.get("postal_code", "")))
        found = ZipCode.objects.filter(pk=code).values_list("time_zone", flat=True).first() if code else ""
        return found or settings.ORG_TIME_ZONE

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "offices" not in self.errors and not data.get("offices") and not data.get("exploring"):
            self.add_error("offices", _("Choose an office, or tick “I'm just exploring” below."))
        if data.get("text_consent") and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Give a phone number that we may text, or leave the texts unticked."))
        return data

    def payload(self) -> dict[str, Any]:
        """Return the validated sign-up in JSON's types, with the words that were agreed to."""
        data = dict(self.cleaned_data)
        data["offices"] = [str(office.public_id) for office in data["offices"]]
        data["utm"] = {name: value for name in UTM if (value := data.pop(name, ""))}
        for name in ("date_of_birth", "filed_on"):
            data[name] = data[name].isoformat() if data[name] else None
        data["phone"] = str(data["phone"] or "")
        for name in ONLY_OF_THE_FORM:
            data.pop(name)
        agreed = [ConsentKind.PRIVACY, *([ConsentKind.TEXTS] if data["text_consent"] else [])]
        data["consents"] = {kind.value: consents.shown(kind) for kind in agreed}
        return data


def _checked_when_left(name: str, also: str) -> dict[str, str]:
    """Return htmx's attributes; without JavaScript they do nothing, and the form is checked when it is sent."""
    return {
        "data-hx-post": reverse("candidates:check_field", args=[name]),
        "data-hx-trigger": "blur changed",
        "data-hx-target": f"#div_id_{name}",
        "data-hx-swap": "outerHTML",
        "data-hx-params": ",".join(filter(None, [name, also, "csrfmiddlewaretoken"])),
    }


def _uuids(values: Iterable[Any]) -> list[str]:
    field, found = forms.UUIDField(), []
    for value in values:
        try:
            found.append(str(field.clean(value)))
        except ValidationError:
            continue
    return found
