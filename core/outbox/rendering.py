"""One source per kind gives both the plain text and the HTML of a mail."""

import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.outbox import sealing
from core.outbox.attachments import Attachment
from core.outbox.enums import Channel
from core.outbox.gsm import fold
from core.outbox.letter import letter_of
from core.outbox.links import chooser_of, preferences_url, unsubscribe_url
from core.outbox.models import OutgoingMessage
from core.outbox.preferences import FOR_ALL
from core.outbox.registry import kind_of
from core.outbox.timing import zone_named

# Control, format, and the separators of lines and paragraphs. What joins letters in Persian, Hindi and emoji stays.
UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Rendered:
    """`unsubscribe_url` ends the message's topic by one POST; it is empty where nobody can be without the message."""

    subject: str
    text: str
    html: str
    unsubscribe_url: str = ""
    attachments: tuple[Attachment, ...] = ()


def render(message: OutgoingMessage) -> Rendered:
    """Render `message` in its recipient's language and zone.

    Raises NoLongerWanted when what it is about has gone.
    """
    kind = kind_of(message.kind)
    zone = message.recipient.time_zone if message.recipient else settings.TIME_ZONE
    with translation.override(message.language), timezone.override(zone_named(zone)):
        context = {
            "recipient": message.recipient,
            "org_name": settings.ORG_NAME,
            "site": settings.ORG_SITE_URL,
        }
        if kind.secret:
            return _unsealed(message, context)
        shown = kind.prepare(message)
        source = render_to_string(kind.template, {**shown, **context}).strip()
        if message.channel == Channel.TEXT:
            return Rendered(str(kind.label), fold(" ".join(source.split())), "")
        subject, _, body = source.partition("\n")
        mail = _laid_out(message, one_line(subject), body.strip(), context)
        return replace(mail, attachments=tuple(kind.attachments(message, shown)))


def one_line(text: str) -> str:
    """Return `text` as a subject can hold it: one line, without anything unseen that could end or turn it around."""
    if not text.isprintable():
        text = "".join(
            " " if unicodedata.category(one) in UNSEEN and one not in JOINERS else one for one in text
        )
    # What looks like an encoded word (RFC 2047) would be read as what it encodes.
    return " ".join(text.replace("=?", "= ?").split())


def _unsealed(message: OutgoingMessage, context: dict[str, Any]) -> Rendered:
    sealed = sealing.unseal(bytes(message.sealed.ciphertext))
    subject = one_line(sealed["subject"])
    if sealed["html"]:
        return Rendered(subject, sealed["text"], sealed["html"])
    return _laid_out(message, subject, sealed["text"].strip(), context)


def _laid_out(message: OutgoingMessage, subject: str, body: str, context: dict[str, Any]) -> Rendered:
    topic = kind_of(message.kind).topic
    context = {**context, "subject": subject, "kind": kind_of(message.kind), "topic": topic}
    context |= {"help_address": settings.ORG_EMAIL_HELP, "postal_address": settings.ORG_POSTAL_ADDRESS}
    if topic:
        chooser = chooser_of(message.to_address, message.recipient)
        choices = preferences_url(chooser) + ("" if topic in FOR_ALL else f"?with={topic}")
        context |= {"unsubscribe_url": unsubscribe_url(chooser, topic), "preferences_url": choices}
    footer = render_to_string("messages/footer.txt", context).strip()
    html = render_to_string("messages/layout.html", {**context, "letter": letter_of(body)})
    return Rendered(
        subject=subject,
        text=f"{body}\n\n-- \n{footer}\n",
        html=html,
        unsubscribe_url=context.get("unsubscribe_url", ""),
    )
