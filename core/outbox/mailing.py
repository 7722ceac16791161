"""A rendered message as a mail: its address, its headers, its parts."""

from email.utils import parseaddr

from anymail.message import AnymailMessage
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email

from core.outbox.models import OutgoingMessage
from core.outbox.rendering import Rendered


def is_address(address: str) -> bool:
    """Return whether mail can be sent to `address` at all: one mailbox, as RFC 5321 writes it, and nothing else."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    return address.isprintable()


def mail_of(message: OutgoingMessage, rendered: Rendered) -> EmailMultiAlternatives:
    """Return the mail that carries `rendered`. Its Message-ID is the same each time that `message` is sent."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]
    mail = AnymailMessage(
        rendered.subject,
        rendered.text,
        to=[message.to_address],
        # Many mails say: answer this one.
        reply_to=[settings.ORG_EMAIL_HELP],
        headers={"Message-ID": f"<{message.public_id}@{host}>", **_unsubscribing(rendered)},
        # By which a provider tells of this mail; a mail server sees nothing of it.
        metadata={"message": str(message.public_id)},
    )
    if rendered.html:
        mail.attach_alternative(rendered.html, "text/html")
    for one in rendered.attachments:
        if one.shown:
            mail.attach_alternative(one.content, one.mimetype)
        mail.attach(one.name, one.content, one.mimetype)
    return mail


def _unsubscribing(rendered: Rendered) -> dict[str, str]:
    """Return the headers by which a mail program offers to unsubscribe with one press: RFC 2369, RFC 8058."""
    if not rendered.unsubscribe_url:
        return {}
    return {
        "List-Unsubscribe": f"<{rendered.unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
