"""What comes back to a text: believed with Twilio's signature, once, in a size to be read, and done as it was meant."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.test import Client
from twilio.request_validator import RequestValidator

from core.outbox.enums import Channel, Status, Suppressed
from core.outbox.gsm import ONE, fits, length
from core.outbox.models import OutgoingMessage, ProviderEvent, Suppression
from core.outbox.suppression import key_of_phone, suppress
from core.outbox.text_webhooks import LARGEST
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
TOKEN = "t" * 32
SITE = "https://run.example.org"
ANSWERS = "/webhooks/texts/"
NUMBER = "+15125550123"


@pytest.fixture(autouse=True)
def _twilio(settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC" + "0" * 32, TOKEN
    settings.TWILIO_FROM, settings.ORG_SITE_URL = "+15125550100", SITE


def post(path: str, form: dict[str, str], *, signature: str | None = None, **extra: Any) -> Any:
    signed = RequestValidator(TOKEN).compute_signature(SITE + path, form)
    return Client(enforce_csrf_checks=True).post(
        path,
        urlencode(form),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": signed if signature is None else signature},
        **extra,
    )


def says(body: str, sid: str = "", **more: str) -> str:
    """Answer `body` to a text and return what is said back."""
    answer = post(ANSWERS, {"MessageSid": sid or f"SM{uuid4()}", "From": NUMBER, "Body": body, **more})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml")
    message = ElementTree.fromstring(answer.text).find("Message")
    return str(message.text) if message is not None else ""


def stopped() -> bool:
    return Suppression.objects.filter(
        target=key_of_phone(NUMBER), channel=Channel.TEXT, reason="stopped"
    ).exists()


@pytest.mark.parametrize("body", ["STOP", "please stop texting me", "no más mensajes", "Dejen de escribirme"])
def test_whoever_says_so_in_whatever_words_is_texted_no_more(body: str) -> None:
    says(body)
    assert stopped()
    assert NUMBER not in str(list(Suppression.objects.values()))


def test_free_wording_is_answered_once_and_what_twilio_answers_itself_is_not() -> None:
    assert says("please stop texting me").endswith("To get them again, answer START.")
    assert says("I said stop texting me") == ""
    assert says("STOP") == ""
    Suppression.objects.all().delete()
    assert says("No más mensajes, por favor").endswith("Para recibirlos de nuevo, responde START.")


def test_start_takes_it_back_and_nothing_else_does() -> None:
    says("STOP")
    for body in ("yes", "HELP", "see you", "don't start texting me again"):
        says(body)
        assert stopped()
    assert "again" in says("start texting me again")
    assert not stopped()
    says("UNSTOP")
    assert not stopped()


def test_help_says_who_we_are_whom_to_ask_and_how_to_end_it() -> None:
    answer = says("help")
    assert all(told in answer for told in ("Run for Something", "help@example.org", "STOP"))
    assert says("ayuda").endswith("Tu operador puede cobrar.")


def test_what_twilio_has_understood_and_answered_is_done_in_silence() -> None:
    assert says("Alto", OptOutType="STOP") == ""
    assert stopped()
    assert says("HELP", OptOutType="HELP") == ""
    assert says("Otra vez", OptOutType="START") == ""
    assert not stopped()


def test_something_else_is_told_that_nobody_reads_it_and_who_stopped_is_left_alone() -> None:
    assert "nobody reads answers" in says("Running late!")
    assert "nadie lee respuestas" in says("¿a qué hora es?")
    says("STOP")
    assert says("Running late!") == ""
    assert not ElementTree.fromstring(post(ANSWERS, {"MessageSid": "x", "From": NUMBER}).text).findall(
        "Message"
    )


@pytest.mark.parametrize(
    "body", ["please stop texting me", "start texting me again", "help", "ayuda", "hola", "hi"]
)
def test_every_answer_fits_into_one_text(body: str) -> None:
    answer = says(body)
    assert fits(answer)
    assert 0 < length(answer) <= ONE


def test_the_same_answer_again_has_no_second_effect() -> None:
    says("please stop texting me", sid="SM1")
    says("START", sid="SM2")
    assert not stopped()
    assert says("please stop texting me", sid="SM1") == ""
    assert not stopped()


@pytest.mark.parametrize("path", [ANSWERS, "/webhooks/texts/status/"])
def test_what_twilio_has_not_signed_is_refused(path: str, settings: Any) -> None:
    form = {"MessageSid": "SM1", "From": NUMBER, "Body": "STOP"}
    other = RequestValidator("another token").compute_signature(SITE + path, form)
    elsewhere = RequestValidator(TOKEN).compute_signature("https://elsewhere.org" + path, form)
    changed = RequestValidator(TOKEN).compute_signature(SITE + path, form | {"From": "+15125550999"})
    for signature in ("", "x", "é".encode().decode("latin-1"), other, elsewhere, changed):
        assert post(path, form, signature=signature).status_code == 401
    assert Client().post(path, form).status_code == 401
    assert Client().get(path).status_code == 401
    assert (Suppression.objects.count(), ProviderEvent.objects.count()) == (0, 0)
    settings.TWILIO_FROM = ""
    assert post(path, form).status_code == 401


@pytest.mark.parametrize("path", [ANSWERS, "/webhooks/texts/status/"])
def test_what_is_too_large_is_not_even_read(path: str) -> None:
    class Unread:
        def read(self, *args: Any) -> bytes:
            raise AssertionError("read")

        readline = read

    answer = post(path, {}, CONTENT_LENGTH=str(LARGEST + 1), **{"wsgi.input": Unread()})
    assert answer.status_code == 413
    assert post(path, {"Body": "x" * LARGEST}).status_code == 413


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"MessageSid": "SM1"},
        {"MessageSid": "SM1", "From": "somebody", "Body": "STOP"},
        {"MessageSid": "SM1", "From": "+1", "Body": "STOP"},
        {"From": NUMBER, "Body": "STOP"},
    ],
)
def test_what_is_signed_and_makes_no_sense_is_refused_and_changes_nothing(form: dict[str, str]) -> None:
    assert post(ANSWERS, form).status_code == 400
    assert (Suppression.objects.count(), ProviderEvent.objects.count()) == (0, 0)


def test_a_look_at_it_changes_nothing() -> None:
    signed = RequestValidator(TOKEN).compute_signature(SITE + ANSWERS, {})
    assert Client().get(ANSWERS, headers={"X-Twilio-Signature": signed}).status_code == 405


# What became of a text


@pytest.fixture
def sent(now: datetime) -> OutgoingMessage:
    return OutgoingMessage.objects.create(
        kind="text_talk_soon", lane="transactional", channel="text", recipient=make_user(), key="one",
        status=Status.SENT, sent_at=now,
    )  # fmt: skip


def tells(message: OutgoingMessage | str, status: str, code: str = "", sid: str = "SM1") -> int:
    public_id = message if isinstance(message, str) else message.public_id
    form = {"MessageSid": sid, "MessageStatus": status, "ErrorCode": code, "To": NUMBER}
    return int(post(f"/webhooks/texts/status/?message={public_id}", form).status_code)


@pytest.mark.parametrize(
    ("code", "failure", "listed"),
    [("30003", "twilio_30003", []), ("30006", "bounced", ["bounced"]), ("21610", "stopped", ["stopped"])],
)
def test_a_text_that_was_not_delivered_has_failed(
    sent: OutgoingMessage, code: str, failure: str, listed: list[str]
) -> None:
    assert tells(sent, "undelivered", code) == 204
    sent.refresh_from_db()
    assert (sent.status, sent.failure) == (Status.FAILED, failure)
    assert list(Suppression.objects.values_list("reason", flat=True)) == listed


@pytest.mark.parametrize("status", ["queued", "sent", "delivered", ""])
def test_one_that_was_delivered_has_not(sent: OutgoingMessage, status: str) -> None:
    assert tells(sent, status) == 204
    sent.refresh_from_db()
    assert sent.status == Status.SENT


def test_the_same_failure_told_again_changes_nothing(sent: OutgoingMessage) -> None:
    tells(sent, "failed", "30006")
    Suppression.objects.all().delete()
    assert tells(sent, "failed", "30006") == 204
    assert not Suppression.objects.exists()


def test_a_failure_of_no_text_or_of_a_mail_changes_none(sent: OutgoingMessage) -> None:
    assert tells("x", "failed", "30003") == 400
    assert tells(sent, "failed", "many") == 400
    assert tells(str(uuid4()), "failed", "30003") == 204
    OutgoingMessage.objects.update(channel="email")
    assert tells(sent, "failed", "30003", sid="SM2") == 204
    sent.refresh_from_db()
    assert sent.status == Status.SENT


def test_a_number_that_is_stopped_for_texts_is_no_address_that_is_stopped_for_mail(now: datetime) -> None:
    suppress([key_of_phone(NUMBER)], Suppressed.STOPPED, at=now, channel=Channel.TEXT)
    assert re.fullmatch(r"[0-9a-f]{32}", Suppression.objects.get().target)
    assert not Suppression.objects.filter(channel=Channel.EMAIL).exists()
