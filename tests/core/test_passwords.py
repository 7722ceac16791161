"""Passwords: long rather than odd, none of the common ones, kept by Argon2; and where secrets are kept at all."""

import hashlib
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.breached import is_among
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
from tests.core.test_sessions import is_in, signed_in

LONG = "correct horse battery staple " * 4


@pytest.mark.parametrize(
    "password",
    [
        "eleven-long",
        "passwordpas",
        "1234567890123",
        "qwertyuiop123",
        "RunForSomething-1",
        "runforsomething!",
        "campaign-office",
    ],
)
def test_a_short_or_obvious_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@given(st.lists(st.text(min_size=1), min_size=1, max_size=40, unique=True), st.text(), st.booleans())
def test_a_password_is_found_in_a_sorted_file_if_and_only_if_it_stands_there(
    stolen: list[str], other: str, counted: bool
) -> None:
    """With the count behind each line, as the downloaded file has it, and without."""
    hashes = sorted(hashlib.sha1(each.encode(), usedforsecurity=False).hexdigest().upper() for each in stolen)
    with TemporaryDirectory() as folder:
        file = Path(folder, "stolen.txt")
        file.write_text("".join(f"{each}{':17' if counted else ''}\r\n" for each in hashes))
        assert all(is_among(each, file) for each in stolen)
        assert is_among(other, file) is (other in stolen)


def test_a_stolen_password_is_refused_where_the_list_of_them_is_given(settings: Any, tmp_path: Path) -> None:
    file = tmp_path / "stolen.txt"
    file.write_text(hashlib.sha1(LONG.encode(), usedforsecurity=False).hexdigest().upper())
    settings.BREACHED_PASSWORDS_FILE = str(file)
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": "core.accounts.breached.BreachedPasswordValidator"}]
    with pytest.raises(ValidationError, match="stolen somewhere before"):
        validate_password(LONG)
    validate_password(LONG + "!")


@pytest.mark.parametrize(
    "password", ["plum ladder orbit", "mmmmmmmmmmmmzq", "ñandú-über-東京-x9", LONG, " plum ladder orbit "]
)
def test_any_characters_and_any_length_will_do(password: str) -> None:
    validate_password(password)


@given(
    st.text(st.characters(categories=["Ll"]), min_size=20, max_size=40).filter(
        lambda text: len(set(text)) > 8
    )
)
def test_no_kinds_of_characters_are_asked_for(password: str) -> None:
    validate_password(password)


def test_passwords_are_kept_by_argon2(settings: Any) -> None:
    from runforsomething.settings import base

    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    assert make_password(PASSWORD).startswith("argon2$argon2id$")


@pytest.mark.django_db
def test_a_password_counts_exactly_as_typed() -> None:
    client = signed_in(a_member())
    odd = " Plum LADDER orbit " + "x" * 80
    client.post("/accounts/password/set/", {"password1": odd, "password2": odd})
    user = client.get("/accounts/sessions/").context["user"]
    user.refresh_from_db()
    assert user.check_password(odd)
    assert not any(user.check_password(other) for other in (odd.strip(), odd.lower(), odd[:72]))
    assert subjects(user.email)[-1] == "You can sign in with a password now"


@pytest.mark.django_db
def test_the_fields_are_masked_and_named_for_password_managers() -> None:
    user = a_member(password=PASSWORD)
    page = Client().get("/accounts/login/").content.decode()
    assert re.search(r'<input type="password" name="password"[^>]*autocomplete="current-password"', page)
    assert 'autocomplete="email' in page
    page = signed_in(user).get("/accounts/password/change/").content.decode()
    assert re.search(r'name="oldpassword"[^>]*autocomplete="current-password"', page)
    assert re.search(r'name="password1"[^>]*autocomplete="new-password"', page)
    assert "onpaste" not in page


@pytest.mark.django_db
def test_the_password_is_changed_by_whoever_knows_the_old_one() -> None:
    user = a_member(password=PASSWORD)
    client = signed_in(user)
    form = {
        "oldpassword": "wrong-guess-1234",
        "password1": "another-long-one-9",
        "password2": "another-long-one-9",
    }
    assert client.post("/accounts/password/change/", form).status_code == 200
    client.post("/accounts/password/change/", {**form, "oldpassword": PASSWORD})
    user.refresh_from_db()
    assert user.check_password("another-long-one-9")


@pytest.mark.django_db
def test_a_reset_password_does_not_stand_for_the_second_step() -> None:
    from django.core import mail

    user = a_member(Role.FINANCE, password=PASSWORD)
    secret = with_second_factor(user)
    client = Client()
    client.post("/accounts/password/reset/", {"email": user.email})
    assert subjects(user.email) == ["Choose a new password"]
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert link
    form = client.get(link.group(1))["Location"]
    client.post(form, {"password1": "another-long-one-9", "password2": "another-long-one-9"})
    assert subjects(user.email)[-1] == "Your password was reset"
    answer = client.post("/accounts/login/", {"login": user.email, "password": "another-long-one-9"})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    assert second_step(secret)
    again = Client().get(link.group(1))
    assert (
        "location" not in {name.lower() for name in again.headers} or "set-password" not in again["Location"]
    )


@pytest.mark.django_db
def test_a_code_of_the_second_step_works_once() -> None:
    user = a_member(Role.FINANCE)
    code = second_step(with_second_factor(user))
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, user)
        client.post("/accounts/2fa/authenticate/", {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


@pytest.mark.django_db
def test_the_secrets_of_second_factors_are_encrypted_where_they_are_kept() -> None:
    user = a_member()
    secret = with_second_factor(user)
    kept = Authenticator.objects.get()
    assert secret not in str(kept.data)
    assert kept.wrap().validate_code(second_step(secret))


@pytest.mark.django_db
def test_codes_are_six_digits_by_chance() -> None:
    codes = set()
    for _ in range(5):
        user = a_member()
        Client().post("/accounts/login/code/", {"email": user.email})
        codes.add(mailed_code(user.email))
    assert len(codes) > 1
