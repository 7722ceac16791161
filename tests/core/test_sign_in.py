"""Signing in by a mailed code, and the second step that every role but the donor's needs."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from core import clock
from core.accounts.models import User
from core.accounts.roles import NEEDS_SECOND_FACTOR, Role
from core.outbox.models import OutgoingMessage
from core.outbox.sending import send_due
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def sign_in_by_code(client: Client, user: User) -> Any:
    """Ask for a code, read it in the mail, and type it."""
    client.post("/accounts/login/code/", {"email": user.email})
    send_due(now=clock.now())
    code = re.search(r"^\s*([A-Z0-9]{4}-?[A-Z0-9]{4}|[A-Z0-9]{6})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert code, mail.outbox[-1].body
    return client.post("/accounts/login/code/confirm/", {"code": code.group(1)})


def second_step(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def a_user_with_an_address(*roles: str) -> User:
    user = make_user(*roles)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def test_a_donor_signs_in_with_the_mailed_code_alone(client: Client) -> None:
    answer = sign_in_by_code(client, a_user_with_an_address(Role.DONOR))
    assert answer["Location"] == "/home/"
    assert client.get("/home/")["Location"] == "/donors/"


def test_a_role_signs_in_with_code_and_second_step(client: Client) -> None:
    user = a_user_with_an_address(Role.PROGRAM_STAFF)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    assert sign_in_by_code(client, user)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/staff/")["Location"].startswith("/accounts/login/")
    client.post("/accounts/2fa/authenticate/", {"code": second_step(secret)})
    assert client.get("/staff/").status_code == 200


@pytest.mark.parametrize("role", sorted(NEEDS_SECOND_FACTOR))
def test_every_role_but_the_donors_is_led_to_set_up_a_second_step(role: str, client: Client) -> None:
    sign_in_by_code(client, a_user_with_an_address(role))
    for page in ("/staff/", "/admin/", "/me/", "/donors/", "/mentorship/"):
        assert client.get(page)["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200


def test_a_role_that_was_given_after_sign_in_needs_its_second_step_too(client: Client) -> None:
    user = a_user_with_an_address()
    sign_in_by_code(client, user)
    TOTP.activate(user, generate_totp_secret())
    call_command("create_staff", user.email, "--role", Role.FINANCE)
    assert client.get("/staff/")["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_an_unknown_address_is_answered_like_a_known_one(client: Client) -> None:
    known = client.post("/accounts/login/code/", {"email": a_user_with_an_address().email})
    unknown = Client().post("/accounts/login/code/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_the_row_of_a_code_holds_no_code(client: Client) -> None:
    user = a_user_with_an_address()
    client.post("/accounts/login/code/", {"email": user.email})
    message = OutgoingMessage.objects.get()
    sealed = bytes(message.sealed.ciphertext)
    send_due(now=clock.now())
    code = re.search(r"\b[A-Z0-9]{6,}\b|\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mail.outbox[-1].body)
    assert code
    assert message.lane == "security"
    assert code.group() not in str(OutgoingMessage.objects.values())
    assert code.group().encode() not in sealed


def test_allauths_own_sign_up_is_closed(client: Client) -> None:
    answer = client.post("/accounts/signup/", {"email": "new@example.org"})
    assert not User.objects.filter(email="new@example.org").exists()
    assert answer.status_code in (200, 302, 403)


def test_demo_code_tells_a_demonstration_users_codes_and_nobody_elses(
    client: Client, capsys: Any, settings: Any
) -> None:
    user = a_user_with_an_address(Role.MENTOR)
    with pytest.raises(CommandError, match="not of the demonstration"):
        call_command("demo_code", user.email)
    User.objects.filter(pk=user.pk).update(is_demonstration=True)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    client.post("/accounts/login/code/", {"email": user.email})
    call_command("demo_code", user.email)
    told = capsys.readouterr().out
    assert second_step(secret) in told
    send_due(now=clock.now())
    code = re.search(r"sign-in code: (\S+)", told)
    assert code
    assert code.group(1) in mail.outbox[-1].body
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="production"):
        call_command("demo_code", user.email)


def test_create_staff_gives_a_role_and_refuses_what_is_no_address() -> None:
    call_command("create_staff", "New@Example.org", "--role", "finance")
    user = User.objects.get(email="new@example.org")
    assert user.is_staff
    assert set(user.groups.values_list("name", flat=True)) == {"finance"}
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("create_staff", "nonsense", "--role", "finance")
