"""What ways in there are, and what there is not: no question, no other provider, nothing that ages by the calendar."""

import base64
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.test import Client
from django.urls import reverse

from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from runforsomething.ops.access import ENTRANCES, UNDER_WAY
from tests.core.signing_in import PASSWORD, a_member, second_step, sign_in, with_second_factor
from tests.core.test_sessions import is_in
from tests.ops.test_access import sign_in as signed_in

pytestmark = pytest.mark.django_db
HOUR = 3_600


def test_these_are_all_the_ways_in_and_none_goes_by_another_provider() -> None:
    """A password, a mailed code or link, a passkey; no question, no telephone, no push message, no other site."""
    begins = {"login/", "login/code/", "login/link/<str:token>/", "2fa/webauthn/login/"}
    ends = {
        "logout/",
        "inactive/",
        "signup/",
        "confirm-email/",
        "email/undo/<str:token>/",
    }  # none of them signs in
    resets = {route for route in ENTRANCES if "password/reset" in route}  # nor does a new password
    assert begins | ends | resets == ENTRANCES
    assert {"login/code/confirm/", "2fa/authenticate/"} == UNDER_WAY
    assert [app for app in settings.INSTALLED_APPS if app.startswith("allauth")] == [
        "allauth",
        "allauth.account",
        "allauth.mfa",
        "allauth.usersessions",
    ]
    assert settings.AUTHENTICATION_BACKENDS[1:] == [
        "django.contrib.auth.backends.ModelBackend",
        "allauth.account.auth_backends.AuthenticationBackend",
    ]
    assert settings.MFA_SUPPORTED_TYPES == ["totp", "webauthn", "recovery_codes"]
    page = Client().get("/accounts/login/").content.decode()
    asked = set(re.findall(r'<(?:input|select|textarea)[^>]*name="(\w+)"', page.partition("<main")[2]))
    assert asked - {"next"} == {"csrfmiddlewaretoken", "email", "login", "password", "credential"}


def test_neither_a_password_nor_a_second_step_ages_by_the_calendar() -> None:
    user = a_member(Role.FINANCE)
    user.set_password(PASSWORD)
    user.date_joined = clock.now() - timedelta(days=3_650)
    user.save()
    secret = with_second_factor(user)
    Authenticator.objects.update(created_at=clock.now() - timedelta(days=3_650))
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": second_step(secret)})
    assert is_in(client)


def test_staff_choose_nobodys_password() -> None:
    boss = User.objects.create_superuser("boss@example.org")
    client, someone = signed_in(boss), a_member()
    page = client.get(reverse("admin:accounts_user_change", args=[someone.pk]))
    assert page.status_code == 200
    assert "password" not in page.context["adminform"].form.fields
    assert client.get(f"/admin/accounts/user/{someone.pk}/password/").status_code in (302, 404)
    assert "password" not in client.get("/admin/accounts/user/add/").content.decode().partition("<form")[2]


@pytest.mark.parametrize(("hours", "taken"), [(-1, False), (0, True), (1, False)])
def test_a_code_of_the_app_goes_by_our_clock_and_not_by_whatever_the_phone_shows(
    hours: int, taken: bool
) -> None:
    user = a_member(Role.FINANCE)
    secret = with_second_factor(user)
    now = next(iter(yield_hotp_counters_from_time()))
    client = Client()
    sign_in(client, user)
    code = format_hotp_value(hotp_value(secret, now + hours * HOUR // 30))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_in(client) is taken


def test_a_passkey_is_a_key_that_asks_for_the_finger_and_its_challenge_is_new_and_long(settings: Any) -> None:
    """The finger, face or PIN unlocks a key of the device's own: no biometrics come here, and no certificate either."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    client = Client()
    sign_in(client, a_member())
    offers = [options_of(client.get("/accounts/2fa/webauthn/add/")) for _ in range(2)]
    challenges = {offer["challenge"] for offer in offers}
    assert len(challenges) == 2
    assert min(len(base64.urlsafe_b64decode(each + "==")) for each in challenges) >= 16
    assert {each["type"] for each in offers[0]["pubKeyCredParams"]} == {"public-key"}
    assert offers[0].get("attestation", "none") == "none"
    by_script = {"X-Requested-With": "XMLHttpRequest"}
    offer = Client().get("/accounts/2fa/webauthn/login/", headers=by_script).json()["request_options"]
    assert offer["publicKey"]["userVerification"] == "required"


def options_of(page: Any) -> dict[str, Any]:
    found = re.search(r'<script id="js_data" type="application/json">(.*?)</script>', page.content.decode())
    assert found
    offer: dict[str, Any] = json.loads(found.group(1))["creation_options"]["publicKey"]
    return offer
