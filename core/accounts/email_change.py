"""Changing the address one signs in with: both addresses are told, and whoever reads the old one can undo it."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from core import clock
from core.accounts.models import User
from core.accounts.sessions import end_sessions_of
from core.lifecycle import Refused

SALT = "e-mail change"
SECONDS = 7 * 24 * 3_600


def undo_link(user: User, old: str) -> str:
    """Return the address by which whoever reads the mail to `old` takes the account back to it, for seven days."""
    token = signing.dumps(
        {"user": str(user.public_id), "old": old, "at": clock.now().timestamp()}, salt=SALT, compress=False
    )
    return settings.ORG_SITE_URL + reverse("undo_email_change", args=[token])


def read_undo(token: str) -> tuple[User, str]:
    """Return the person and the old address. Raises Refused for a link that is forged, too old or about nobody."""
    try:
        told = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise Refused("broken", _("This link is incomplete. Please copy all of it from the mail.")) from None
    if clock.now().timestamp() - told["at"] > SECONDS:
        raise Refused("expired", _("This link is more than seven days old. Please write to us."))
    user = User.objects.filter(public_id=told["user"], is_active=True).first()
    if user is None:
        raise Refused("gone", _("This account no longer exists."))
    return user, str(told["old"])


@transaction.atomic
def undo(user: User, old: str) -> None:
    """Make `old` the address of `user` again, take the password away and end every session of theirs.

    The second factor stays as it is: a mailbox alone must not take it away. Raises Refused when `old` has become
    somebody else's address.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    taken = EmailAddress.objects.filter(email__iexact=old, verified=True).exclude(user=user).exists()
    if taken or User.objects.filter(email__iexact=old).exclude(pk=user.pk).exists():
        raise Refused("taken", _("This address belongs to another account by now. Please write to us."))
    newer = user.email
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=old, primary=True, verified=True)
    user.email = old
    user.set_unusable_password()
    user.save(update_fields=["email", "password"])
    end_sessions_of(user)
    for address in {newer, old}:
        get_adapter().send_mail("account/email/email_change_undone", address, {"address": old})


class ChangeEmailForm(AddEmailForm):
    """Asks the new address for its code, and tells the old one that somebody asked."""

    def save(self, request: HttpRequest) -> Any:
        asked = super().save(request)
        old = self.user.email
        context = {"new_email": self.cleaned_data["email"], "undo_url": undo_link(self.user, old)}
        get_adapter().send_notification_mail(
            "account/email/email_change_asked", self.user, context, email=old
        )
        return asked


@method_decorator(login_not_required, name="dispatch")
class UndoEmailChangeView(View):
    """Opening the link changes nothing; its button does."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, done=True)

    def _answer(self, request: HttpRequest, token: str, *, done: bool) -> HttpResponse:
        try:
            user, old = read_undo(token)
            if done:
                undo(user, old)
        except Refused as refusal:
            return render(request, "account/email_undo.html", {"refusal": refusal}, status=410)
        return render(request, "account/email_undo.html", {"old": old, "done": done})
