"""Whatever a provider says, signed as it should be, is understood or refused, and never an error of ours."""

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from core.outbox.models import ProviderEvent, Suppression
from core.outbox.webhooks import HOOKS
from runforsomething.settings.mail import PROVIDERS, mail_settings
from tests.core.test_mail_webhook import KEY, SECRET, post, told
from tests.core.test_text_webhooks import ANSWERS, NUMBER, SITE, TOKEN
from tests.faults.size import FULL

ODD = [
    "", "\x00", "a\x00b@example.org", "\ud800", "é" * 400, "ann@example.org\r\nX: y", "x" * 100_000, None, True, 0, -1,
    1e308, 10**400, [], {}, ["ann@example.org"], {"ann@example.org": 1}, "9999-99-99T99:99:99Z", "NaN",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _providers(settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC" + "0" * 32, TOKEN
    settings.TWILIO_FROM, settings.ORG_SITE_URL = "+15125550100", SITE


EVENTS: dict[str, Any] = {
    "mailgun": told("failed", severity="permanent", id="x", **{"user-variables": {"message": "x"}}),
    "postmark": {"RecordType": "Bounce", "Type": "HardBounce", "ID": 2, "Email": "a@example.org", "BouncedAt":
                 "2026-01-01T00:00:00Z", "Metadata": {"message": "x"}, "MessageID": "m"},
    "brevo": {"event": "hard_bounce", "email": "a@example.org", "id": 5, "ts_epoch": 1_700_000_000_000,
              "message-id": "<x>", "X-Mailin-custom": '{"message": "x"}'},
    "mailjet": [{"event": "bounce", "time": 1_700_000_000, "email": "a@example.org", "hard_bounce": True,
                 "MessageID": 1, "Payload": '{"message": "x"}', "error_related_to": "recipient"}],
    "sparkpost": [{"msys": {"message_event": {"type": "bounce", "event_id": "1", "raw_rcpt_to": "a@example.org",
                                             "timestamp": "1700000000", "bounce_class": "10", "rcpt_meta": {}}}}],
    "mailtrap": {"events": [{"event": "bounce", "email": "a@example.org", "timestamp": 1_700_000_000, "event_id": "e",
                             "message_id": "m", "custom_variables": {"message": "x"}}]},
    "mailersend": {"type": "activity.hard_bounced", "data": {"type": "hard_bounced", "id": "1", "created_at":
                   "2026-01-01T00:00:00Z", "email": {"recipient": {"email": "a@example.org"}, "message": {"id": "m"}}}},
    "resend": {"type": "email.bounced", "created_at": "2026-01-01T00:00:00Z", "data": {"to": ["a@example.org"],
               "email_id": "m", "headers": []}},
}  # fmt: skip


@pytest.fixture(params=sorted(EVENTS) if FULL else ["mailgun", "mailjet", "postmark"])
def provider(request: Any, settings: Any) -> str:
    query = f"?sender_domain=x&webhook_signing_key={KEY}"
    if request.param == "mailersend":
        query += f"&signing_secret={KEY}"
    found = mail_settings(f"anymail+{request.param}://key:secret@/{query}", SECRET)
    settings.MAIL_PROVIDER, settings.ANYMAIL = found["MAIL_PROVIDER"], found["ANYMAIL"]
    return str(request.param)


def leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of everything that stands in an event, itself included."""
    if path:
        yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield from leaves(value, (*path, key))


def tell(body: bytes) -> int:
    """Post `body` as its provider does, MailerSend's signature included."""
    signature = hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()
    return int(post(body, HTTP_SIGNATURE=signature).status_code)


def changed(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[path[0]] = value if len(path) == 1 else changed(copy[path[0]], path[1:], value)
    return copy


@pytest.mark.django_db
def test_an_event_of_every_provider_with_any_of_it_replaced_is_understood_or_refused(provider: str) -> None:
    event = EVENTS[provider]
    wrong = []
    for path in leaves(event):
        if path[0] == "signature":
            continue
        for odd in ODD if FULL else ODD[::3]:
            answer = tell(json.dumps(changed(event, path, odd)).encode())
            if answer not in (200, 400):
                wrong.append((path, odd, answer))
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        b'{"signature": {}, "signature": {}}',
        b"[" * 100_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b"\xef\xbb\xbf{}",
        '{"é": 1}'.encode("utf-16"),
        b"a=1&a=2",
        b"<xml/>",
    ],
    ids=["a key twice", "deep", "deeper", "a mark before it", "another coding", "a form", "xml"],
)
def test_a_body_of_another_kind_is_refused(provider: str, body: bytes) -> None:
    assert tell(body) in (200, 400, 401)
    assert ProviderEvent.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded; charset=utf-7"],
)
def test_what_it_is_called_makes_no_error_of_it(provider: str, content_type: str) -> None:
    basic = {"Authorization": "Basic " + b64encode(SECRET.encode()).decode()}
    body = json.dumps(EVENTS[provider]).encode()
    answer = Client().post("/webhooks/mail/", body, content_type=content_type, headers=basic)
    assert answer.status_code in (200, 400, 401)


def texted(body: bytes, form: dict[str, str], content_type: str = "application/x-www-form-urlencoded") -> Any:
    signed = RequestValidator(TOKEN).compute_signature(SITE + ANSWERS, form)
    return Client().post(ANSWERS, body, content_type=content_type, headers={"X-Twilio-Signature": signed})


@pytest.mark.django_db
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
@example_settings(max_examples=30)
def test_whatever_somebody_answers_is_taken(text: str) -> None:
    form = {"MessageSid": f"SM{uuid4()}", "From": NUMBER, "Body": text}
    with transaction.atomic():
        assert texted(urlencode(form).encode(), form).status_code == 200
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_field_twice_is_one_that_was_signed_or_none() -> None:
    """Twilio signs one value of each: whoever adds another, to be read in its place, has not its signature."""
    form = {"MessageSid": "SM1", "From": NUMBER, "Body": "hello"}
    for extra in ("&Body=STOP", "&From=%2B15125550999", "&MessageSid=SM2"):
        assert texted((urlencode(form) + extra).encode(), form).status_code == 401
    assert Suppression.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sid", "number"),
    [("SM\x00", NUMBER), ("S" * 70_000, NUMBER), ("SM1", "+1512\x00"), ("SM1", "＋１５１２５５５０１２３")],
)
def test_a_name_or_a_number_that_is_none_is_refused(sid: str, number: str) -> None:
    form = {"MessageSid": sid, "From": number, "Body": "STOP"}
    assert texted(urlencode(form).encode(), form).status_code in (400, 413)
    assert Suppression.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x", "", "x"]
)
def test_an_answer_that_is_no_form_is_refused(content_type: str) -> None:
    form = {"MessageSid": "SM1", "From": NUMBER, "Body": "STOP"}
    assert texted(urlencode(form).encode(), form, content_type).status_code in (400, 401)
    assert texted(b"\xff\xfe%%%&&&==", {}, content_type).status_code in (400, 401)
    assert Suppression.objects.count() == 0


@pytest.mark.django_db
def test_a_provider_whose_signature_nobody_could_check_is_not_believed(settings: Any) -> None:
    found = mail_settings("anymail+mailersend://key@/", SECRET)
    settings.MAIL_PROVIDER, settings.ANYMAIL = found["MAIL_PROVIDER"], found["ANYMAIL"]
    assert post(EVENTS["mailersend"]).status_code == 401


@pytest.mark.django_db
def test_what_every_provider_calls_a_bounce_ends_mail_to_the_address(provider: str) -> None:
    """So the events above are read, and not merely refused."""
    assert tell(json.dumps(EVENTS[provider]).encode()) == 200
    assert list(Suppression.objects.values_list("reason", flat=True)) == ["bounced"]


SOFT = {
    "brevo": (("event",), "soft_bounce"),
    "mailersend": (("data", "type"), "soft_bounced"),
    "mailjet": ((0, "hard_bounce"), False),
    "mailgun": (("event-data", "severity"), "temporary"),
    "postmark": (("Type",), "SoftBounce"),
    "resend": (("data", "bounce"), {"message": "The recipient's mailbox is full.", "type": "Transient"}),
    "sparkpost": ((0, "msys", "message_event", "bounce_class"), "22"),
    "mailtrap": (("events", 0, "event"), "soft bounce"),
}


@pytest.mark.django_db
def test_what_every_provider_calls_a_bounce_that_may_pass_ends_nothing(provider: str) -> None:
    """Such as of a mailbox that is full today."""
    event = changed(EVENTS[provider], *SOFT[provider])
    if provider == "mailersend":
        event["type"] = "activity.soft_bounced"
    assert tell(json.dumps(event).encode()) == 200
    assert not Suppression.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_no_provider_is_believed_without_the_secret(name: str, settings: Any) -> None:
    query = "sender_domain=x&webhook_key=k&webhook_signing_key=k&api_url=https://x.example.org&project_id=p"
    settings.MAIL_PROVIDER = name
    url = f"anymail+{name.replace('_', '-')}://key@/?{query}"
    settings.ANYMAIL = mail_settings(url, SECRET)["ANYMAIL"]
    for secret in ("", "hook:wrong"):
        assert post(EVENTS.get(name, {}), secret=secret).status_code == 401
    assert (name in HOOKS) == (name != "scaleway")
    assert not Suppression.objects.exists()
