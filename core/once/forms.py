import unicodedata
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class FormKeyField(forms.UUIDField):
    """The hidden key by which a form that is sent twice is carried out once."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(initial=uuid.uuid4)


def refuse_line_breaks(typed: object) -> None:
    """Raise ValidationError where one line is asked for and `typed`, which no browser would send, has several.

    What somebody typed stands in subjects and beside links of mails to others: it must not begin a line of its own.
    """
    if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") and letter != "\t" for letter in str(typed)):
        raise ValidationError(_("This holds characters that cannot be seen. Type it anew."), "unseen")


class OnceForm(forms.Form):
    form_key = FormKeyField()

    def full_clean(self) -> None:
        for field in self.fields.values():
            one_line = isinstance(field, forms.CharField) and isinstance(field.widget, forms.TextInput)
            if one_line and refuse_line_breaks not in field.validators:
                field.validators.append(refuse_line_breaks)
        super().full_clean()
