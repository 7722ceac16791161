"""One person with something of theirs in every table and file, each with words that nobody else has."""

import json
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from candidates import intake
from candidates.candidacies import enter_race, send_evidence, verify_ballot
from candidates.enums import Stage
from candidates.models import Candidacy, Candidate
from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.models import OutgoingMessage, SealedBody
from core.outbox.sealing import unseal
from core.outbox.services import enqueue_sealed
from core.privacy import exporting, hiding
from core.privacy.models import ExportRequest
from funding.applications import open_application, save_draft
from funding.gifts import add_gift
from funding.models import FundingApplication, PlanReview
from interviews import booking, reviews
from interviews.enums import Criterion, Outcome, Recommendation
from interviews.models import InterviewRequest
from mentorship.models import Mentor
from mentorship.services import propose
from offices.models import WantedOffice
from runforsomething.ops.backup.client import address, program
from runforsomething.ops.mailbox import EmailBackend
from tests.factories.offices import RaceFactory
from tests.factories.people import introduce, make_interviewer, make_user, talk_with
from tests.ops.test_access import sign_in

FORM_KEY = UUID("5a1f0c3e-9d51-4d2b-8a77-1c0de5ca1ab1")
EVIDENCE = {f"{criterion}_evidence": f"heard-{criterion}-quizzaciously" for criterion in Criterion}
# What can be searched for, and nobody else has.
WORDS = {
    "first name": "Quillamyra",
    "last name": "Thornwickel",
    "address": "quillamyra@thornwickel.example",
    "second address": "old-quill@thornwickel.example",
    "phone": "+12025550147",
    "ZIP": "99813",
    "birth date": "1997-03-29",
    "campaign parameter": "utm-zyxomma",
    "link to the list": "https://elections.example/zyx-thornfile",
    "note on it": "see row vexillology",
    "committee": "Friends of Zugzwang",
    "treasurer": "Treasurer Ombrophobe",
    "plan": "knock at 4117 doors with my brother Xerxes",
    "donor": "Uncle Borborygmus",
    "second donor": "Aunt Callipygian",
    "note received": "steps-absquatulate",
    "private note": "private-gobemouche",
    **EVIDENCE,
    "reply": "reply-flibbertigibbet",
    "what would be better": "better-widdershins",
    "office missed": "the mosquito board of Llanfairpwll",
    "exception for a talk": "exception-bumfuzzle",
    "exception for a race": "exception-taradiddle",
    "passkey": "key-ring of sesquipedality",
    "log entry": "changed-snollygoster",
    "form key": str(FORM_KEY),
    "session": "half-signed-in-quockerwodger",
    "page in the history": "/signup/link/token-of-nudiustertian/",
    "sealed mail": "sealed-xertz",
    "mail of a colleague": "you will meet Quillamyra Thornwickel",
}


def make(now: datetime) -> Candidate:
    """Sign up by the form's own door, come on the ballot, ask for money, be written about."""
    candidate = _sign_up(now)
    _talk(candidate, now)
    candidacy = _run(candidate, now)
    _ask_for_money(candidacy, now)
    _wander_about(candidate.user, now)
    _leave_traces_elsewhere(candidate, now)
    return candidate


def _sign_up(now: datetime) -> Candidate:
    intake.receive(
        {
            "first_name": WORDS["first name"],
            "last_name": WORDS["last name"],
            "email": WORDS["address"].title(),
            "phone": WORDS["phone"],
            "postal_code": WORDS["ZIP"],
            "date_of_birth": WORDS["birth date"],
            "utm": {"utm_campaign": WORDS["campaign parameter"]},
            "topics": [],
            "exploring": True,
        },
        form_key=FORM_KEY,
        now=now - timedelta(days=30),
    )
    intake.absorb_waiting(now=now - timedelta(days=30))
    user = User.objects.get(email=WORDS["address"])
    intake.verify(user, at=now - timedelta(days=30))
    EmailAddress.objects.create(user=user, email=WORDS["second address"])
    return Candidate.objects.get(user=user)


def _talk(candidate: Candidate, now: datetime) -> None:
    introduce(candidate, now=now - timedelta(days=10))
    interview = talk_with(candidate, now=now - timedelta(days=9))
    InterviewRequest.objects.filter(candidate=candidate).update(
        override_by=make_user(Role.PROGRAM_STAFF), override_reason=WORDS["exception for a talk"]
    )
    reviews.hand_in_notes(
        interview,
        actor=interview.interviewer.user,
        at=interview.ends_at,
        recommendation=Recommendation.ADVANCE,
        note_to_candidate=WORDS["note received"],
        private_note=WORDS["private note"],
        **{criterion.value: 3 for criterion in Criterion},
        **EVIDENCE,
    )
    reviews.decide(
        interview,
        outcome=Outcome.ADVANCE,
        actor=make_user(Role.PROGRAM_STAFF),
        at=now - timedelta(days=8),
        reply=WORDS["reply"],
    )
    reviews.agree(candidate, actor=candidate.user, at=now - timedelta(days=7))
    mentor = Mentor.objects.create(user=make_user(Role.MENTOR))
    propose(mentor, candidate, actor=make_user(Role.PROGRAM_STAFF), at=now - timedelta(days=6))
    candidate.refresh_from_db()
    assert candidate.stage == Stage.COMMITTED


def _run(candidate: Candidate, now: datetime) -> Candidacy:
    candidacy = enter_race(candidate, RaceFactory(), at=now - timedelta(days=5))
    send_evidence(candidacy, url=WORDS["link to the list"], note=WORDS["note on it"], at=now)
    verify_ballot(candidacy, ballot_date=date(2026, 5, 20), actor=make_user(Role.PROGRAM_STAFF), at=now)
    Candidacy.objects.filter(pk=candidacy.pk).update(
        special_election_override=True, override_reason=WORDS["exception for a race"]
    )
    return candidacy


def _ask_for_money(candidacy: Candidacy, now: datetime) -> None:
    application = open_application(candidacy, at=now)
    save_draft(
        application,
        committee_name=WORDS["committee"],
        treasurer_name=WORDS["treasurer"],
        plan=WORDS["plan"],
    )
    for donor in ("donor", "second donor"):
        add_gift(candidacy, now=now, donor=WORDS[donor], amount=Decimal(25), given_on=date(2026, 5, 1))
    sections = ("win_number", "voters", "message", "field", "budget", "calendar", "team", "fundraising")
    PlanReview.objects.create(
        application=FundingApplication.objects.get(pk=application.pk),
        reviewer=make_user(Role.PLAN_REVIEWER),
        improvement=WORDS["what would be better"],
        score=50,
        **dict.fromkeys(sections, 2),
    )


def _wander_about(user: User, now: datetime) -> None:
    WantedOffice.objects.create(
        kind="other", state="TX", description=WORDS["office missed"], asked_by=user, asked_at=now
    )
    Authenticator.objects.create(
        user=user, type="webauthn", data={"name": WORDS["passkey"], "credential": {}}
    )
    sign_in(user)
    half_way = SessionStore()
    half_way["account_login"] = {"email": WORDS["address"], "state": WORDS["session"]}
    half_way.save()
    cache.set(f"allauth:rl:login:{WORDS['address']}", [1])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pghistory_context (id, created_at, updated_at, metadata) "
            "VALUES (gen_random_uuid(), now(), now(), %s)",
            [json.dumps({"user": user.pk, "url": WORDS["page in the history"]})],
        )
    contact = make_user(Role.PROGRAM_STAFF)
    hiding.hide(user, contact=contact, at=now)
    hiding.show(user)


def _leave_traces_elsewhere(candidate: Candidate, now: datetime) -> None:
    user = candidate.user
    for thing in (user, candidate):
        LogEntry.objects.create(
            user=make_user(Role.PROGRAM_STAFF),
            content_type=ContentType.objects.get_for_model(thing),
            object_id=str(thing.pk),
            object_repr=str(user),
            action_flag=CHANGE,
            change_message=WORDS["log entry"],
        )
    enqueue_sealed(
        "account_mail",
        to_address=WORDS["address"],
        recipient=None,
        subject="s",
        text=WORDS["sealed mail"],
        html="",
    )
    exporting.ask(user, at=now)
    assert exporting.make_waiting(now=now) == 1
    EmailBackend().send_messages(
        [
            EmailMultiAlternatives("A code", f"Hello {WORDS['first name']}", to=[WORDS["address"]]),
            EmailMultiAlternatives("A talk", WORDS["mail of a colleague"], to=["interviewer@example.org"]),
        ]
    )


def found_in(*folders: Path, words: dict[str, str] = WORDS) -> set[str]:
    """Return which of `words` stand in a `pg_dump` of the database, in any file, or in what is packed or sealed."""
    texts = [text.lower() for text in _everything(folders)]
    return {name for name, word in words.items() if any(word.lower().encode() in text for text in texts)}


def _everything(folders: tuple[Path, ...]) -> Iterator[bytes]:
    connection.ensure_connection()
    where, env = address(connection)
    dump = [str(program("pg_dump", at_least=16)), f"--dbname={where}", "--inserts"]
    yield subprocess.run(dump, env=env, capture_output=True, check=True).stdout
    for session in Session.objects.all():
        yield repr(session.get_decoded()).encode()
    for sealed in SealedBody.objects.all():
        yield json.dumps(unseal(bytes(sealed.ciphertext))).encode()
    for file in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        content = file.read_bytes()
        yield file.name.encode()
        yield content
        if zipfile.is_zipfile(BytesIO(content)):
            with zipfile.ZipFile(BytesIO(content)) as archive:
                yield from (archive.read(name) for name in archive.namelist())


def counts() -> dict[str, int]:
    """What an erasure must not change."""
    models: list[Callable[[], int]] = [
        Candidate.objects.count,
        Candidacy.objects.count,
        FundingApplication.objects.count,
        OutgoingMessage.objects.exclude(kind__in=("erasure_asked", "erasure_done", "leave_slack")).count,
    ]
    steps = Candidate.objects.filter(stage=Stage.COMMITTED).count
    return {f"{number}": count() for number, count in enumerate([*models, steps])}


__all__ = ["WORDS", "ExportRequest", "booking", "counts", "found_in", "make", "make_interviewer"]
