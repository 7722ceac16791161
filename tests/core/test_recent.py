"""Before something sensitive, the person shows again who they are."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from core.accounts.models import User
from core.accounts.roles import Role
from tests.core.signing_in import (
    PASSWORD,
    Clock,
    a_member,
    mailed_code,
    second_step,
    sign_in,
    with_second_factor,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2030, 6, 3, 12, tzinfo=UTC)
SENSITIVE = (
    *(
        "/accounts/email/",
        "/accounts/password/set/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/add/",
    ),
)


@pytest.fixture
def clock(settings: Any, tmp_path: Path) -> Clock:
    settings.CLOCK_FILE = str(tmp_path / "clock")
    found = Clock(Path(settings.CLOCK_FILE))
    found.reads(NOON)
    return found


@pytest.mark.parametrize("page", SENSITIVE)
def test_a_sensitive_page_opens_for_ten_minutes_after_the_sign_in(
    client: Client, clock: Clock, page: str
) -> None:
    sign_in(client, a_member())
    clock.reads(NOON + timedelta(minutes=10))
    assert client.get(page).status_code == 200
    clock.reads(NOON + timedelta(minutes=10, seconds=1))
    assert client.get(page)["Location"] == f"/accounts/reauthenticate/code/?next={page.replace('/', '%2F')}"


def test_the_password_page_asks_for_the_password_first(client: Client, clock: Clock) -> None:
    user = a_member(password=PASSWORD)
    sign_in(client, user)
    clock.reads(NOON + timedelta(minutes=11))
    assert client.get("/accounts/password/change/")["Location"].startswith("/accounts/reauthenticate/?next=")
    form = {"oldpassword": PASSWORD, "password1": "another-long-one-9", "password2": "another-long-one-9"}
    assert client.post("/accounts/password/change/", form)["Location"].startswith(
        "/accounts/reauthenticate/?next="
    )
    assert PASSWORD not in str(dict(client.session))
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_who_has_only_their_mail_shows_who_they_are_by_a_mailed_code(client: Client, clock: Clock) -> None:
    user = a_member()
    sign_in(client, user)
    clock.reads(NOON + timedelta(hours=1))
    place = client.get("/accounts/email/")["Location"]
    assert client.get(place).status_code == 200
    client.post(place, {"action": "send", "next": "/accounts/email/"})
    code = mailed_code(user.email)
    wrong = "000000" if code != "000000" else "111111"
    assert "is-invalid" in client.post(place, {"code": wrong, "next": "/accounts/email/"}).content.decode()
    assert client.post(place, {"code": code, "next": "/accounts/email/"})["Location"] == "/accounts/email/"
    assert client.get("/accounts/email/").status_code == 200


def test_a_code_for_a_change_gives_three_attempts_and_works_once(client: Client, clock: Clock) -> None:
    user = a_member()
    sign_in(client, user)
    clock.reads(NOON + timedelta(hours=1))
    place = "/accounts/reauthenticate/code/"
    client.post(place, {"action": "send"})
    code = mailed_code(user.email)
    for _ in range(3):
        client.post(place, {"code": "999999" if code != "999999" else "111111"})
    client.post(place, {"code": code})
    assert client.get("/accounts/email/").status_code == 302
    client.post(place, {"action": "send"})
    client.post(place, {"code": mailed_code(user.email)})
    assert client.get("/accounts/email/").status_code == 200
    clock.reads(NOON + timedelta(hours=2))
    client.post(place, {"code": mailed_code(user.email)})
    assert client.get("/accounts/email/").status_code == 302


def test_who_has_a_second_factor_shows_that_one_and_no_mailed_code(client: Client, clock: Clock) -> None:
    user = a_member(Role.FINANCE, password=PASSWORD)
    secret = with_second_factor(user)
    sign_in(client, user)
    client.post("/accounts/2fa/authenticate/", {"code": second_step(secret)})
    assert client.get("/accounts/email/").status_code == 200
    clock.reads(NOON + timedelta(minutes=11))
    assert client.get("/accounts/email/")["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    for way in ("/accounts/reauthenticate/", "/accounts/reauthenticate/code/"):
        assert client.get(way)["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_a_form_sent_too_late_is_carried_out_once_the_person_has_shown_who_they_are(
    client: Client, clock: Clock
) -> None:
    user = a_member(password=PASSWORD)
    sign_in(client, user)
    clock.reads(NOON + timedelta(hours=1))
    wish = {"email": "new@example.org", "action_add": ""}
    place = client.post("/accounts/email/", wish)["Location"]
    assert "new@example.org" not in str(EmailAddress.objects.values())
    client.post(place, {"password": PASSWORD, "next": "/accounts/email/"})
    assert mailed_code("new@example.org")
    assert User.objects.get(pk=user.pk).email == user.email


def test_what_one_person_has_shown_does_not_count_for_another(client: Client, clock: Clock) -> None:
    sign_in(client, a_member())
    client.post("/accounts/logout/")
    other = a_member()
    sign_in(client, other)
    with_second_factor(other)
    assert client.get("/accounts/email/").status_code == 302


def test_giving_a_role_asks_again_who_it_is(client: Client, clock: Clock) -> None:
    staff, other = a_member(Role.PROGRAM_STAFF), a_member()
    secret = with_second_factor(staff)
    sign_in(client, staff)
    client.post("/accounts/2fa/authenticate/", {"code": second_step(secret)})
    page = f"/admin/accounts/user/{other.pk}/change/"
    assert client.get(page).status_code == 200
    clock.reads(NOON + timedelta(minutes=11))
    for answer in (client.get(page), client.post(page, {}), client.get("/admin/accounts/user/add/")):
        assert answer["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    assert client.get("/admin/accounts/user/").status_code == 200
