"""Production's cookies, as its settings name them: no other host, no script and no plain connection gets at them."""

import json
import subprocess
import sys
from typing import Any

import pytest
from django.contrib.messages.storage import cookie
from django.test import Client

from core.accounts.roles import Role
from tests.core.signing_in import a_member, mailed_code
from tests.ops.test_settings import ROOT, SOUND

TELL = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if "_COOKIE_" in name}))
"""


@pytest.fixture
def as_in_production(settings: Any) -> None:
    """What Django makes of a sound environment, in a process of its own."""
    environment = SOUND | {
        "DJANGO_SETTINGS_MODULE": "runforsomething.settings.production",
        "PYTHONPATH": str(ROOT),
    }
    told = subprocess.run(
        [sys.executable, "-c", TELL], env=environment, capture_output=True, text=True, check=True
    )
    for name, value in json.loads(told.stdout).items():
        setattr(settings, name, value)


@pytest.mark.django_db
def test_every_cookie_is_bound_to_this_host_and_kept_from_scripts_and_plain_connections(
    as_in_production: None,
) -> None:
    client, user = Client(), a_member(Role.DONOR)
    client.get("/accounts/login/", secure=True)
    client.post("/language/", {"language": "es", "next": "/"}, secure=True)
    client.post("/accounts/login/code/", {"email": user.email}, secure=True)
    client.post("/accounts/login/code/confirm/", {"code": mailed_code(user.email)}, secure=True)
    kept = {name: one for name, one in client.cookies.items() if name != cookie.CookieStorage.cookie_name}
    assert set(kept) == {"__Host-sessionid", "__Host-csrftoken", "__Host-device", "__Host-language"}
    assert "Four, all our own" in client.get("/privacy/", secure=True).content.decode()
    for name, one in kept.items():
        told = (one["secure"], one["httponly"], one["samesite"], one["path"], one["domain"])
        assert told == (True, True, "Lax", "/", ""), name
