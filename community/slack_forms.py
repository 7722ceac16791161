from django import forms
from django.utils.translation import gettext_lazy as _

from core.once.forms import OnceForm


class AcceptForm(OnceForm):
    """`version` is the code of conduct that the page showed."""

    version = forms.CharField(max_length=32, widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("I have read the code of conduct and keep to it."),
        error_messages={"required": _("Tick the box to show that you keep to the code of conduct.")},
    )
