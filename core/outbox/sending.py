"""Claim, commit, and only then talk to the network. At least once at the very end; a stable Message-ID says so."""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from uuid import UUID

from anymail.message import AnymailMessage
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from core.outbox import claims
from core.outbox.channels import PermanentFailure, Sender, TryLater, sender_of
from core.outbox.enums import Channel, Lane, Status, Suppressed
from core.outbox.failures import MAIL_ERRORS, is_permanent, no_such_mailbox, wait_of
from core.outbox.in_hand import in_hand
from core.outbox.models import OutgoingMessage, SealedBody
from core.outbox.quiet import reasons_for_quiet
from core.outbox.registry import NoLongerWanted, kind_of
from core.outbox.rendering import Rendered, render
from core.outbox.suppression import key_of_address, reasons_for_suppression, suppress
from core.outbox.timing import waking

logger = logging.getLogger(__name__)

BATCH = 20
MAXIMUM_ATTEMPTS = 8
ALL_LANES = (Lane.SECURITY, Lane.TRANSACTIONAL, Lane.BULK)


def send_due(*, now: datetime, lanes: Sequence[str] = ALL_LANES, limit: int = 1_000) -> Counter[str]:
    """Send up to `limit` messages of `lanes` that are due at `now`; return how many ended in which status."""
    counts: Counter[str] = Counter()
    claims.free_abandoned()
    mailer = get_connection()
    try:
        with claims.sender() as sender_id:
            while left := limit - counts.total():
                batch = claims.claim(sender_id, lanes, now=now, limit=min(BATCH, left))
                if not batch:
                    break
                messages = _in_order(batch)
                dropped = reasons_for_quiet(messages) | reasons_for_suppression(messages)
                with in_hand(messages):
                    for message in messages:
                        counts[_deliver(message, mailer, now, dropped.get(message.pk, ""))] += 1
    finally:
        mailer.close()
    return counts


def _in_order(ids: list[int]) -> list[OutgoingMessage]:
    found = OutgoingMessage.objects.select_related("recipient", "sealed").in_bulk(ids)
    return [found[pk] for pk in ids]


def _deliver(message: OutgoingMessage, mailer: BaseEmailBackend, now: datetime, dropped: str) -> str:
    if dropped:
        return _settle(message, Status.CANCELLED, failure=dropped)
    if message.expires_at and message.expires_at <= now:
        return _settle(message, Status.EXPIRED, failure="too late")
    if (allowed := _allowed(message, now)) > now:
        return _wait_for_morning(message, allowed)
    sender = sender_of(message.channel)
    try:
        prepared = sender.prepare(message) if sender else render(message)
    except NoLongerWanted as gone:
        return _settle(message, Status.CANCELLED, failure=gone.code)
    except Exception as error:
        logger.exception("Message %s could not be rendered.", message.public_id)
        return _settle(message, Status.FAILED, failure=type(error).__name__)
    if sender:
        return _deliver_by(sender, message, prepared, now)
    try:
        mailer.open()
        mailer.send_messages([_mail(message, prepared)])
    except MAIL_ERRORS as error:
        mailer.close()
        if no_such_mailbox(error):
            suppress([key_of_address(message.to_address)], Suppressed.BOUNCED, at=now, source="smtp")
        never, seconds = is_permanent(error), wait_of(error)
        return _try_later(message, type(error).__name__, now, for_ever=never, seconds=seconds)
    return _settle(message, Status.SENT, sent_at=now, failure="")


def _allowed(message: OutgoingMessage, now: datetime) -> datetime:
    """Return the moment at which `message` may come: for a text to a person not in their night, else now."""
    if message.channel != Channel.TEXT or message.recipient is None:
        return now
    return waking(now, message.recipient.time_zone)


def _wait_for_morning(message: OutgoingMessage, allowed: datetime) -> str:
    """Nobody's phone rings in their night: a text waits for the morning, or is dropped if that is too late for it."""
    if message.expires_at and message.expires_at <= allowed:
        return _settle(message, Status.EXPIRED, failure="quiet hours")
    OutgoingMessage.objects.filter(pk=message.pk).update(
        status=Status.DUE, claimed_by=None, failure="quiet hours", not_before=allowed
    )
    return Status.DUE


def _deliver_by(sender: Sender, message: OutgoingMessage, prepared: object, now: datetime) -> str:
    try:
        sender.deliver(message, prepared, now)
    except PermanentFailure as failure:
        return _settle(message, Status.FAILED, attempts=message.attempts + 1, failure=failure.reason)
    except TryLater as failure:
        return _try_later(message, failure.reason, now, seconds=failure.seconds)
    except Exception as error:
        logger.exception("Message %s could not be sent by %s.", message.public_id, message.channel)
        return _try_later(message, type(error).__name__, now)
    return _settle(message, Status.SENT, sent_at=now, failure="")


def _mail(message: OutgoingMessage, rendered: Rendered) -> EmailMultiAlternatives:
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


def _settle(message: OutgoingMessage, status: str, **fields: object) -> str:
    kind = kind_of(message.kind)
    if kind.forgets:
        fields["to_address"] = ""
    OutgoingMessage.objects.filter(pk=message.pk).update(status=status, claimed_by=None, **fields)
    if kind.secret:
        SealedBody.objects.filter(message=message).delete()
    return status


def _try_later(
    message: OutgoingMessage,
    failure: str,
    now: datetime,
    *,
    for_ever: bool = False,
    seconds: float | None = None,
) -> str:
    """Put `message` off by `seconds`, which count as no attempt, else by its back-off, until there were enough."""
    attempts = message.attempts + (seconds is None)
    if for_ever or (seconds is None and attempts >= MAXIMUM_ATTEMPTS):
        return _settle(message, Status.FAILED, attempts=attempts, failure=failure)
    wait = back_off(message.public_id, attempts) if seconds is None else timedelta(seconds=seconds)
    OutgoingMessage.objects.filter(pk=message.pk).update(
        status=Status.DUE, claimed_by=None, attempts=attempts, failure=failure, not_before=now + wait
    )
    return Status.DUE


def back_off(public_id: UUID, attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: twice as long each time, at most an hour, and never all at once.

    What failed together, as when a server went away, is spread over half of the time: by its own id, so that a message
    waits as long in whichever process.
    """
    longest = min(15 * 2**attempts, 3_600)
    return timedelta(seconds=longest * (0.5 + (public_id.int % 1_000) / 2_000))
