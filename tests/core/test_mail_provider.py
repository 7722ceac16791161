"""Mail by a provider: the same outbox, ten seconds, one connection, and what it will never take is not tried again."""

import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
import requests

from core.outbox.enums import Status
from core.outbox.failures import is_permanent, no_such_mailbox
from core.outbox.models import OutgoingMessage, Suppression
from core.outbox.sending import send_due
from core.outbox.services import enqueue
from runforsomething.settings.mail import PROVIDERS, mail_settings, provider_of
from tests.factories.people import make_user
from tests.provider_stand_in import Answer, Provider, provider

pytestmark = pytest.mark.django_db
TAKEN = Answer(body='{"id": "<1@mg.example.org>", "message": "Queued. Thank you."}')


@pytest.fixture
def mailgun(settings: Any) -> Iterator[Provider]:
    with provider() as server:
        url = f"anymail+mailgun://key-1%2F2@/?sender_domain=mg.example.org&api_url={quote(server.url)}/v3"
        for name, value in mail_settings(url, "name:" + "x" * 20).items():
            setattr(settings, name, value)
        server.answer = TAKEN
        yield server


def waiting(number: int, now: datetime) -> list[OutgoingMessage]:
    for _ in range(number):
        user = make_user()
        enqueue("mentor_left", user, key=str(user.public_id), not_before=now)
    return list(OutgoingMessage.objects.order_by("pk"))


def test_mails_leave_over_one_connection_with_what_names_them(mailgun: Provider, now: datetime) -> None:
    messages = waiting(3, now)
    assert send_due(now=now) == {Status.SENT: 3}
    assert [asked.path for asked in mailgun.asked] == ["/v3/mg.example.org/messages"] * 3
    assert mailgun.connections == 1
    for message, asked in zip(messages, mailgun.asked, strict=True):
        assert str(message.public_id).encode() in asked.body
        assert b"Message-Id" in asked.body


@pytest.mark.parametrize(
    ("status", "becomes"),
    [(400, Status.FAILED), (401, Status.DUE), (422, Status.FAILED), (429, Status.DUE), (500, Status.DUE)],
)
def test_what_it_will_never_take_stops_and_the_rest_is_tried_again(
    mailgun: Provider, now: datetime, status: int, becomes: Status
) -> None:
    waiting(1, now)
    mailgun.answer = Answer(status, '{"message": "no"}')
    assert send_due(now=now) == {becomes: 1}
    assert OutgoingMessage.objects.get().failure == "AnymailRequestsAPIError"


def test_one_that_asks_us_to_wait_is_left_alone_until_then(mailgun: Provider, now: datetime) -> None:
    waiting(1, now)
    mailgun.answer = Answer(429, "{}", {"Retry-After": "90"})
    send_due(now=now)
    message = OutgoingMessage.objects.get()
    assert (message.not_before, message.attempts) == (now + timedelta(seconds=90), 0)


def test_one_that_hangs_is_given_up_in_time_and_asked_again_later(
    mailgun: Provider, now: datetime, settings: Any
) -> None:
    assert settings.ANYMAIL["REQUESTS_TIMEOUT"] == 10
    settings.ANYMAIL = settings.ANYMAIL | {"REQUESTS_TIMEOUT": 0.2}
    waiting(1, now)
    mailgun.hangs = True
    assert send_due(now=now) == {Status.DUE: 1}


def test_what_it_answers_that_is_no_answer_is_tried_again(mailgun: Provider, now: datetime) -> None:
    waiting(1, now)
    mailgun.answer = Answer(200, "<html>")
    assert send_due(now=now) == {Status.DUE: 1}


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_that_a_setting_may_name_can_be_sent_by(name: str, settings: Any) -> None:
    """As far as its own package goes: it starts with nothing but what the address holds."""
    from django.core.mail import get_connection

    query = "sender_domain=x&project_id=p&api_url=https://mail.example.org"
    for key, value in mail_settings(f"anymail+{name.replace('_', '-')}://key:secret@/?{query}", "").items():
        setattr(settings, key, value)
    connection: Any = get_connection()
    assert isinstance(connection.open(), bool)
    assert connection.timeout == 10
    assert isinstance(connection.session, requests.Session)


@pytest.mark.parametrize(
    "url",
    [
        "anymail+pigeon://key@/",
        "anymail+mailgun:///",
        "anymail+mailgun://",
        "anymail+resend://key@/?signing_secret=whsec_x",
    ],
)
def test_a_provider_that_is_unknown_or_has_no_key_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="anymail"):
        mail_settings(url, "")
    assert provider_of("smtp+tls://u:p@host:587") == ""


def test_a_mail_server_that_knows_no_such_mailbox_ends_mail_to_it(
    now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.core.test_outbox import BrokenServer

    def refuse(self: Any, mails: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({mails[0].to[0]: (550, b"5.1.1 User unknown")})

    settings.EMAIL_BACKEND = "tests.core.test_outbox.BrokenServer"
    monkeypatch.setattr(BrokenServer, "send_messages", refuse)
    waiting(1, now)
    assert send_due(now=now) == {Status.FAILED: 1}
    assert list(Suppression.objects.values_list("reason", "source")) == [("bounced", "smtp")]


@pytest.mark.parametrize(
    ("error", "permanent", "nobody"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.c": (550, b"5.1.1 unknown")}), True, True),
        (smtplib.SMTPRecipientsRefused({"a@b.c": (550, b"5.7.1 policy 5.1.15")}), True, False),
        (smtplib.SMTPRecipientsRefused({"a@b.c": (450, b"4.1.1 later")}), False, False),
        (smtplib.SMTPDataError(554, b"5.7.1 spam"), True, False),
        (smtplib.SMTPServerDisconnected("gone"), False, False),
        (TimeoutError("slow"), False, False),
    ],
)
def test_what_a_mail_server_answers_is_understood(error: Exception, permanent: bool, nobody: bool) -> None:
    assert (is_permanent(error), no_such_mailbox(error)) == (permanent, nobody)
