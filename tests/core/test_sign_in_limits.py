"""Guessing is limited, and whoever floods somebody's address locks nobody out but themselves."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from core.accounts.models import SignInLink, User
from core.accounts.roles import Role
from tests.core.signing_in import (
    PASSWORD,
    Clock,
    a_member,
    mailed_code,
    second_step,
    sign_in,
    subjects,
    with_second_factor,
)
from tests.core.test_sessions import is_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOME, CAFE = "203.0.113.9", "203.0.113.77"


def from_(address: str, **extra: str) -> Client:
    return Client(REMOTE_ADDR=address, **extra)


def password_sign_in(client: Client, user: User, password: str = PASSWORD) -> bool:
    client.post("/accounts/login/", {"login": user.email, "password": password})
    return is_in(client)


def flood(user: User, strangers: int, what: str) -> None:
    """Every stranger guesses until they are stopped, each from an address of their own."""
    for number in range(strangers):
        client = from_(f"198.51.100.{number}")
        for _ in range(7):
            if what == "password":
                password_sign_in(client, user, "wrong-guess-1234")
            else:
                client.post("/accounts/login/code/", {"email": user.email})


def test_a_stranger_has_five_guesses_at_a_password() -> None:
    user = a_member(password=PASSWORD)
    for _ in range(5):
        assert not password_sign_in(from_(CAFE), user, "wrong-guess-1234")
    assert not password_sign_in(from_(CAFE), user)
    assert password_sign_in(from_(HOME), user)


def test_strangers_together_have_forty_guesses_an_hour() -> None:
    user = a_member(password=PASSWORD)
    flood(user, 8, "password")
    assert not password_sign_in(from_(CAFE), user)


@pytest.mark.slow
@pytest.mark.parametrize("known", ["browser", "network"])
def test_a_flood_of_wrong_passwords_does_not_keep_the_owner_out(known: str) -> None:
    user = a_member(password=PASSWORD)
    own = from_(HOME)
    assert password_sign_in(own, user)
    flood(user, 8, "password")
    if known == "browser":
        own.post("/accounts/logout/")
        again = from_(CAFE)
        again.cookies = own.cookies
    else:
        again = from_(HOME)
    assert password_sign_in(again, user)


@pytest.mark.slow
@pytest.mark.parametrize("known", ["browser", "network"])
def test_a_flood_of_asked_for_codes_does_not_keep_the_owner_out(known: str) -> None:
    user = a_member()
    own = from_(HOME)
    sign_in(own, user)
    flood(user, 25, "mail")
    assert len([m for m in mail.outbox if user.email in m.to]) <= 1
    assert len([s for s in subjects(user.email) if s == "Your sign-in code"]) <= 61
    if known == "browser":
        own.post("/accounts/logout/")
        again = from_(CAFE)
        again.cookies = own.cookies
    else:
        again = from_(HOME)
    sign_in(again, user)
    assert is_in(again)


def test_a_stranger_who_knows_the_first_step_cannot_keep_the_owner_from_the_second() -> None:
    user = a_member(Role.FINANCE, password=PASSWORD)
    secret = with_second_factor(user)
    own = from_(HOME)
    password_sign_in(own, user)
    own.post("/accounts/2fa/authenticate/", {"code": second_step(secret)})
    assert is_in(own)
    own.post("/accounts/logout/")
    for number in range(3):
        thief = from_(f"198.51.100.{number}")
        password_sign_in(thief, user)
        for _ in range(4):
            thief.post("/accounts/2fa/authenticate/", {"code": "000000"})
    # Five wrong codes for all strangers together: even a right one is refused now.
    from allauth.mfa.models import Authenticator

    recovery = Authenticator.objects.filter(user=user, type="recovery_codes")
    assert not recovery.exists()
    password_sign_in(own, user)
    page = own.get("/accounts/2fa/authenticate/")
    assert page.status_code == 200
    assert "That was too often" not in own.post("/accounts/2fa/authenticate/", {"code": "1"}).content.decode()
    assert "That was too often" in thief.post("/accounts/2fa/authenticate/", {"code": "1"}).content.decode()


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_forged_header_neither_evades_the_limit_nor_frames_another(proxies: int, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    user = a_member(password=PASSWORD)
    ending = f", {CAFE}" if proxies else ""
    connection = "10.0.0.1" if proxies else CAFE
    for number in range(6):
        client = from_(connection, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}{ending}")
        assert not password_sign_in(client, user, "wrong-guess-1234")
    framed = "198.51.100.1"
    assert not password_sign_in(from_(connection, HTTP_X_FORWARDED_FOR=f"{framed}{ending}"), user)
    honest = from_("10.0.0.1", HTTP_X_FORWARDED_FOR=framed) if proxies else from_(framed)
    assert password_sign_in(honest, user)


def test_a_stolen_or_forged_device_cookie_of_one_account_says_nothing_of_another() -> None:
    thief, mine, victim = from_(CAFE), a_member(password=PASSWORD), a_member(password=PASSWORD)
    assert password_sign_in(thief, mine)
    thief.post("/accounts/logout/")
    thief.cookies["device"] = thief.cookies["device"].value
    for _ in range(5):
        password_sign_in(thief, victim, "wrong-guess-1234")
    assert not password_sign_in(thief, victim)
    forged = from_(HOME)
    forged.cookies["device"] = "forged:1x:yes"
    assert password_sign_in(forged, victim)


def test_a_code_gives_three_attempts_and_is_good_once() -> None:
    user, client = a_member(), Client()
    client.post("/accounts/login/code/", {"email": user.email})
    code = mailed_code(user.email)
    for _ in range(3):
        client.post("/accounts/login/code/confirm/", {"code": "999999" if code != "999999" else "111111"})
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert not is_in(client)
    sign_in(client, user)
    used = mailed_code(user.email)
    other = Client()
    other.post("/accounts/login/code/", {"email": user.email})
    other.post("/accounts/login/code/confirm/", {"code": used})
    assert not is_in(other)


def link_in_mail(to: str) -> str:
    mailed_code(to)
    body = str([message for message in mail.outbox if to in message.to][-1].body)
    return (
        next(line for line in body.splitlines() if "/accounts/login/link/" in line).split("8000")[-1].strip()
    )


def test_the_link_signs_in_where_its_button_is_pressed_and_once() -> None:
    user, asked, opened = a_member(), Client(), Client()
    asked.post("/accounts/login/code/", {"email": user.email})
    link = link_in_mail(user.email)
    assert user.email in opened.get(link).content.decode()
    assert not is_in(opened)
    assert opened.post(link)["Location"] == "/home/"
    assert (is_in(opened), is_in(asked)) == (True, False)
    for method in ("get", "post"):
        assert getattr(Client(), method)(link).status_code == 410
    assert link.rstrip("/").split("/")[-1] not in str(SignInLink.objects.values())


def test_the_link_asks_a_role_for_its_second_step() -> None:
    user = a_member(Role.MENTOR)
    with_second_factor(user)
    client = Client()
    client.post("/accounts/login/code/", {"email": user.email})
    assert client.post(link_in_mail(user.email))["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)


def test_the_link_ends_after_ten_minutes_and_with_the_code(settings: Any, tmp_path: Path) -> None:
    user, client = a_member(), Client()
    client.post("/accounts/login/code/", {"email": user.email})
    link = link_in_mail(user.email)
    settings.CLOCK_FILE = str(tmp_path / "clock")
    Clock(tmp_path / "clock").reads(datetime.now(UTC) + timedelta(minutes=10, seconds=1))
    assert Client().post(link).status_code == 410
    settings.CLOCK_FILE = ""
    client.post("/accounts/login/code/confirm/", {"code": mailed_code(user.email)})
    assert is_in(client)
    assert Client().post(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "é" * 40, "%00", "a" * 500])
def test_a_forged_link_is_refused_in_a_sentence(token: str) -> None:
    answer = Client().post(f"/accounts/login/link/{token}/")
    assert answer.status_code == 410
    assert "This link is incomplete" in answer.content.decode()
