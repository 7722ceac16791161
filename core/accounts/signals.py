"""What follows from a sign-in, and from showing again who one is."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import authentication_step_completed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from core.accounts.models import User
from core.accounts.recent import note_shown


@receiver(authentication_step_completed)
def step_completed(request: HttpRequest, user: User, method: str, **details: Any) -> None:
    note_shown(request, user, second_factor=method == "mfa")
    if method in ("code", "link"):
        _address_is_read(user, details.get("email"))


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_details: Any) -> None:
    note_shown(request, user, second_factor=False)


def _address_is_read(user: User, address: str | None) -> None:
    """Whoever was made without allauth's row for the address has it now, and has confirmed it."""
    if address and address.lower() == user.email.lower():
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"primary": True, "verified": True}
        )
