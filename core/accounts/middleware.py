"""A second factor for everybody who sees other people's data, and each person's own language and time zone."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.familiar import remember_device
from core.accounts.models import User
from core.accounts.recent import ask_again, is_recent
from core.accounts.second_factor import lacks_second_factor
from core.accounts.session_limits import Over
from core.accounts.sessions import why_over

API = "/api/"
# The way to the second factor must not itself ask for one.
OPEN_PATHS = (
    *("/static/", "/healthz", "/readyz", "/theme.css", "/privacy/", "/language/"),
    *(
        f"/accounts/{way}/"
        for way in ("login", "logout", "inactive", "2fa", "reauthenticate", "confirm-email")
    ),
)
# All of these say, or change, how somebody signs in.
SENSITIVE = {
    *("account_email", "account_change_password", "account_set_password"),
    *(
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
    ),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
}

WORDS_FOR_OVER = {
    Over.IDLE: gettext_lazy("You were away for a while, so we signed you out. Please sign in again."),
    Over.ABSOLUTE: gettext_lazy("It has been a while since you signed in, so we ask again who you are."),
}


class SessionMiddleware:
    """End a session that was unused, or lasted, too long; and let no cache keep what a signed-in person saw."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            if over := why_over(request, user):
                logout(request)
                messages.info(request, WORDS_FOR_OVER[over])
            response = self.get_response(request)
            if not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
            return response
        response = self.get_response(request)
        if getattr(request, "remember_device", False) and isinstance(request.user, User):
            remember_device(request, response, request.user)
        return response


class SecondFactorMiddleware:
    """Send a privileged user who has not used a second factor in this session to where it is set up or asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OPEN_PATHS) and lacks_second_factor(request):
            return self._asks(request)
        return self.get_response(request)

    def _asks(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(API):
            return JsonResponse({"detail": _("Your role needs a second step at sign-in.")}, status=401)
        if is_mfa_enabled(request.user):
            return ask_again(request, keep=False)
        messages.info(request, _("Your role needs a second step at sign-in. Set it up here first."))
        return redirect("mfa_index")


class SignInMiddleware(LoginRequiredMiddleware):
    """Send nobody signed in to the sign-in page; a program that asks the API cannot read that, and is told 401."""

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        answer: HttpResponseBase | None = super().process_view(request, *view)
        if answer is not None and request.path.startswith(API):
            return JsonResponse({"detail": _("Please sign in.")}, status=401)
        return answer


class SensitivePagesMiddleware:
    """Before allauth's pages that change how somebody signs in, the person shows again who they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_ignored: object) -> HttpResponse | None:
        place = request.resolver_match.view_name if request.resolver_match else ""
        if place in SENSITIVE and request.user.is_authenticated and not is_recent(request):
            return ask_again(request, keep="password" not in place)
        return None


class LanguageMiddleware:
    """Speak the language of the person who is signed in; a visitor's is found by Django's LocaleMiddleware.

    It is left on, as LocaleMiddleware leaves its own, which names it in the answer's Content-Language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.language in dict(settings.LANGUAGES):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class TimeZoneMiddleware:
    """Show every time in the zone of the person who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = request.user.time_zone if request.user.is_authenticated else settings.TIME_ZONE
        with timezone.override(ZoneInfo(zone)):
            return self.get_response(request)
