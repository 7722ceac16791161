"""Evidence as a link or a file, who may have that file, and a ballot date that turned out wrong."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse

from candidates.ballot_corrections import correct_ballot_date
from candidates.candidacies import enter_race, note_opponent, send_evidence, verify_ballot
from candidates.enums import Stage
from candidates.models import BallotCorrection, Candidacy
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused, Stale
from core.outbox.models import OutgoingMessage
from core.uploads.contents import check
from core.uploads.models import Upload
from tests.core.made_files import archive, pdf, png
from tests.factories.offices import RaceFactory
from tests.factories.people import bring_to, make_user

pytestmark = pytest.mark.django_db
BALLOT = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def planned(now: datetime) -> Candidacy:
    return enter_race(bring_to(Stage.COMMITTED, now=now), RaceFactory(), at=now)


@pytest.fixture
def staff() -> User:
    return make_user(Role.PROGRAM_STAFF)


@pytest.fixture
def on_ballot(planned: Candidacy, staff: User, now: datetime) -> Candidacy:
    send_evidence(planned, url="https://elections.example.org", note="", at=now)
    verify_ballot(planned, ballot_date=BALLOT, actor=staff, at=now)
    planned.refresh_from_db()
    return planned


def send(candidacy: Candidacy, **typed: Any) -> Any:
    client = Client()
    client.force_login(candidacy.candidate.user)
    page = reverse("candidates:evidence", args=[candidacy.public_id])
    key = client.get(page).context["form"]["form_key"].value()
    return client.post(page, {"form_key": key, "evidence_url": "", "evidence_note": "", **typed})


def test_a_file_alone_is_evidence_enough(planned: Candidacy, staff: User, now: datetime) -> None:
    sent = SimpleUploadedFile("My list.pdf", pdf(), "application/pdf")
    assert send(planned, evidence_file=sent).status_code == 302
    planned.refresh_from_db()
    assert (planned.evidence_file.name, planned.evidence_url) == ("My list.pdf", "")
    verify_ballot(planned, ballot_date=BALLOT, actor=staff, at=now)


def test_neither_link_nor_file_is_no_evidence(planned: Candidacy, now: datetime) -> None:
    assert send(planned).status_code == 422
    with pytest.raises(Refused, match="send a file"):
        send_evidence(planned, url="", note="", at=now)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<!doctype html><script>alert(1)</script>", "neither a PDF nor a picture"),
        (pdf() + archive(), "holds more than"),
        (bytes(8_000_001), "larger than 8 MB"),
    ],
    ids=["a page", "a polyglot", "too large"],
)
def test_what_is_no_pdf_and_no_picture_is_refused_and_the_rest_stays_typed(
    planned: Candidacy, content: bytes, told: str
) -> None:
    answer = send(
        planned, evidence_file=SimpleUploadedFile("list.pdf", content), evidence_note="third from the top"
    )
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "third from the top" in answer.content.decode()
    assert not Upload.objects.exists()


def test_the_file_is_for_its_owner_and_for_staff_and_finance_and_is_saved_not_shown(
    planned: Candidacy, staff: User, now: datetime
) -> None:
    send_evidence(planned, url="", note="", file=check(png(), name="list.png"), at=now)
    own = reverse("candidates:own_evidence_file", args=[planned.public_id])
    theirs = reverse("candidates:evidence_file", args=[planned.public_id])

    def answers(user: User) -> list[int]:
        client = Client()
        client.force_login(user)
        found = [client.get(page) for page in (own, theirs)]
        for answer in found:
            if answer.status_code == 200:
                assert answer["Content-Disposition"].startswith("attachment")
                for closes in answer._resource_closers:
                    closes()
        return [answer.status_code for answer in found]

    assert answers(planned.candidate.user) == [200, 403]
    assert answers(bring_to(Stage.COMMITTED, now=now).user) == [404, 403]
    assert answers(make_user(Role.MENTOR))[1] != 200


def test_a_wrong_ballot_date_is_corrected_by_a_row_and_the_candidate_hears_of_it(
    on_ballot: Candidacy, staff: User, now: datetime
) -> None:
    right = BALLOT + timedelta(days=3)
    correct_ballot_date(on_ballot, right, reason="misread", actor=staff, at=now, seen=BALLOT)
    on_ballot.refresh_from_db()
    assert on_ballot.ballot_date == right
    assert list(BallotCorrection.objects.values_list("was", "ballot_date", "reason")) == [
        (BALLOT, right, "misread")
    ]
    assert OutgoingMessage.objects.filter(kind="ballot_corrected").count() == 1
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        BallotCorrection.objects.update(was=right)


def test_only_staff_correct_a_date_and_only_to_one_that_can_be(
    planned: Candidacy, staff: User, now: datetime
) -> None:
    def correct(day: date, actor: User = staff, **seen: Any) -> None:
        correct_ballot_date(planned, day, reason="misread", actor=actor, at=now, **seen)

    with pytest.raises(Refused, match="no checked ballot date"):
        correct(BALLOT)
    send_evidence(planned, url="https://elections.example.org", note="", at=now)
    verify_ballot(planned, ballot_date=BALLOT, actor=staff, at=now)
    for day, told in ((BALLOT, "already"), (now.date() + timedelta(days=1), "future")):
        with pytest.raises(Refused, match=told):
            correct(day)
    with pytest.raises(Stale):
        correct(BALLOT - timedelta(days=1), seen=BALLOT - timedelta(days=9))
    for nobody in (planned.candidate.user, make_user(Role.FINANCE)):
        with pytest.raises(NotPermitted):
            correct(BALLOT - timedelta(days=1), actor=nobody)
        with pytest.raises(NotPermitted):
            note_opponent(planned, True, actor=nobody)
    assert not BallotCorrection.objects.exists()
