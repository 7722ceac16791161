"""Files that are far too large: refused in a sentence, with nothing of them kept in memory, on disk or in a row."""

import tracemalloc
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from candidates.candidacies import enter_race
from candidates.enums import Stage
from core.accounts.roles import Role
from core.uploads.contents import MOST_BYTES
from core.uploads.models import Upload
from funding.models import Gift
from offices.models import CostObservation
from tests.factories.offices import RaceFactory
from tests.factories.people import bring_to, make_user, put_on_ballot
from tests.faults.size import FULL
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
MB = 1_000_000
EVIDENCE, SHEET = (500 * MB, 100 * MB) if FULL else (20 * MB, 12 * MB)
BOUNDARY = "a-boundary"


class Body:
    """A form with one file, sent as it is made: the sender's copy of it takes no memory either."""

    def __init__(self, field: str, name: str, begins: bytes, size: int, **fields: str) -> None:
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        disposition = f'Content-Disposition: form-data; name="{field}"; filename="{name}"'
        head = f"{''.join(parts)}--{BOUNDARY}\r\n{disposition}\r\n\r\n"
        self.begin, self.end = head.encode() + begins, f"\r\n--{BOUNDARY}--\r\n".encode()
        self.length = len(self.begin) + size + len(self.end)
        self.sent = 0
        self.disk: Path | None = None
        self.most_on_disk = 0

    def read(self, most: int = -1) -> bytes:
        """The next bytes: the beginning, then zeroes, then the end. Sees what of the earlier ones is on disk."""
        if self.disk:
            on_disk = sum(file.stat().st_size for file in self.disk.iterdir())
            self.most_on_disk = max(self.most_on_disk, on_disk)
        most = min(most if most >= 0 else 65_536, self.length - self.sent)
        if self.sent < len(self.begin):
            found = self.begin[self.sent : self.sent + most]
        elif self.sent < self.length - len(self.end):
            found = bytes(min(most, self.length - len(self.end) - self.sent))
        else:
            found = self.end[-(self.length - self.sent) :][:most]
        self.sent += len(found)
        return found

    def readline(self, most: int = -1) -> bytes:
        """The server's reader wants to have it; zeroes have no lines."""
        return self.read(most)


def post(client: Client, page: str, body: Body) -> tuple[Any, int]:
    """Return the answer, and how many bytes the site held at most while it took the form in."""
    tracemalloc.start()
    try:
        answer = client.request(
            **{
                "REQUEST_METHOD": "POST",
                "PATH_INFO": page,
                "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
                "CONTENT_LENGTH": str(body.length),
                "wsgi.input": body,
            }
        )
        return answer, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def evidence(now: datetime) -> tuple[Client, str, Body]:
    race = enter_race(bring_to(Stage.COMMITTED, now=now), RaceFactory(), at=now)
    body = Body("evidence_file", "list.pdf", b"%PDF-1.7\n", EVIDENCE, form_key=str(uuid4()), evidence_url="")
    return sign_in(race.candidate.user), f"/me/races/{race.public_id}/evidence/", body


def gifts(now: datetime) -> tuple[Client, str, Body]:
    race = put_on_ballot(bring_to(Stage.COMMITTED, now=now), ballot_date=now.date(), now=now)
    body = Body("export", "gifts.csv", b"Receipt ID,Date\n", SHEET, form_key=str(uuid4()))
    return sign_in(race.candidate.user), f"/funding/{race.public_id}/gifts/import/", body


def costs(now: datetime) -> tuple[Client, str, Body]:
    body = Body("file", "costs.csv", b"cycle,figure,amount\n", SHEET, form_key=str(uuid4()))
    return sign_in(make_user(Role.RESEARCHER)), "/offices/research/upload/", body


@pytest.mark.slow
@pytest.mark.parametrize("sent", [evidence, gifts, costs])
def test_a_file_that_is_far_too_large_is_refused_in_a_sentence_and_nothing_of_it_is_kept(
    sent: Callable[[datetime], tuple[Client, str, Body]], now: datetime, tmp_path: Path, settings: Any
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = settings.MEDIA_ROOT = str(tmp_path)
    client, page, body = sent(now)
    client.get(page)
    body.disk = tmp_path
    answer, held = post(client, page, body)
    assert answer.status_code == 422
    assert "larger than" in answer.content.decode()
    assert body.sent == body.length
    assert held < 4 * MOST_BYTES
    assert 0 < body.most_on_disk <= MOST_BYTES
    assert list(tmp_path.iterdir()) == []
    assert (Upload.objects.count(), Gift.objects.count(), CostObservation.objects.count()) == (0, 0, 0)
