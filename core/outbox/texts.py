"""How a text message leaves: by Twilio, to whoever agreed to texts. Its API: www.twilio.com/docs/messaging/api."""

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import requests
from django.conf import settings
from django.urls import reverse
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from core.outbox.channels import PermanentFailure, TryLater, register_channel
from core.outbox.enums import Channel, Suppressed
from core.outbox.models import OutgoingMessage
from core.outbox.phones import phones_of, texts_offered
from core.outbox.registry import NoLongerWanted
from core.outbox.rendering import render
from core.outbox.suppression import key_of_phone, suppress

TIMEOUT_SECONDS = 10.0
# Twilio's codes: the person answered STOP to it; a number that there is not; one that takes no texts.
STOPPED = {21610}
NO_SUCH_NUMBER = {21211, 21614, 30005, 30006}
# A wrong token or an account that is not paid can be put right.
WORTH_ANOTHER_TRY = {401, 402, 403, 404, 429}


@dataclass(frozen=True)
class Text:
    """`number` as E.164."""

    number: str
    body: str


def prepare(message: OutgoingMessage) -> Text:
    """Raises NoLongerWanted when what it is about has gone, or who it is for no longer wants texts."""
    if not texts_offered():
        raise NoLongerWanted("no_texts_here")
    number = phones_of([message.recipient_id or 0]).get(message.recipient_id or 0)
    if not number:
        raise NoLongerWanted("no_consent")
    return Text(number, render(message).text)


def deliver(message: OutgoingMessage, text: Text, now: datetime) -> None:
    """Hand `text` to Twilio. It knows no key by which the same text twice is one: at least once, as every channel."""
    sender = settings.TWILIO_FROM
    options: dict[str, Any] = (
        {"from_": sender} if sender.startswith("+") else {"messaging_service_sid": sender}
    )
    if settings.ORG_SITE_URL.startswith("https://"):
        options["status_callback"] = status_url(message)
    try:
        _client().messages.create(to=text.number, body=text.body, **options)
    except TwilioRestException as error:
        raise _failure(error, text.number, now) from error
    except (TwilioException, requests.RequestException, OSError) as error:
        raise TryLater(type(error).__name__) from error


def status_url(message: OutgoingMessage) -> str:
    """Return where Twilio tells what became of `message`."""
    return f"{settings.ORG_SITE_URL}{reverse('outbox:text_status')}?message={message.public_id}"


def note_failure(code: int, number: str, *, at: datetime, source: str) -> str:
    """Return a code of ours for what Twilio calls `code`, and text `number` no more where that is of no use."""
    if code in STOPPED:
        suppress([key_of_phone(number)], Suppressed.STOPPED, at=at, channel=Channel.TEXT, source=source)
        return Suppressed.STOPPED
    if code in NO_SUCH_NUMBER:
        suppress([key_of_phone(number)], Suppressed.BOUNCED, at=at, channel=Channel.TEXT, source=source)
        return Suppressed.BOUNCED
    return f"twilio_{code}"


def _failure(error: TwilioRestException, number: str, now: datetime) -> Exception:
    code = note_failure(int(error.code or error.status), number, at=now, source="twilio")
    if error.status >= 500 or error.status in WORTH_ANOTHER_TRY:
        return TryLater(code)
    return PermanentFailure(code)


def _client() -> Client:
    return _made(
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, settings.TWILIO_API_URL, TIMEOUT_SECONDS
    )


# Else it writes several lines a text.
logging.getLogger("twilio.http_client").setLevel(logging.WARNING)


@lru_cache(maxsize=2)
def _made(account: str, token: str, url: str, timeout: float) -> Client:
    """One client keeps its connection from text to text."""
    client = Client(account, token, http_client=TwilioHttpClient(timeout=timeout, max_retries=0))
    client.api.base_url = url
    return client


register_channel(Channel.TEXT, deliver, prepare=prepare)
