"""Who and what the whole-system tests need, made in the system's own database. Run by `manage.py shell`."""

import json

from allauth.account.models import EmailAddress
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from core.accounts.models import User
from offices.models import ZipCode
from tests.factories.people import make_user

ZIP = "78701"


def build_the_place() -> None:
    """One ZIP code."""
    ZipCode.objects.get_or_create(
        code=ZIP, defaults={"place_name": "Austin", "state": "TX", "time_zone": "America/Chicago"}
    )


def print_members(*addresses: str) -> None:
    """Somebody for each address; print, by address, the session in which they are signed in."""
    print(json.dumps({address: signed_in(_member(address)) for address in addresses}))


def _member(address: str) -> User:
    user = make_user(email=address)
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    return user


def signed_in(user: User) -> str:
    """Return the key of a new session of theirs."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
