"""One source per kind gives both the plain text and the HTML of a mail."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import linebreaks, urlize

from core.outbox import sealing
from core.outbox.models import OutgoingMessage
from core.outbox.registry import kind_of


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


def render(message: OutgoingMessage) -> Rendered:
    """Render `message` in its recipient's language and zone.

    Raises NoLongerWanted when what it is about has gone.
    """
    kind = kind_of(message.kind)
    if kind.secret:
        return Rendered(**sealing.unseal(bytes(message.sealed.ciphertext)))
    zone = message.recipient.time_zone if message.recipient else settings.TIME_ZONE
    with translation.override(message.language), timezone.override(ZoneInfo(zone)):
        context = {
            **kind.prepare(message),
            "recipient": message.recipient,
            "org_name": settings.ORG_NAME,
            "site": settings.ORG_SITE_URL,
        }
        source = render_to_string(kind.template, context).strip()
        subject, _, body = source.partition("\n")
        body = body.strip()
        html = render_to_string(
            "messages/layout.html", {**context, "body": linebreaks(urlize(body, autoescape=True))}
        )
    return Rendered(subject=subject.strip(), text=body + "\n", html=html)
