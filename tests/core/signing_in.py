"""What tests of the ways in share: people who can sign in, their codes, and the clock they live by."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client

from core import clock
from core.accounts.models import User
from core.outbox.sending import send_due
from tests.factories.people import make_user

PASSWORD = "plum-ladder-orbit-47"


def a_member(*roles: str, **fields: Any) -> User:
    """Somebody whose address is confirmed."""
    user = make_user(*roles, **fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def with_second_factor(user: User) -> str:
    """Set up the authenticator app of `user`; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def second_step(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def mailed_code(to: str) -> str:
    """Return the code in the newest mail to `to`."""
    send_due(now=clock.now())
    newest = [message for message in mail.outbox if to in message.to][-1]
    found = re.search(r"^\s*([0-9]{6})\s*$", str(newest.body), re.MULTILINE)
    assert found, newest.body
    return found.group(1)


def sign_in(client: Client, user: User, **extra: Any) -> Any:
    """Sign in by a mailed code; `extra` goes with each request."""
    client.post("/accounts/login/code/", {"email": user.email}, **extra)
    return client.post("/accounts/login/code/confirm/", {"code": mailed_code(user.email)}, **extra)


def subjects(to: str) -> list[str]:
    """The subjects of the mails to `to`, oldest first."""
    send_due(now=clock.now())
    return [str(message.subject) for message in mail.outbox if to in message.to]


class Clock:
    """The clock that the settings' CLOCK_FILE names."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def reads(self, moment: datetime) -> None:
        self.file.write_text(moment.isoformat(), encoding="ascii")
