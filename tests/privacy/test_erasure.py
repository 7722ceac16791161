"""A person who is erased is gone from every table and file, and stays gone after a restore of an older backup."""

from datetime import datetime, timedelta
from pathlib import Path

import pgtrigger
import pytest
from django.core.management import call_command
from pytest_django import Settings

from candidates.models import Candidate
from core import clock
from core.accounts.models import User
from core.outbox.models import OutgoingMessage
from core.outbox.sending import send_due
from core.privacy import asking, log
from core.privacy.models import ErasureLog
from tests.mails import mails_in
from tests.privacy import somebody
from tests.privacy.somebody import WORDS, counts, found_in

DUE = timedelta(days=7)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def places(tmp_path: Path, settings: Settings) -> tuple[Path, Path]:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MAILBOX_DIR = tmp_path / "mail"
    settings.EMAIL_BACKEND = "runforsomething.ops.mailbox.EmailBackend"
    return settings.MEDIA_ROOT, settings.MAILBOX_DIR


def erase(user: User, now: datetime) -> None:
    asking.ask(user, at=now)
    assert asking.carry_out_due(now=now + DUE - MINUTE) == 0
    assert asking.carry_out_due(now=now + DUE) == 0  # the door is closed
    assert asking.carry_out_due(now=now + DUE + MINUTE) == 1


def read_and_deleted(folder: Path) -> None:
    """The last mail arrives where it was sent to; the folder stands for other people's mailboxes."""
    send_due(now=clock.now())
    last = mails_in(folder, to=WORDS["address"])[-1]
    assert last.subject == "Everything about you is erased"
    assert WORDS["first name"] in last.text
    for file in folder.glob("*.eml"):
        file.unlink()


@pytest.mark.slow
def test_somebody_erased_is_in_no_table_and_no_file_and_not_after_a_restore_either(
    transactional_db: None, now: datetime, places: tuple[Path, Path], tmp_path: Path
) -> None:
    candidate = somebody.make(now)
    backup = tmp_path / "older.backup"
    call_command("backup", str(backup))
    before, counted = found_in(*places), counts()
    assert before == set(WORDS)
    assert len(before) >= 30

    erase(candidate.user, now)
    read_and_deleted(places[1])
    assert found_in(*places) == set()
    assert counts() == counted
    print(f"{len(before)} strings found before, none after the erasure.")

    call_command("restore", str(backup), "--replace")
    assert ErasureLog.objects.filter(person=candidate.user.public_id).count() == 1
    assert found_in(*places) == set()
    assert Candidate.objects.get().public_id == candidate.public_id

    # The machine is lost: a copy of the log is all that knows of the erasure.
    copy = tmp_path / "copy.jsonl"
    log.path().rename(copy)
    with pgtrigger.ignore("privacy.ErasureLog:append_only_rows"):
        ErasureLog.objects.all().delete()
    call_command("restore", str(backup), "--replace", "--erasures", str(copy))
    send_due(now=clock.now())
    for file in places[1].glob("*.eml"):
        file.unlink()
    assert found_in(*places) == set()
    assert User.objects.get(pk=candidate.user_id).erased_at == now + DUE + MINUTE
    assert OutgoingMessage.objects.filter(to_address__icontains="thornwickel").count() == 0
