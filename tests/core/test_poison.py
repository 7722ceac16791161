"""One message that cannot be sent, for whatever reason, holds up no other; what somebody typed stays in its place."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.models import User
from core.outbox import registry
from core.outbox.channels import TryLater
from core.outbox.enums import Lane, Status
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, kind_of
from core.outbox.reminders import write_due
from core.outbox.rendering import one_line, render
from core.outbox.sending import MAXIMUM_ATTEMPTS, send_due
from core.outbox.services import enqueue
from tests.every_mail import every_message
from tests.factories.people import make_call, make_candidate, make_user
from tests.mail_cast import NOW

pytestmark = pytest.mark.django_db


def waiting(user: User, now: datetime, kind: str = "mentor_left", **context: Any) -> OutgoingMessage:
    key = str(uuid4())
    enqueue(kind, user, context, key=key, not_before=now - timedelta(minutes=1))
    return OutgoingMessage.objects.get(key=key)


@pytest.fixture
def fine(now: datetime) -> OutgoingMessage:
    """One that nothing is wrong with, behind all others."""
    enqueue("mentor_left", make_user(email="fine@example.org"), key="fine", not_before=now)
    return OutgoingMessage.objects.get(key="fine")


def state_of(message: OutgoingMessage) -> tuple[str, str, int]:
    message.refresh_from_db()
    return message.status, message.failure, message.attempts


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b@c.org",
        "ann@exa mple.org",
        "ann@example.org\r\nBcc: eve@example.org",
        "a" * 250,
        '"a\x01b"@example.org',
        "ñ@a.org",
    ],
)
def test_an_address_that_is_none_fails_for_good(address: str, fine: OutgoingMessage, now: datetime) -> None:
    bad = waiting(make_user(email=f"{uuid4()}@example.org"), now)
    User.objects.filter(pk=bad.recipient_id).update(email=address)
    assert send_due(now=now) == {Status.FAILED: 1, Status.SENT: 1}
    assert state_of(bad) == (Status.FAILED, "no address", 0)
    assert [sent.to for sent in mail.outbox] == [["fine@example.org"]]


def test_an_address_in_another_script_is_spelled_as_mail_servers_read_it(now: datetime) -> None:
    bad = waiting(make_user(email=f"{uuid4()}@example.org"), now)
    User.objects.filter(pk=bad.recipient_id).update(email="ann@peña.example")
    assert send_due(now=now) == {Status.SENT: 1}
    assert "ann@xn--pea-8ma.example" in mail.outbox[0].message()["To"]


# Subjects and names


@given(text=st.text())
def test_a_subject_is_one_line_of_what_can_be_seen(text: str) -> None:
    line = one_line(text)
    assert not set(line) & set("\r\n\t\x00\x0b\x0c\x1b\x85\u2028\u2029\u202e\u2066")
    assert line == line.strip()
    assert "  " not in line


def kind_with(
    source: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any, **shown: Any
) -> str:
    """Declare a kind whose mail is this template, and what it shows."""
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "of_the_tests.txt").write_text(f"{source}\nHello,\n\n!", encoding="utf-8")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]
    kind = Kind("of_the_tests", Lane.TRANSACTIONAL, "A test", lambda message: shown)
    monkeypatch.setitem(registry._kinds, kind.code, kind)
    return kind.code


@pytest.mark.parametrize(
    "name",
    [
        "Ann\rBcc: eve@example.org",
        "Ann\x85Bcc: eve@example.org\u2028x",
        "Zoë" + " ñandú" * 15,
        "x" * 100,
        "=?utf-8?q?Bcc=3A_eve?=",
        "安" * 100,
        "\u202etxt.exe",
        '"><b>',
    ],
)
def test_no_name_breaks_out_of_the_subject(
    name: str, now: datetime, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any
) -> None:
    kind = kind_with("{{ words|safe }}, about us", monkeypatch, tmp_path, settings, words=name)
    waiting(make_user(email="ann@example.org"), now, kind)
    assert send_due(now=now) == {Status.SENT: 1}
    sent = mail.outbox[0].message().as_bytes()
    parsed = message_from_bytes(sent, policy=policy.default)
    assert set(parsed) == {
        "Content-Type",
        "MIME-Version",
        "Subject",
        "From",
        "To",
        "Reply-To",
        "Date",
        "Message-ID",
    }
    assert parsed["To"] == "ann@example.org"
    assert all(len(line) <= 998 for line in sent.splitlines())
    assert " ".join(str(parsed["Subject"]).split()) == f"{one_line(name)}, about us"


@pytest.mark.parametrize("body", ["word " * 13_000, "x" * 65_000, "ñ" * 40_000, "a\r\n" * 20_000])
def test_a_very_long_text_arrives_whole(
    body: str, now: datetime, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any
) -> None:
    kind = kind_with("Long\n{{ words|safe }}", monkeypatch, tmp_path, settings, words=body)
    waiting(make_user(), now, kind)
    assert send_due(now=now) == {Status.SENT: 1}
    sent = mail.outbox[0].message().as_bytes()
    parsed: Any = message_from_bytes(sent, policy=policy.default)
    assert all(len(line) <= 998 for line in sent.splitlines())
    for part in ("plain", "html"):
        assert parsed.get_body((part,)).get_content().count(body.strip()[0]) >= body.count(body[0])


# What raises


class Odd(EmailBackend):
    """A mail server, or what speaks to it, that fails as nobody foresaw for the first mail it is given."""

    error: ClassVar[Any] = None

    def send_messages(self, messages: Any) -> int:
        if Odd.error is not None and messages[0].to != ["fine@example.org"]:
            if isinstance(Odd.error, int):
                return Odd.error
            raise Odd.error
        return super().send_messages(messages)


@pytest.mark.parametrize(
    "error",
    [ValueError("odd"), RuntimeError("odd"), UnicodeEncodeError("ascii", "é", 0, 1, "no"), KeyError("x"), 0],
)
def test_what_a_mail_server_does_that_nobody_foresaw_is_tried_again_and_given_up_in_the_end(
    error: Any, fine: OutgoingMessage, now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Odd"
    monkeypatch.setattr(Odd, "error", error)
    odd = waiting(make_user(), now)
    assert send_due(now=now) == {Status.DUE: 1, Status.SENT: 1}
    assert state_of(odd)[2] == 1
    for _ in range(MAXIMUM_ATTEMPTS):
        odd.refresh_from_db()
        send_due(now=odd.not_before)
    assert state_of(odd)[0] == Status.FAILED


def prepared_by(raises: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(message: OutgoingMessage) -> dict[str, Any]:
        raise raises

    kind = kind_of("welcome_on_board")
    monkeypatch.setitem(registry._kinds, kind.code, Kind(kind.code, kind.lane, kind.label, prepare))


def test_a_template_or_a_query_that_raises_fails_at_once(
    fine: OutgoingMessage, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared_by(ZeroDivisionError(), monkeypatch)
    bad = waiting(make_user(), now, "welcome_on_board")
    assert send_due(now=now) == {Status.FAILED: 1, Status.SENT: 1}
    assert state_of(bad)[:2] == (Status.FAILED, "ZeroDivisionError")


def test_a_database_that_is_busy_for_a_moment_is_asked_again(
    fine: OutgoingMessage, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared_by(OperationalError("canceling statement due to lock timeout"), monkeypatch)
    bad = waiting(make_user(), now, "welcome_on_board")
    assert send_due(now=now) == {Status.DUE: 1, Status.SENT: 1}
    assert state_of(bad) == (Status.DUE, "OperationalError", 1)


def test_a_kind_that_this_worker_does_not_know_yet_waits_for_one_that_does(
    fine: OutgoingMessage, now: datetime
) -> None:
    """While a new version is brought in, its web servers write what the old workers have never heard of."""
    new = waiting(make_user(), now)
    OutgoingMessage.objects.filter(pk=new.pk).update(kind="of_tomorrow", lane=Lane.BULK)
    assert send_due(now=now) == {Status.DUE: 1, Status.SENT: 1}
    assert state_of(new) == (Status.DUE, "no such kind", 1)
    OutgoingMessage.objects.filter(pk=new.pk).update(attempts=MAXIMUM_ATTEMPTS - 1, not_before=now)
    assert send_due(now=now) == {Status.FAILED: 1}


def test_a_channel_that_nobody_serves_waits(fine: OutgoingMessage, now: datetime) -> None:
    bad = waiting(make_user(), now)
    OutgoingMessage.objects.filter(pk=bad.pk).update(channel="pigeon")
    assert send_due(now=now) == {Status.DUE: 1, Status.SENT: 1}
    assert state_of(bad)[0] == Status.DUE


def test_one_broken_reference_fails_alone_among_messages_of_its_kind(now: datetime) -> None:
    call = make_call(starts_at=now + timedelta(minutes=59))
    for _ in range(4):
        call.registrations.create(candidate=make_candidate(now=now), created_at=now - timedelta(days=2))
    assert write_due(now=now) == 4
    ids = list(OutgoingMessage.objects.order_by("pk").values_list("pk", flat=True))
    OutgoingMessage.objects.filter(pk=ids[0]).update(context={"registration": "not a uuid"})
    OutgoingMessage.objects.filter(pk=ids[1]).update(context={})
    assert send_due(now=now) == {Status.SENT: 2, Status.FAILED: 2}
    assert set(OutgoingMessage.objects.filter(status="failed").values_list("pk", flat=True)) == set(ids[:2])


def test_a_provider_that_says_wait_no_time_at_all_is_not_asked_without_end(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def later(*args: Any) -> None:
        asked.append(args)
        raise TryLater("busy", seconds=0)

    from core.outbox import channels

    sender = channels.Sender(later, lambda message: None)
    monkeypatch.setitem(channels._senders, "pigeon", sender)
    OutgoingMessage.objects.filter(pk=waiting(make_user(), now).pk).update(channel="pigeon")
    assert send_due(now=now) == {Status.DUE: 1}
    assert len(asked) == 1


# Zones


@pytest.mark.parametrize("zone", ["Mars/Phobos", "", "America", "../etc/passwd", "x" * 64])
def test_a_zone_that_nobody_knows_holds_up_nothing(zone: str, fine: OutgoingMessage, now: datetime) -> None:
    call = make_call(starts_at=now + timedelta(minutes=59))
    for _ in range(2):
        call.registrations.create(candidate=make_candidate(now=now), created_at=now - timedelta(days=2))
    odd = call.registrations.order_by("pk")[0].candidate.user
    User.objects.filter(pk=odd.pk).update(time_zone=zone)
    assert write_due(now=now) == 2
    assert send_due(now=now) == {Status.SENT: 3}


# What has gone


def test_what_was_about_something_that_has_gone_is_dropped_and_never_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.clock.now", lambda: NOW)
    wrong = []
    for name, message in every_message("en"):
        references = [key for key, value in message.context.items() if key != "at" and len(str(value)) == 36]
        for reference in references:
            message.context = {**message.context, reference: str(uuid4())}
            try:
                render(message)
            except NoLongerWanted:
                continue
            except Exception as error:
                wrong.append((name, reference, type(error).__name__))
            else:
                wrong.append((name, reference, "was sent all the same"))
    # That their mentor has left is true whatever became of the record of it.
    assert wrong == [("mentor_left", "mentorship", "was sent all the same")]
