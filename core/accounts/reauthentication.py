"""Who has neither password nor second factor shows by a mailed code that it is they."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import BaseReauthenticateView
from allauth.core.internal import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import User
from core.accounts.requests import person_of

ASKED = "reauthentication_code"
# Per person, who is signed in: nobody else can use it up.
LIMITS = {"mail": "3/m/user,10/h/user"}


class CodeProcess(AbstractCodeVerificationProcess):
    """One code, in the session that asked for it: a few minutes, three attempts, one use."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
        )

    @classmethod
    def of(cls, request: HttpRequest) -> "CodeProcess | None":
        """Return the one under way, if there is one that has not run out."""
        state = request.session.get(ASKED)
        return cls(request, state).abort_if_invalid() if state else None

    @classmethod
    def begin(cls, request: HttpRequest, user: User) -> None:
        process = cls(request, cls.initial_state(user, user.email))
        process.state["code"] = get_adapter().generate_login_code()
        process.send()
        process.persist()

    def send(self) -> None:
        get_adapter().send_mail(
            "account/email/reauthentication_code", self.state["email"], {"code": self.code}
        )

    def persist(self) -> None:
        self.request.session[ASKED] = self.state

    def abort(self) -> None:
        self.request.session.pop(ASKED, None)


class CodeForm(forms.Form):
    code = forms.CharField(label=gettext_lazy("Code"), max_length=20)

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        self._expected = expected
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not (self._expected and compare_user_code(actual=code, expected=self._expected)):
            raise get_adapter().validation_error("incorrect_code")
        return code


class ReauthenticateByCodeView(BaseReauthenticateView):
    """Asks for the mail by a button, since opening a page must not send one; then for the code."""

    form_class = CodeForm
    template_name = "account/reauthenticate_code.html"

    @property
    def process(self) -> CodeProcess | None:
        return CodeProcess.of(self.request)

    def get_form_kwargs(self) -> dict[str, Any]:
        process = self.process
        return {**super().get_form_kwargs(), "expected": process.code if process else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "process": self.process}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "send":
            return self._send(request)
        if self.process is None:
            messages.error(request, _("That code has run out. Have a new one mailed to you."))
            return HttpResponseRedirect(request.get_full_path())
        return super().post(request, *args, **kwargs)

    def _send(self, request: HttpRequest) -> HttpResponse:
        if ratelimit.consume(request, app="core.accounts", action="mail", config=LIMITS):
            CodeProcess.begin(request, person_of(request))
        else:
            messages.error(request, _("We have mailed you several codes already. Please wait a minute."))
        return HttpResponseRedirect(request.get_full_path())

    def form_valid(self, form: Any) -> HttpResponse:
        if process := self.process:
            process.abort()
        record_authentication(self.request, person_of(self.request), method="code", reauthenticated=True)
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        process = self.process
        if process and not process.record_invalid_attempt():
            messages.error(self.request, _("That was wrong three times. Have a new code mailed to you."))
            return HttpResponseRedirect(self.request.get_full_path())
        answer: HttpResponse = super().form_invalid(form)
        return answer
