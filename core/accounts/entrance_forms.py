"""allauth's forms of the entrance, with limits that do not lock the owner out."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm, ResetPasswordForm
from allauth.core import context as current
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator

from core.accounts.familiar import count
from core.accounts.suspicious import tell_of_half_a_sign_in


class AskForCodeForm(RequestLoginCodeForm):
    def clean_email(self) -> str:
        email: str = super().clean_email()
        if email:
            count(current.request, "mail", email)
        return email


class AskForPasswordForm(ResetPasswordForm):
    """Choosing a new password by mail."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        count(current.request, "mail", email)
        return email


class SecondStepMixin:
    """A code of the app, or a recovery code. Strangers share one count, since only six digits are to be guessed."""

    user: Any
    cleaned_data: dict[str, Any]

    def refused(self) -> None:
        """What follows from a wrong code."""

    def clean_code(self) -> str:
        counted = count(current.request, "second", self.user.email, together=True)
        code: str = self.cleaned_data["code"]
        tried = None
        for kept in Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN):
            if kept.wrap().validate_code(code):
                kept.user = self.user
                self.authenticator = kept
                counted.undo()
                return code
            tried = kept if tried is None or kept.type == Authenticator.Type.TOTP else tried
        self.refused()
        if tried is not None:
            self._emit_authentication_failed(tried)  # type: ignore[attr-defined]
        raise get_adapter().validation_error("incorrect_code")


class SecondStepForm(SecondStepMixin, AuthenticateForm):
    def refused(self) -> None:
        tell_of_half_a_sign_in(current.request, self.user)


class SecondStepAgainForm(SecondStepMixin, ReauthenticateForm):
    pass
