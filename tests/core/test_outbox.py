"""Every message is a row first, and leaves once."""

import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from candidates.enums import Stage
from core.accounts.adapter import AccountAdapter
from core.accounts.models import User
from core.outbox import claims
from core.outbox.enums import Lane, Status
from core.outbox.models import OutgoingMessage, SealedBody
from core.outbox.registry import all_kinds
from core.outbox.rendering import render
from core.outbox.sending import MAXIMUM_ATTEMPTS, send_due
from core.outbox.services import cancel, enqueue, enqueue_sealed
from tests.factories.people import bring_to, make_call, make_user

pytestmark = pytest.mark.django_db


class BrokenServer(BaseEmailBackend):
    """A mail server that answers every mail with the code set here."""

    code = 451

    def send_messages(self, email_messages: Any) -> int:
        raise smtplib.SMTPDataError(self.code, b"no")


@pytest.fixture
def ann(now: datetime) -> User:
    return make_user(first_name="Ann", email="ann@example.org")


def invite(user: User, now: datetime, **options: Any) -> OutgoingMessage:
    enqueue("intro_call_invitation", user, key="one", not_before=now, **options)
    return OutgoingMessage.objects.get(key="one")


def test_a_due_message_is_sent_once_with_text_html_and_a_stable_message_id(ann: User, now: datetime) -> None:
    message = invite(ann, now)
    assert send_due(now=now) == {Status.SENT: 1}
    assert send_due(now=now) == {}
    (sent,) = mail.outbox
    assert sent.reply_to == ["help@example.org"]
    assert sent.to == ["ann@example.org"]
    assert sent.extra_headers["Message-ID"] == f"<{message.public_id}@example.org>"
    assert "Hello Ann" in sent.body
    assert "Hello Ann" in sent.alternatives[0].content


def test_the_same_key_is_written_once(ann: User, now: datetime) -> None:
    assert enqueue("intro_call_invitation", ann, key="one", not_before=now)
    assert not enqueue("intro_call_invitation", ann, key="one", not_before=now)
    assert OutgoingMessage.objects.count() == 1


def test_a_message_waits_for_its_moment(ann: User, now: datetime) -> None:
    invite(ann, now)
    assert send_due(now=now - timedelta(seconds=1)) == {}
    assert send_due(now=now) == {Status.SENT: 1}


def test_a_message_that_would_come_too_late_is_dropped_and_says_so(ann: User, now: datetime) -> None:
    message = invite(ann, now, expires_at=now + timedelta(minutes=5))
    assert send_due(now=now + timedelta(minutes=5)) == {Status.EXPIRED: 1}
    message.refresh_from_db()
    assert message.failure == "too late"
    assert mail.outbox == []


def test_a_cancelled_message_does_not_leave(ann: User, now: datetime) -> None:
    invite(ann, now)
    assert cancel("one") == 1
    assert send_due(now=now) == {}


def test_a_temporary_failure_is_tried_again_later(ann: User, now: datetime, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.core.test_outbox.BrokenServer"
    message = invite(ann, now)
    assert send_due(now=now) == {Status.DUE: 1}
    message.refresh_from_db()
    assert (message.attempts, message.failure) == (1, "SMTPDataError")
    assert message.not_before > now
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due(now=message.not_before) == {Status.SENT: 1}
    left = OutgoingMessage.objects.values_list("failure", "sent_at", "claimed_by")
    assert list(left) == [("", message.not_before, None)]


def test_a_permanent_failure_stops(
    ann: User, now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "tests.core.test_outbox.BrokenServer"
    monkeypatch.setattr(BrokenServer, "code", 550)
    invite(ann, now)
    assert send_due(now=now) == {Status.FAILED: 1}


def test_after_the_last_attempt_a_message_has_failed(ann: User, now: datetime, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.core.test_outbox.BrokenServer"
    message = invite(ann, now)
    OutgoingMessage.objects.filter(pk=message.pk).update(attempts=MAXIMUM_ATTEMPTS - 1)
    assert send_due(now=now) == {Status.FAILED: 1}


def test_one_broken_message_holds_up_nobody(ann: User, now: datetime) -> None:
    enqueue("decision_advance", ann, {"interview": "not a uuid"}, key="broken", not_before=now)
    invite(ann, now)
    assert send_due(now=now) == {Status.FAILED: 1, Status.SENT: 1}


def test_security_messages_go_first(ann: User, now: datetime) -> None:
    invite(ann, now - timedelta(days=1))
    enqueue_sealed(
        "account_mail", to_address=ann.email, recipient=ann, subject="Code", text="123456", html=""
    )
    assert send_due(now=now + timedelta(days=400), limit=1)
    assert mail.outbox[0].subject == "Code"


def test_a_batch_takes_the_oldest_of_each_lane_in_turn_and_no_more_than_its_limit(now: datetime) -> None:
    for number, ages in enumerate(((1, 3, 2), (6, 4, 5))):
        for age in ages:
            kind = ("intro_call_invitation", "ask_for_your_talk")[number]
            enqueue(kind, make_user(), key=str(age), not_before=now - timedelta(hours=age))
    with claims.sender() as sender_id:
        batches = [claims.claim(sender_id, Lane.values, now=now, limit=4) for _ in range(3)]
    keys = dict(OutgoingMessage.objects.values_list("pk", "key"))
    assert [[keys[pk] for pk in batch] for batch in batches] == [["3", "2", "1", "6"], ["5", "4"], []]


def test_a_lane_of_its_own_sends_nothing_else(ann: User, now: datetime) -> None:
    invite(ann, now)
    assert send_due(now=now, lanes=[Lane.SECURITY]) == {}


def test_a_secret_is_stored_sealed_and_dropped_once_sent(ann: User, now: datetime) -> None:
    message = enqueue_sealed(
        "account_mail", to_address=ann.email, recipient=ann, subject="Code", text="Your code: 483920", html=""
    )
    sealed = SealedBody.objects.get()
    assert b"483920" not in bytes(sealed.ciphertext)
    assert "483920" not in str(OutgoingMessage.objects.filter(pk=message.pk).values())
    send_due(now=now + timedelta(days=400))
    assert "483920" in mail.outbox[0].body
    assert not SealedBody.objects.exists()


def test_what_a_person_wrote_cannot_become_markup_in_a_mail(now: datetime) -> None:
    user = make_user(first_name="<b>Eve</b>", email="eve@example.org")
    rendered = render(invite(user, now))
    assert "<b>Eve" not in rendered.html
    assert "&lt;b&gt;Eve" in rendered.html


def test_times_stand_in_the_recipients_zone(now: datetime) -> None:
    make_call(starts_at=now + timedelta(days=365 * 40))
    user = make_user(time_zone="America/Los_Angeles", email="west@example.org")
    assert "PDT" in render(invite(user, now)).text or "PST" in render(invite(user, now)).text


def test_a_message_about_something_that_is_gone_is_cancelled(now: datetime) -> None:
    candidate = bring_to(Stage.INTRODUCED, now=now)
    seat = candidate.registrations.get()
    OutgoingMessage.objects.all().delete()
    enqueue(
        "intro_call_confirmed",
        candidate.user,
        {"registration": str(seat.public_id)},
        key="seat",
        not_before=now,
    )
    candidate.registrations.update(status="cancelled")
    assert send_due(now=now) == {Status.CANCELLED: 1}


def test_every_kind_has_a_template_and_a_label_that_people_can_read() -> None:
    from django.template.loader import get_template

    for kind in all_kinds():
        assert str(kind.label) not in ("", kind.code)
        if not kind.secret and not kind.is_call:
            get_template(kind.template)


def test_a_sealed_mail_knows_the_language_it_is_written_in(ann: User) -> None:
    ann.language = "es"
    ann.save()
    AccountAdapter().send_mail("account/email/login_code", ann.email, {"code": "483920"})
    told = enqueue_sealed("account_mail", to_address=ann.email, recipient=ann, subject="S", text="1", html="")
    bare = enqueue_sealed(
        "account_mail", to_address="x@example.org", recipient=None, subject="S", text="1", html=""
    )
    assert set(OutgoingMessage.objects.filter(recipient=ann).values_list("language", flat=True)) == {"es"}
    assert (told.language, bare.language) == ("es", "en")


@pytest.mark.parametrize(
    "without",
    [
        [],
        ["hashagg", "sort"],
        ["hashagg", "sort", "material"],
        ["indexscan", "bitmapscan", "hashagg", "material"],
    ],
)
def test_no_plan_of_the_database_claims_more_than_the_limit(
    ann: User, now: datetime, without: list[str]
) -> None:
    for number in range(30):
        enqueue("intro_call_invitation", ann, key=f"{number}", not_before=now)
    with connection.cursor() as cursor:
        for kind in ("hashjoin", "mergejoin", *without):
            cursor.execute(f"SET LOCAL enable_{kind} = off")
    with claims.sender() as sender_id:
        claimed = [claims.claim(sender_id, [Lane.TRANSACTIONAL], now=now, limit=20) for _ in range(3)]
    assert [len(batch) for batch in claimed] == [20, 10, 0]


LONG = """
INSERT INTO outbox_outgoingmessage (public_id, kind, lane, channel, to_address, language, context, key, not_before,
    status, attempts, failure, created_at)
SELECT gen_random_uuid(), 'welcome_on_board', 'transactional', 'email', 'a@example.org', 'en', '{}', n::text, %s,
    'due', 0, '', %s FROM generate_series(1, 5000) AS n
"""


@pytest.mark.parametrize("known", ["ANALYZE outbox_outgoingmessage", "SELECT 1"], ids=["statistics", "none"])
def test_a_batch_of_a_long_queue_is_claimed_without_reading_the_whole_of_it(
    now: datetime, known: str
) -> None:
    """Else a hundred thousand reminders would leave slower the more of them wait."""
    with connection.cursor() as cursor:
        cursor.execute(LONG, [now, now])
        cursor.execute(known)
        values: dict[str, Any] = {"sender": 1, "now": now, "held": ["mentor_left"]}
        values |= {"lane": "transactional", "limit": 20}
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {claims.CLAIM}", values)
        nodes = list(nodes_of(cursor.fetchone()[0]))
    assert max(node["Actual Rows"] * node["Actual Loops"] for node in nodes) == 20


def nodes_of(plan: Any) -> Iterator[dict[str, Any]]:
    if isinstance(plan, dict):
        if "Actual Rows" in plan:
            yield plan
        plan = list(plan.values())
    for part in plan if isinstance(plan, list) else ():
        yield from nodes_of(part)
