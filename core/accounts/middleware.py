"""A second factor for everybody who sees other people's data, and each person's own language and time zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.accounts.predicates import roles_of
from core.accounts.roles import NEEDS_SECOND_FACTOR

# The way to the second factor must not itself ask for one.
OPEN_PATHS = ("/accounts/", "/static/", "/healthz", "/readyz", "/theme.css", "/privacy/", "/language/")


class SecondFactorMiddleware:
    """Send a privileged user who has not used a second factor in this session to where it is set up or asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OPEN_PATHS) and _lacks_second_factor(request):
            if is_mfa_enabled(request.user):
                return redirect("mfa_reauthenticate")
            messages.info(request, _("Your role needs a second step at sign-in. Set it up here first."))
            return redirect("mfa_index")
        return self.get_response(request)


def _lacks_second_factor(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated:
        return False
    if not (user.is_staff or user.is_superuser or roles_of(user) & NEEDS_SECOND_FACTOR):
        return False
    return not any(record["method"] == "mfa" for record in get_authentication_records(request, user))


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
