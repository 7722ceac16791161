"""Everything we know of a person, in one file that nobody else gets and that does not stay."""

import json
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from unittest import mock
from uuid import uuid4

import pytest
from pytest_django import Settings

from candidates.models import Candidate
from core import clock
from core.outbox.models import OutgoingMessage
from core.privacy import export_files, exporting
from core.privacy.models import ExportRequest
from tests.factories.people import make_user
from tests.ops.test_access import sign_in
from tests.privacy import somebody
from tests.privacy.somebody import EVIDENCE, WORDS

# Written about the person for others, secrets, or what is not kept in clear.
NOT_SHOWN = {
    "private note", *EVIDENCE, "exception for a talk", "exception for a race", "passkey", "log entry",
    "form key", "session", "page in the history", "sealed mail", "mail of a colleague",
}  # fmt: skip


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.MAILBOX_DIR = tmp_path / "media", tmp_path / "mail"
    settings.RECENT_MINUTES = 10


@pytest.fixture
def person(now: datetime) -> Candidate:
    return somebody.make(now)


def signed_in_just_now(user: object) -> object:
    client = sign_in(user)  # type: ignore[arg-type]
    session = client.session
    at = clock.now().timestamp()
    session["shown_who_they_are"] = {"user": user.pk, "any": at, "second": at}  # type: ignore[attr-defined]
    session.save()
    return client


@pytest.mark.django_db
def test_the_file_holds_everything_they_told_us_as_data_and_as_a_page(person: Candidate) -> None:
    with zipfile.ZipFile(export_files.file_of(ExportRequest.objects.get())) as archive:
        told = json.loads(archive.read("data.json"))
        texts = [archive.read("data.json").decode().lower(), archive.read("index.html").decode().lower()]
        assert set(archive.namelist()) == {"data.json", "index.html", "export.css"}
    assert (told["schema"], told["version"]) == ("personal-export", 1)
    assert told["person"] == str(person.user.public_id)
    assert {"table", "title", "rows"} == set(told["sections"][0])
    for name, word in WORDS.items():
        shown = [word.lower() in text for text in texts]
        assert shown[0] == (name not in NOT_SHOWN), name
        assert shown[1] or name in NOT_SHOWN or name == "birth date", name
    candidate = next(s for s in told["sections"] if s["table"] == "candidates.candidate")
    assert candidate["rows"][0]["date_of_birth"] == WORDS["birth date"]
    assert len(told["left_out"]) == 3


@pytest.mark.django_db
def test_only_its_owner_fetches_it_signed_in_and_just_now(person: Candidate, settings: Settings) -> None:
    export = ExportRequest.objects.get()
    ExportRequest.objects.update(expires_at=clock.now() + timedelta(days=1))
    page = f"/me/data/export/{export.public_id}/"
    assert sign_in(make_user()).get(page).status_code == 404
    asked = sign_in(person.user).get(page)
    assert asked.status_code == 302
    assert "/accounts/" in asked.headers["Location"]
    got = signed_in_just_now(person.user).get(page)  # type: ignore[attr-defined]
    assert got.headers["Content-Disposition"] == 'attachment; filename="everything-about-me.zip"'
    assert "no-store" in got.headers["Cache-Control"]
    assert zipfile.is_zipfile(BytesIO(b"".join(got.streaming_content)))
    assert export_files.file_of(export).stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_the_file_goes_after_seven_days_and_so_does_one_that_nobody_asked_for(
    person: Candidate, now: datetime
) -> None:
    export = ExportRequest.objects.get()
    file = export_files.file_of(export)
    stray = file.with_name(f"{uuid4()}.part")
    stray.write_bytes(b"half of somebody")
    exporting.expire(now=now + timedelta(days=7) - timedelta(minutes=1))
    assert (file.exists(), stray.exists()) == (True, False)
    exporting.expire(now=now + timedelta(days=7))
    assert not file.exists()
    page = f"/me/data/export/{export.public_id}/"
    answer = signed_in_just_now(person.user).get(page, follow=True)  # type: ignore[attr-defined]
    assert answer.redirect_chain == [("/me/data/", 302)]
    assert "That file has been deleted" in answer.content.decode()


@pytest.mark.django_db
def test_one_is_made_at_a_time_and_the_link_is_mailed_once(now: datetime) -> None:
    user = make_user()
    first = exporting.ask(user, at=now)
    assert exporting.ask(user, at=now) == first
    assert exporting.make_waiting(now=now) == 1
    assert exporting.make_waiting(now=now) == 0
    assert OutgoingMessage.objects.filter(kind="export_ready", recipient=user).count() == 1
    assert exporting.ask(user, at=now) != first


@pytest.mark.django_db
def test_an_export_that_fails_holds_up_nobody_and_can_be_asked_for_again(now: datetime) -> None:
    unlucky, lucky = make_user(), make_user()
    exporting.ask(unlucky, at=now)
    with mock.patch.object(exporting, "_write", side_effect=OSError("disk full")):
        for _ in range(9):
            exporting.make_waiting(now=now)
    exporting.ask(lucky, at=now)
    assert exporting.make_waiting(now=now) == 1
    failed = ExportRequest.objects.get(user=unlucky)
    assert (failed.attempts, failed.made_at) == (exporting.MAXIMUM_ATTEMPTS, None)
    assert "could not make" in sign_in(unlucky).get("/me/data/").content.decode()
    exporting.ask(unlucky, at=now)
    assert exporting.make_waiting(now=now) == 1
