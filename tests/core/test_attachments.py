"""A mail may carry files: a calendar answers an invitation, and a provider carries what it can."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail

from core.outbox import registry
from core.outbox.attachments import Attachment, invitation
from core.outbox.enums import Status
from core.outbox.models import OutgoingMessage
from core.outbox.registry import NoLongerWanted, kind_of
from core.outbox.sending import send_due
from core.outbox.services import enqueue
from runforsomething.settings.mail import mail_settings
from tests.factories.people import make_user
from tests.provider_stand_in import Answer, provider

pytestmark = pytest.mark.django_db

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Conversación con Zoë\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def carries(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Any:
    """Send one mail whose kind carries what the test gives it."""

    def send(attachments: Any) -> OutgoingMessage:
        kind = replace(kind_of("mentor_left"), attachments=attachments)
        monkeypatch.setitem(registry._kinds, "mentor_left", kind)
        enqueue("mentor_left", make_user(first_name="Zoë"), key="one", not_before=now)
        send_due(now=now)
        return OutgoingMessage.objects.get()

    return send


def invited(message: OutgoingMessage, shown: dict[str, Any]) -> Iterable[Attachment]:
    yield invitation(CALENDAR)
    yield Attachment("número.bin", b"\x00\xff", "application/octet-stream")


def test_an_invitation_is_an_alternative_of_the_mail_and_a_file(carries: Any) -> None:
    assert carries(invited).status == Status.SENT
    parsed = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    inner, file, other = parsed.iter_parts()
    assert parsed.get_content_type() == "multipart/mixed"
    assert inner.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in inner.iter_parts()] == [
        "text/plain", "text/html", "text/calendar",
    ]  # fmt: skip
    for part in (list(inner.iter_parts())[2], file):
        assert part["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
        assert part.get_content().splitlines() == CALENDAR.splitlines()
    assert (file.get_filename(), file.get_content_disposition()) == ("invitation.ics", "attachment")
    assert (other.get_filename(), other.get_content()) == ("número.bin", b"\x00\xff")


def test_a_provider_that_knows_no_such_alternative_carries_the_file(carries: Any, settings: Any) -> None:
    with provider() as server:
        url = f"anymail+mailgun://key@/?sender_domain=mg.example.org&api_url={quote(server.url)}/v3"
        for name, value in mail_settings(url, "").items():
            setattr(settings, name, value)
        server.answer = Answer(body='{"id": "<1@mg.example.org>", "message": "Queued. Thank you."}')
        assert carries(invited).status == Status.SENT
    body = server.asked[0].body
    assert b'filename="invitation.ics"' in body
    assert b'text/calendar; method="REQUEST"' in body
    assert "SUMMARY:Conversación con Zoë".encode() in body


def test_what_was_about_something_that_has_gone_is_not_sent(carries: Any) -> None:
    def gone(message: OutgoingMessage, shown: dict[str, Any]) -> Iterable[Attachment]:
        raise NoLongerWanted("moved")

    message = carries(gone)
    assert (message.status, message.failure, mail.outbox) == (Status.CANCELLED, "moved", [])


@pytest.mark.parametrize(
    ("name", "mimetype"),
    [
        ("a\r\nBcc: b@example.org", "text/plain"),
        ("a.txt", "text/plain\nX: y"),
        ("", "text/plain"),
        ("../a", "a/b"),
    ],
)
def test_no_name_or_type_breaks_out_of_its_header(name: str, mimetype: str) -> None:
    with pytest.raises(ValueError, match="plain name"):
        Attachment(name, "", mimetype)
