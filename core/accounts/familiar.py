"""Limits on guessing that do not lock the owner out.

Whoever has signed in to an account from a browser keeps a signed cookie there, which names the account by a keyed
hash. Wrong attempts with the cookie, or from a network from which somebody is signed in to the account, are counted
apart from those of strangers: a stranger uses up the strangers' attempts, never the owner's (after OWASP's “device
cookies”). Rates are for one account.
"""

import secrets
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from core.accounts.client_address import client_network, network_of
from core.accounts.models import User

SALT = "device"
LASTS_SECONDS = 365 * 24 * 3_600
ACCOUNTS_PER_DEVICE = 8
APP = "core.accounts"

RATES = {
    # Sign-in codes by mail: so many for each who asks, and for all strangers together.
    "mail": "3/m/key,15/h/key",
    "mail_strangers": "60/h/key",
    # Wrong passwords.
    "password": "5/5m/key,30/d/key",
    "password_strangers": "40/h/key",
    # Wrong codes of the second step. Only whoever has passed the first comes here.
    "second": "5/5m/key,50/d/key",
}


def _account(address: str) -> str:
    return salted_hmac(SALT, address.strip().lower(), algorithm="sha256").hexdigest()[:32]


def _devices(request: HttpRequest) -> dict[str, str]:
    try:
        kept = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=LASTS_SECONDS
        )
    except signing.BadSignature:
        return {}
    return kept if isinstance(kept, dict) else {}


def who_asks(request: HttpRequest, address: str) -> str:
    """Return as whom `request` counts for the account of `address`: a known device, a known network, a stranger."""
    device = _devices(request).get(_account(address))
    if device:
        return f"device {device}"
    network = client_network(request)
    known = UserSession.objects.filter(user__email__iexact=address).values_list("ip", flat=True)
    if network in {network_of(ip) for ip in known}:
        return f"home {network}"
    return f"stranger {network}"


def count(request: HttpRequest, what: str, address: str, *, together: bool = False) -> "Counted":
    """Count an attempt at `what` (a key of RATES) on the account of `address`. Raises ValidationError at the limit.

    With `together`, strangers share one count; else each network has its own, and all have one more.
    """
    who = who_asks(request, address)
    keys = [(what, f"{address.lower()}|{'strangers' if together and who.startswith('stranger') else who}")]
    if who.startswith("stranger") and f"{what}_strangers" in RATES:
        keys.append((f"{what}_strangers", address.lower()))
    counted = Counted([])
    for action, key in keys:
        usage = ratelimit.consume(request, app=APP, action=action, config=RATES, key=key, limit_get=True)
        if usage is None:
            counted.undo()
            raise get_adapter().validation_error("too_many_login_attempts")
        counted.usages.append(usage)
    return counted


class Counted:
    """What was counted, so that an attempt that was right can be taken out again."""

    def __init__(self, usages: list[Any]) -> None:
        self.usages = usages

    def undo(self) -> None:
        for usage in self.usages:
            usage.rollback()


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Give the browser its cookie, after a sign-in that went all the way."""
    kept = _devices(request)
    account = _account(user.email)
    kept = {account: kept.pop(account, secrets.token_urlsafe(9)), **kept}
    kept = dict(list(kept.items())[:ACCOUNTS_PER_DEVICE])
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(kept, salt=SALT),
        max_age=LASTS_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
