"""allauth's forms about passkeys, with a label that can be translated."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):
    name = forms.CharField(label=_("Name"), required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone"),
        required=False,
        help_text=_("Then no mail and no code is needed. It has to ask for your fingerprint, face or PIN."),
    )


class EditPasskeyForm(EditWebAuthnForm):
    name = forms.CharField(label=_("Name"))
