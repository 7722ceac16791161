"""What follows from a sign-in, from showing again who one is, and from a change in how somebody signs in."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from core import clock
from core.accounts import sessions
from core.accounts.models import User
from core.accounts.recent import note_shown
from core.accounts.second_factor import forget_second_factor
from core.accounts.sign_in_link import use_up
from core.accounts.suspicious import tell_of_new_browser

SECOND_FACTOR_CHANGES = [mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset]
PASSWORD_CHANGES = [account.password_set, account.password_changed, account.password_reset]


@receiver(account.authentication_step_completed)
def step_completed(request: HttpRequest, user: User, method: str, **details: Any) -> None:
    note_shown(request, user, second_factor=method == "mfa")
    if details.get("reauthenticated"):
        sessions.rotate(request)
    elif method in ("code", "link"):
        _address_is_read(user, details.get("email"))


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_details: Any) -> None:
    tell_of_new_browser(request, user)
    note_shown(request, user, second_factor=False)
    sessions.begin(request)
    use_up(user, now=clock.now())
    request.remember_device = True  # type: ignore[attr-defined]


@receiver([*PASSWORD_CHANGES, *SECOND_FACTOR_CHANGES, account.email_changed])
def way_in_changed(request: HttpRequest, user: User, **_details: Any) -> None:
    """Whoever had got in by the old way is out; only where the change was made does the person stay signed in."""
    own = request.user.is_authenticated and request.user.pk == user.pk
    sessions.end_sessions_of(user, but=request.session.session_key if own else None)


@receiver(mfa.authenticator_added)
def second_factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **_details: Any
) -> None:
    """Whoever has just set one up has shown it: an app's code cannot be typed twice, so it is not asked for again."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES and request.user.is_authenticated:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
        )


@receiver(mfa.authenticator_removed)
def second_factor_removed(request: HttpRequest, user: User, **_details: Any) -> None:
    if not is_mfa_enabled(user):
        forget_second_factor(request)


def _address_is_read(user: User, address: str | None) -> None:
    """Whoever was made without allauth's row for the address has it now, and has confirmed it."""
    if address and address.lower() == user.email.lower():
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"primary": True, "verified": True}
        )
