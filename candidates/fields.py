"""Fields that several forms of a candidate share, with their words for what is wrong."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.accounts import names

# A filing is for a race that lies ahead.
FILED_AT_MOST_DAYS_AGO = 730


class PastedMixin:
    """What is pasted from a page or a mail often brings marks along that nobody sees; at the ends they mean nothing."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(names.without_unseen_ends(value) if isinstance(value, str) else value)  # type: ignore[misc]


class NameField(PastedMixin, forms.CharField):
    pass


class AddressField(PastedMixin, forms.EmailField):
    pass


class OfficeChoices(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class DateInput(forms.DateInput):
    """A day as browsers send it, whatever the language of the page."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def name_field(label: Any, required: Any) -> NameField:
    return NameField(
        label=label,
        max_length=names.LONGEST,
        validators=[names.refuse_what_is_no_name],
        error_messages={
            "required": required,
            "max_length": _("A name has at most 100 characters here. Shorten it as you like."),
            "null_characters_not_allowed": _("This holds characters that cannot be seen. Type it anew."),
        },
    )


def day_field(**kwargs: Any) -> forms.DateField:
    """A day that lies behind us, and its words for what is no day."""
    messages = {"invalid": _("This is no day of the calendar. It looks like 05/17/1998: month, day, year.")}
    return forms.DateField(
        widget=DateInput(), error_messages=messages | kwargs.pop("error_messages", {}), **kwargs
    )


def refuse_what_is_no_filing(filed: date, *, today: date) -> None:
    """Raise ValidationError for a day of filing that lies ahead, or so far back that its race is over."""
    if filed > today:
        raise ValidationError(_("This day lies ahead. Leave it empty until you have filed."), "ahead")
    if filed < today - timedelta(days=FILED_AT_MOST_DAYS_AGO):
        raise ValidationError(_("Please check the year: this is for a race that lies ahead."), "long_ago")
