"""The link beside the code in a sign-in mail. Opening it changes nothing; its button signs in, once, for a few minutes.

It signs in where it is opened, which may be another device than the one that asked: see docs/adr/0014.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from core import clock
from core.accounts.models import SignInLink, User
from core.lifecycle import Refused


def make_link(user: User, *, now: datetime) -> str:
    """Return an address that signs `user` in, once. Only its hash is kept."""
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(user=user, digest=_digest(token), created_at=now)
    return settings.ORG_SITE_URL + reverse("sign_in_link", args=[token])


def read_link(token: str, *, now: datetime) -> SignInLink:
    """Return the link. Raises Refused when it is unknown, used, too old, or of somebody who may not sign in."""
    link = SignInLink.objects.select_related("user").filter(digest=_digest(token)).first()
    if link is None or not link.user.is_active:
        raise Refused("broken", _("This link is incomplete. Please copy all of it from the mail."))
    if link.used_at:
        raise Refused("used", _("This link has been used already. We can mail you a new one."))
    if now - link.created_at > timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT):
        raise Refused("expired", _("This link has run out. We can mail you a new one."))
    return link


def use_up(user: User, *, now: datetime, link: SignInLink | None = None) -> int:
    """Use up the links of `user`, or that one; return how many were unused until now."""
    links = SignInLink.objects.filter(user=user, used_at__isnull=True)
    return (links.filter(pk=link.pk) if link else links).update(used_at=now)


def forget_old_links(*, now: datetime) -> int:
    """Delete links of more than a day ago; return how many."""
    return SignInLink.objects.filter(created_at__lt=now - timedelta(days=1)).delete()[0]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@method_decorator([login_not_required, never_cache], name="dispatch")
class SignInLinkView(View):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            link = read_link(token, now=clock.now())
        except Refused as refusal:
            return self._refused(request, refusal)
        return render(request, "account/sign_in_link.html", {"person": link.user})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        now = clock.now()
        try:
            link = read_link(token, now=now)
            if not use_up(link.user, now=now, link=link):
                raise Refused("used", _("This link has been used already. We can mail you a new one."))
        except Refused as refusal:
            return self._refused(request, refusal)
        if request.user.is_authenticated:
            logout(request)
        record_authentication(request, link.user, method="link", email=link.user.email)
        return perform_login(request, Login(user=link.user, email=link.user.email))

    def _refused(self, request: HttpRequest, refusal: Refused) -> HttpResponse:
        return render(request, "account/sign_in_link.html", {"refusal": refusal}, status=410)
