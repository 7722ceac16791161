"""The pages as somebody without JavaScript walks them: every form is one that the page itself showed."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from candidates.models import Candidate
from core import clock
from core.accounts.models import User
from core.privacy import tasks
from core.privacy.models import ErasureRequest, ExportRequest
from tests.factories.people import make_candidate
from tests.privacy.test_export import signed_in_just_now

FORM = re.compile(r'<form(?P<head>[^>]*method="post"[^>]*)>(?P<body>.*?)</form>', re.S)
GOAL = re.compile(r'action="([^"]+)"')
KEY = re.compile(r'name="form_key" value="([^"]+)"')


@pytest.fixture
def at(settings: Settings, tmp_path: Path, now: datetime) -> Path:
    settings.MEDIA_ROOT, settings.MAILBOX_DIR = tmp_path / "media", tmp_path / "mail"
    settings.CLOCK_FILE = str(tmp_path / "clock")
    (tmp_path / "clock").write_text(now.isoformat(), encoding="ascii")
    return tmp_path / "clock"


def press(client: Client, page: str, button: str, **typed: str) -> str:
    """Send the form of `page` that holds the words `button`; return where it led, as text."""
    shown = client.get(page).content.decode()
    form = next(found for found in FORM.finditer(shown) if button in found["body"])
    key = KEY.search(form["body"])
    assert key is not None
    goal = GOAL.search(form["head"])
    answer = client.post(goal[1] if goal else page, {"form_key": key[1], **typed}, follow=True)
    return answer.content.decode()


def move_clock(file: Path, by: timedelta) -> None:
    file.write_text((clock.now() + by).isoformat(), encoding="ascii")


@pytest.mark.django_db
def test_ask_change_ones_mind_ask_again_and_be_gone(at: Path, now: datetime) -> None:
    candidate: Candidate = make_candidate(now=now)
    client: Client = signed_in_just_now(candidate.user)  # type: ignore[assignment]
    erase = "/me/data/erase/"
    assert "Tick the box" in press(client, erase, "Erase everything about me")
    asked = press(client, erase, "Erase everything about me", understood="on")
    assert "You asked to be erased" in asked
    assert "June 8, 2026" in asked
    assert "Nothing is erased." in press(client, "/me/", "I changed my mind")
    assert ErasureRequest.objects.get().kept_at == now
    press(client, erase, "Erase everything about me", understood="on")
    move_clock(at, timedelta(days=7))
    tasks.keep_promises()
    assert client.get("/me/").headers["Location"].startswith("/accounts/login/")
    move_clock(at, timedelta(minutes=1))
    tasks.keep_promises()
    assert User.objects.get(pk=candidate.user_id).erased_at == clock.now()


@pytest.mark.django_db
def test_ask_for_everything_and_fetch_it(at: Path, now: datetime) -> None:
    client: Client = signed_in_just_now(make_candidate(now=now).user)  # type: ignore[assignment]
    assert "mail you a link" in press(client, "/me/data/", "Put it together for me")
    tasks.keep_promises()
    shown = client.get("/me/data/").content.decode()
    link = f"/me/data/export/{ExportRequest.objects.get().public_id}/"
    assert link in shown
    answer = client.get(link)
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[arg-type]
    move_clock(at, timedelta(days=7))
    tasks.keep_promises()
    assert link not in client.get("/me/data/").content.decode()
