"""One is told of a sign-in that may not be one's own, and of nothing else."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from core.accounts.models import User
from core.accounts.roles import Role
from tests.core.signing_in import (
    PASSWORD,
    a_member,
    mailed_code,
    second_step,
    sign_in,
    subjects,
    with_second_factor,
)
from tests.core.test_sessions import is_in
from tests.core.test_sign_in_limits import CAFE, HOME, from_, password_sign_in

pytestmark = pytest.mark.django_db
NEW_BROWSER = "A sign-in from a browser that is new to us"
HALF = "Somebody nearly signed in as you"


@pytest.fixture(autouse=True)
def a_new_day() -> None:
    cache.clear()


def told(user: User) -> list[str]:
    return [subject for subject in subjects(user.email) if subject in (NEW_BROWSER, HALF)]


def test_a_password_in_a_browser_that_is_new_is_told_with_where_it_was() -> None:
    user = a_member(password=PASSWORD)
    own = from_(HOME)
    sign_in(own, user)
    assert told(user) == []
    assert password_sign_in(
        from_(CAFE, HTTP_USER_AGENT="Firefox on Windows, or else https://evil.example/"), user
    )
    assert told(user) == [NEW_BROWSER]
    body = str(mail.outbox[-1].body)
    assert CAFE in body
    assert "From: Firefox on Windows, " in body
    assert "evil" not in body, "whoever signed in writes no part of the mail"
    assert re.search(r"When: .* (CST|CDT|UTC)\n", body)
    assert "/accounts/sessions/" in body


def test_the_same_browser_and_another_one_at_home_are_not_told_of() -> None:
    user = a_member(password=PASSWORD)
    own = from_(HOME)
    sign_in(own, user)
    assert password_sign_in(from_(HOME), user)
    own.post("/accounts/logout/")
    elsewhere = from_(CAFE)
    elsewhere.cookies = own.cookies
    assert password_sign_in(elsewhere, user)
    assert told(user) == []


def test_a_mailed_code_is_told_by_its_own_mail_alone() -> None:
    user = a_member()
    for address in (HOME, CAFE):
        client = from_(address)
        sign_in(client, user)
        assert is_in(client)
    assert told(user) == []


@pytest.mark.parametrize("first", ["password", "code"])
def test_a_wrong_second_step_is_told_once_a_day(first: str) -> None:
    user = a_member(Role.FINANCE, password=PASSWORD)
    with_second_factor(user)
    for address in (CAFE, HOME):
        client = from_(address)
        if first == "password":
            client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        else:
            client.post("/accounts/login/code/", {"email": user.email})
            client.post("/accounts/login/code/confirm/", {"code": mailed_code(user.email)})
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
        assert not is_in(client)
    assert told(user) == [HALF]


def test_one_who_mistypes_in_their_own_browser_is_told_nothing() -> None:
    user = a_member(Role.FINANCE)
    secret = with_second_factor(user)
    own = from_(HOME)
    sign_in(own, user)
    own.post("/accounts/2fa/authenticate/", {"code": second_step(secret)})
    assert is_in(own)
    own.post("/accounts/logout/")
    sign_in(own, user)
    own.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert told(user) == []


def test_a_wrong_password_alone_is_not_told_since_only_known_addresses_could_be() -> None:
    user = a_member(password=PASSWORD)
    assert not password_sign_in(Client(), user, "wrong-guess-1234")
    assert subjects(user.email) == []
