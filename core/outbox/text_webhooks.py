"""What Twilio tells us: what somebody answered to a text, and what became of one. Signed, small, and each once.

Its signature: www.twilio.com/docs/usage/webhooks/webhooks-security.
"""

import re
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from twilio.request_validator import RequestValidator, get_signature_algorithm
from twilio.twiml.messaging_response import MessagingResponse

from core import clock
from core.outbox.answer_words import Intent
from core.outbox.answers import Said, understand
from core.outbox.enums import Channel, Status, Suppressed
from core.outbox.gsm import fold
from core.outbox.mail_events import told_first
from core.outbox.models import OutgoingMessage
from core.outbox.phones import texts_offered
from core.outbox.suppression import blocked_because, key_of_phone, lift, suppress
from core.outbox.texts import note_failure
from core.outbox.webhooks import from_a_provider, not_known

View = Callable[..., HttpResponse]
LARGEST = 64_000
SID = re.compile(r"[\w-]{1,64}", re.ASCII)
NUMBER = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)


def signed_by_twilio(view: View) -> View:
    """401 for what Twilio has not signed, 405 for what is no POST, 400 for what names neither its text nor a number."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not texts_offered() or not _is_signed(request):
            return not_known("Twilio")
        if request.method != "POST":
            return HttpResponse(status=405)
        if not SID.fullmatch(request.POST.get("MessageSid", "")):
            return HttpResponse(status=400)
        return view(request, *args, **kwargs)

    return checked


def _is_signed(request: HttpRequest) -> bool:
    """The address is the public one: a proxy may have changed what we see of it."""
    signature = request.headers.get("X-Twilio-Signature", "")
    algorithm = get_signature_algorithm(request.headers.get("X-Twilio-Webhooks-Signature-Settings", ""))
    address = settings.ORG_SITE_URL + request.get_full_path()
    validator = RequestValidator(settings.TWILIO_AUTH_TOKEN)
    return bool(validator.validate(address, request.POST, signature, algorithm))


@from_a_provider(LARGEST)
@signed_by_twilio
def answer(request: HttpRequest) -> HttpResponse:
    """Somebody answered a text. What they want is done, and said back to them once."""
    number, sid = request.POST.get("From", ""), request.POST["MessageSid"]
    if not NUMBER.fullmatch(number):
        return HttpResponse(status=400)
    said = understand(request.POST.get("Body", ""))
    # With "advanced opt-out" Twilio has understood, and answered, already.
    understood = request.POST.get("OptOutType", "").lower()
    if understood in (Intent.STOP, Intent.START, Intent.HELP):
        said = Said(Intent(understood), said.language, keyword=True)
    with transaction.atomic():
        if not told_first(f"twilio:answer:{sid}", clock.now()):
            return _say("")
        was_stopped = bool(blocked_because(key_of_phone(number), Channel.TEXT))
        _act(said.intent, number, sid)
    silent = said.keyword and (said.intent != Intent.HELP or understood)
    if silent or (was_stopped and said.intent in (Intent.STOP, Intent.OTHER)):
        return _say("")
    with translation.override(said.language):
        return _say(_words(said.intent))


def _act(intent: Intent, number: str, sid: str) -> None:
    target, source = key_of_phone(number), f"twilio:{sid}"
    if intent == Intent.STOP:
        suppress([target], Suppressed.STOPPED, at=clock.now(), channel=Channel.TEXT, source=source)
    elif intent == Intent.START:
        lift([target], channel=Channel.TEXT)


def _words(intent: Intent) -> str:
    names = {"name": settings.ORG_NAME, "address": settings.ORG_EMAIL_HELP}
    if intent == Intent.STOP:
        return _("%(name)s: you get no more texts from us. To get them again, answer START.") % names
    if intent == Intent.START:
        return _("%(name)s: you get texts about your calls and talks again. Answer STOP to end them.") % names
    if intent == Intent.HELP:
        return (
            _(
                "%(name)s: we text you before your own calls and talks. Help: %(address)s. Answer STOP to end. Your "
                "carrier may charge."
            )
            % names
        )
    return (
        _("%(name)s: nobody reads answers here. Write to %(address)s. Answer STOP to end these texts.")
        % names
    )


def _say(words: str) -> HttpResponse:
    response = MessagingResponse()
    if words:
        response.message(fold(words))
    return HttpResponse(str(response), content_type="text/xml")


@from_a_provider(LARGEST)
@signed_by_twilio
def status(request: HttpRequest) -> HttpResponse:
    """A text was not delivered: note it, and write no more to a number that does not exist or does not want us."""
    if request.POST.get("MessageStatus") not in ("failed", "undelivered"):
        return HttpResponse(status=204)
    try:
        public_id, code = uuid.UUID(request.GET.get("message", "")), int(request.POST.get("ErrorCode") or 0)
    except ValueError:
        return HttpResponse(status=400)
    number, sid = request.POST.get("To", ""), request.POST["MessageSid"]
    with transaction.atomic():
        if told_first(f"twilio:status:{sid}", clock.now()):
            failure = note_failure(code, number, at=clock.now(), source=f"twilio:{sid}")
            sent = OutgoingMessage.objects.filter(
                public_id=public_id, status=Status.SENT, channel=Channel.TEXT
            )
            sent.update(status=Status.FAILED, failure=failure)
    return HttpResponse(status=204)
