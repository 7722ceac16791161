"""Bounces and complaints that the mail provider tells: believed with its secret, once, and in a size to be read."""

import hashlib
import hmac
import json
from base64 import b64encode
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from core.outbox.enums import Status, Topic
from core.outbox.models import OutgoingMessage, ProviderEvent, Suppression
from core.outbox.sending import send_due
from core.outbox.services import enqueue
from core.outbox.suppression import key_of_address
from core.outbox.webhooks import LARGEST_MAIL_EVENTS
from runforsomething.settings.mail import mail_settings
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
SECRET = "hook:" + "s" * 20
KEY = "a-signing-key"
URL = "/webhooks/mail/"


@pytest.fixture(autouse=True)
def mailgun(settings: Any) -> None:
    url = f"anymail+mailgun://key@/?sender_domain=mg.example.org&webhook_signing_key={KEY}"
    found = mail_settings(url, SECRET)
    settings.MAIL_PROVIDER, settings.ANYMAIL = found["MAIL_PROVIDER"], found["ANYMAIL"]


@pytest.fixture
def message(now: datetime) -> OutgoingMessage:
    """A mail that has left."""
    enqueue("mentor_left", make_user(email="ann@example.org"), key="one", not_before=now)
    send_due(now=now)
    return OutgoingMessage.objects.get()


def told(event: str, token: str = "t1", **data: Any) -> dict[str, Any]:
    signature = hmac.new(KEY.encode(), f"1{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"token": token, "timestamp": "1", "signature": signature},
        "event-data": {"event": event, "timestamp": 1.0, "recipient": "Ann@example.org", **data},
    }


def post(payload: Any, *, secret: str = SECRET, **headers: Any) -> Any:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    basic = "Basic " + b64encode(secret.encode()).decode()
    return Client(enforce_csrf_checks=True).post(
        URL, body, content_type="application/json", headers={"Authorization": basic}, **headers
    )


def about(message: OutgoingMessage) -> dict[str, Any]:
    return {"user-variables": {"message": str(message.public_id)}}


def listed() -> list[tuple[str, str]]:
    found = Suppression.objects.filter(target=key_of_address("ann@example.org"))
    return sorted(found.values_list("reason", "topic"))


def test_a_bounce_ends_mail_to_the_address_and_is_noted_at_the_message(message: OutgoingMessage) -> None:
    answer = post(told("failed", severity="permanent", reason="bounce", **about(message)))
    assert answer.status_code == 200
    message.refresh_from_db()
    assert (message.status, message.failure) == (Status.FAILED, "bounced")
    assert listed() == [("bounced", "")]
    assert Suppression.objects.get().source == "mailgun:t1"


def test_a_complaint_ends_mail_too_though_the_message_arrived(message: OutgoingMessage) -> None:
    post(told("complained", **about(message)))
    message.refresh_from_db()
    assert (message.status, message.failure) == (Status.SENT, "complained")
    assert listed() == [("complained", "")]


def test_who_unsubscribes_at_the_provider_is_without_every_topic_and_nothing_else(
    message: OutgoingMessage,
) -> None:
    post(told("unsubscribed", **about(message)))
    assert listed() == sorted(("unsubscribed", topic) for topic in Topic.values)


@pytest.mark.parametrize("event", [told("failed", severity="temporary"), told("opened"), told("delivered")])
def test_what_may_still_arrive_or_has_arrived_changes_nothing(event: Any) -> None:
    assert post(event).status_code == 200
    assert (listed(), ProviderEvent.objects.count()) == ([], 0)


def test_the_same_event_again_has_no_second_effect(message: OutgoingMessage) -> None:
    event = told("complained", **about(message))
    assert post(event).status_code == 200
    Suppression.objects.all().delete()  # as if the person had asked for mail again
    for _ in range(3):
        assert post(event).status_code == 200
    assert listed() == []
    post(told("complained", token="t2"))
    assert listed() == [("complained", "")]


def test_an_event_without_an_id_is_told_apart_by_all_that_it_says(settings: Any) -> None:
    settings.MAIL_PROVIDER = "postmark"
    event = {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "Email": "ann@example.org"}
    assert post(event).status_code == 200
    Suppression.objects.all().delete()
    post(event)
    assert listed() == []
    post(event | {"MessageID": "another"})
    assert listed() == [("complained", "")]


def test_a_bounce_that_may_pass_is_no_bounce(settings: Any) -> None:
    settings.MAIL_PROVIDER = "postmark"
    post({"RecordType": "Bounce", "Type": "SoftBounce", "ID": 1, "Email": "ann@example.org"})
    assert listed() == []
    post({"RecordType": "Bounce", "Type": "HardBounce", "ID": 2, "Email": "ann@example.org"})
    assert listed() == [("bounced", "")]


@pytest.mark.parametrize("secret", ["", "hook", "hook:", "hook:wrong", SECRET + "x"])
def test_without_the_secret_nothing_is_believed(secret: str) -> None:
    assert post(told("complained"), secret=secret).status_code == 401
    assert Client().post(URL, told("complained"), content_type="application/json").status_code == 401
    assert listed() == []


def test_a_bad_signature_is_refused(message: OutgoingMessage) -> None:
    event = told("complained")
    event["signature"]["signature"] = "0" * 64
    assert post(event).status_code == 401
    event = told("complained")
    event["signature"]["token"] = "another"
    assert post(event).status_code == 401
    assert listed() == []


def test_where_no_provider_or_no_secret_is_set_nobody_is_believed(settings: Any) -> None:
    settings.ANYMAIL = settings.ANYMAIL | {"WEBHOOK_SECRET": []}
    assert post(told("complained")).status_code == 401
    settings.MAIL_PROVIDER = ""
    assert post(told("complained")).status_code == 401


def test_what_is_too_large_is_not_even_read() -> None:
    class Unread:
        def read(self, *args: Any) -> bytes:
            raise AssertionError("read")

        readline = read

    size = LARGEST_MAIL_EVENTS + 1
    answer = post(b"", CONTENT_LENGTH=str(size), **{"wsgi.input": Unread()})
    assert answer.status_code == 413
    assert post(told("complained", padding="x" * size)).status_code == 413
    assert listed() == []


def test_a_size_that_is_none_is_refused() -> None:
    assert post(b"", CONTENT_LENGTH="-1").status_code == 400


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"signature": 1}', b"null"])
def test_what_cannot_be_read_is_refused(body: bytes) -> None:
    assert post(body).status_code in (400, 401)


@pytest.mark.parametrize("data", [{"event-data": None}, {"event-data": {}}, {"event-data": {"event": 5}}, {}])
def test_what_is_signed_and_makes_no_sense_changes_nothing(data: dict[str, Any]) -> None:
    event = told("x")
    del event["event-data"]
    assert post(event | data).status_code in (200, 400)
    assert ProviderEvent.objects.count() == 0


@pytest.mark.parametrize("named", ["not a uuid", None, 5, "00000000-0000-4000-8000-000000000000"])
def test_a_message_that_is_none_of_ours_still_ends_mail_to_the_address(named: Any) -> None:
    answer = post(told("complained", **{"user-variables": {"message": named}}))
    assert (answer.status_code, listed()) == (200, [("complained", "")])


def test_a_look_at_it_changes_nothing() -> None:
    basic = {"Authorization": "Basic " + b64encode(SECRET.encode()).decode()}
    assert Client().get(URL, headers=basic).status_code in (401, 405)
    assert Client().get(URL).status_code == 401
