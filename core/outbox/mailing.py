"""A rendered message as a mail: its address, its headers, its parts."""

from email.policy import Compat32
from email.utils import parseaddr
from typing import Any
from uuid import uuid4

from anymail.message import AnymailMessage
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email

from core.outbox.models import OutgoingMessage
from core.outbox.rendering import Rendered

LINE = 76  # a little less than where lines are folded


class _AsTheyStand(Compat32):
    """Writes a header that fits into its line as it stands, which is what taking it apart comes to, much later."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if isinstance(value, str) and value.isascii() and value.isprintable():
            line = f"{name}: {value}"
            if len(line) <= LINE and line == line.rstrip():
                return f"{line}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


AS_THEY_STAND = _AsTheyStand()


class Mail(AnymailMessage):
    """A mail that is made quickly: what stands between its parts is drawn, not looked for in all of them."""

    def message(self, *args: Any, **options: Any) -> Any:
        made = super().message(*args, **options)
        for part in made.walk():
            part.policy = AS_THEY_STAND
            if part.is_multipart():
                part.set_boundary(f"=_{uuid4().hex}")
        return made


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
    mail = Mail(
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
