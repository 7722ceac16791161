"""The form in which a person changes what they told us."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from localflavor.us.forms import USZipCodeField
from phonenumber_field.formfields import PhoneNumberField

from candidates.enums import RunningWhen, Topic
from candidates.fields import OfficeChoices, day_field, name_field, refuse_what_is_no_filing
from candidates.models import Candidate
from candidates.sign_up_form import AUTOCOMPLETE
from core import clock
from core.once.forms import OnceForm
from offices.models import Office, ZipCode
from offices.selectors import offices_around

# The zones of the states and territories come first; the others follow in the order of their names.
AMERICAN = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam", "Pacific/Pago_Pago",
)  # fmt: skip


def zone_choices(kept: str) -> list[tuple[str, str]]:
    """American zones, the one that is kept, and the other zones of the Americas and the Pacific."""
    others = {name for name in available_timezones() if name.startswith(("America/", "Pacific/", "Europe/"))}
    names = [*AMERICAN, *sorted((others | {kept}) - set(AMERICAN))]
    return [(name, name.replace("_", " ")) for name in names]


class DetailsForm(OnceForm):
    first_name = name_field(_("First name"), _("Give your first name."))
    last_name = name_field(_("Last name"), _("Give your last name."))
    phone = PhoneNumberField(
        label=_("Phone"),
        required=False,
        region="US",
        help_text=_("If you change the number, texts end until you agree to them again."),
        error_messages={"invalid": _("This is no phone number in use in the United States. Check it.")},
    )
    postal_code = USZipCodeField(
        label=_("ZIP code"),
        error_messages={
            "required": _("Give your ZIP code: five digits, like 78701."),
            "invalid": _("A ZIP code has five digits, like 78701. Check it and try again."),
        },
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("All times are shown in it."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    offices = OfficeChoices(
        label=_("Offices that interest you"),
        queryset=Office.objects.none(),
        to_field_name="public_id",
        required=False,
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
    topics = forms.MultipleChoiceField(
        label=_("What should we talk about?"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidate = candidate
        for name, token in AUTOCOMPLETE.items():
            if name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = token
        zone, offices = self.fields["time_zone"], self.fields["offices"]
        assert isinstance(zone, forms.ChoiceField)
        assert isinstance(offices, OfficeChoices)
        zone.choices = zone_choices(candidate.user.time_zone)
        offices.queryset = self._offices_to_offer(candidate)

    def _offices_to_offer(self, candidate: Candidate) -> QuerySet[Office]:
        """Those around the ZIP that is typed or kept, and those that were chosen before."""
        code = self.data.get("postal_code", "") if self.is_bound else candidate.postal_code
        around = [office.pk for office in offices_around(code[:10])]
        chosen = list(candidate.interests.values_list("office_id", flat=True))
        return Office.objects.filter(pk__in=[*around, *chosen]).order_by("level", "name")

    def clean_postal_code(self) -> str:
        code = str(self.cleaned_data["postal_code"])
        if not ZipCode.objects.filter(code=code[:5]).exists():
            raise ValidationError(_("We don't know this ZIP code. Please check its five digits."))
        return code

    def clean_filed_on(self) -> date | None:
        """What is kept stays, however long ago it was."""
        filed: date | None = self.cleaned_data["filed_on"]
        if filed is not None and filed != self.candidate.filed_on:
            refuse_what_is_no_filing(filed, today=clock.today(self.candidate.user.time_zone))
        return filed
