"""A person is told of a sign-in that may not be theirs (ASVS 5, 6.3.5): by mail, since that is where they look.

A sign-in that went by a mailed code or link needs no word: the mail is it.
"""

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.core.cache import cache
from django.http import HttpRequest

from core.accounts.familiar import who_asks
from core.accounts.models import User

BY_MAIL = frozenset({"code", "link"})
A_DAY = 24 * 3_600


def is_stranger(request: HttpRequest, user: User) -> bool:
    """True unless this browser has signed in to the account, or somebody is signed in to it from this network."""
    return who_asks(request, user.email).startswith("stranger")


def tell_of_new_browser(request: HttpRequest, user: User) -> None:
    """To be called before the new session counts as one of the account's."""
    ways = {record["method"] for record in get_authentication_records(request, user)}
    if ways and not ways & BY_MAIL and is_stranger(request, user):
        get_adapter().send_notification_mail("account/email/new_browser", user)


def tell_of_half_a_sign_in(request: HttpRequest, user: User) -> None:
    """Somebody got past the first step and not past the second. Once a day, so that nobody floods a mailbox."""
    if is_stranger(request, user) and cache.add(f"half-a-sign-in:{user.pk}", 1, A_DAY):
        get_adapter().send_notification_mail("account/email/half_a_sign_in", user)
