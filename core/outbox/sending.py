"""Claim, commit, and only then talk to the network. At least once at the very end; a stable Message-ID says so."""

import logging
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress as suppress_errors
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, connection

from core.outbox import claims
from core.outbox.channels import NoSuchChannel, PermanentFailure, Sender, TryLater, sender_of
from core.outbox.enums import Channel, Lane, Status, Suppressed
from core.outbox.failures import MAIL_ERRORS, is_permanent, no_such_mailbox, wait_of
from core.outbox.in_hand import in_hand
from core.outbox.last_look import LastLook
from core.outbox.mailing import is_address, mail_of
from core.outbox.models import OutgoingMessage, SealedBody
from core.outbox.registry import NoLongerWanted, is_declared, kind_of
from core.outbox.rendering import Rendered, render
from core.outbox.suppression import key_of_address, suppress
from core.outbox.timing import waking

logger = logging.getLogger(__name__)

BATCH = 20
MAXIMUM_ATTEMPTS = 8
# What another worker, or another moment, may be able to do.
PASSING = (NoSuchChannel, OperationalError, InterfaceError)
SENT = """
UPDATE outbox_outgoingmessage SET status = 'sent', claimed_by = NULL, sent_at = %s, failure = '' WHERE id = %s
"""
ALL_LANES = (Lane.SECURITY, Lane.TRANSACTIONAL, Lane.BULK)


def send_due(*, now: datetime, lanes: Sequence[str] = ALL_LANES, limit: int = 1_000) -> Counter[str]:
    """Send up to `limit` messages of `lanes` that are due at `now`; return how many ended in which status.

    A run takes as long as its mail server pleases: what has grown too old meanwhile does not leave.
    """
    counts: Counter[str] = Counter()
    begun = monotonic()
    claims.free_abandoned()
    mailer = get_connection()
    try:
        with claims.sender() as sender_id:
            while left := limit - counts.total():
                batch = claims.claim(sender_id, lanes, now=now, limit=min(BATCH, left))
                if not batch:
                    break
                messages = _in_order(batch)
                look = LastLook(messages)
                with in_hand(messages):
                    for message in messages:
                        at = now + timedelta(seconds=int(monotonic() - begun))
                        counts[_deliver(message, mailer, at, look)] += 1
    finally:
        _close(mailer)
    return counts


def _in_order(ids: list[int]) -> list[OutgoingMessage]:
    found = OutgoingMessage.objects.select_related("recipient", "sealed").in_bulk(ids)
    return [_for_whom_it_is_now(found[pk]) for pk in ids]


def _for_whom_it_is_now(message: OutgoingMessage) -> OutgoingMessage:
    """People change their language and their address: a message goes by those of today.

    What protects an account, or was written in full, stays as it was meant.
    """
    person = message.recipient
    if person is None or message.lane == Lane.SECURITY or _is_secret(message):
        return message
    address = person.email if message.channel == Channel.EMAIL else message.to_address
    if (message.language, message.to_address) != (person.language, address):
        message.language, message.to_address = person.language, address
        message.save(update_fields=["language", "to_address"])
    return message


def _deliver(message: OutgoingMessage, mailer: BaseEmailBackend, now: datetime, look: LastLook) -> str:
    """Do with one message what is to be done, so that whatever is wrong with it holds up no other."""
    if become := _not_now(message, now, look):
        return become
    try:
        sender = sender_of(message.channel)
        prepared = sender.prepare(message) if sender else render(message)
    except NoLongerWanted as gone:
        return _settle(message, Status.CANCELLED, failure=gone.code)
    except PASSING as error:
        return _try_later(message, type(error).__name__, now)
    except Exception as error:
        logger.exception("Message %s could not be rendered.", message.public_id)
        return _settle(message, Status.FAILED, failure=type(error).__name__)
    if sender:
        return _deliver_by(sender, message, prepared, now)
    return _deliver_by_mail(mailer, message, prepared, now)


def _not_now(message: OutgoingMessage, now: datetime, look: LastLook) -> str:
    """Settle, or put off, what does not leave now, and return what became of it; nothing for what does."""
    if look.is_held(message):
        return _put_back(message)
    if dropped := look.why_not(message):
        return _settle(message, Status.CANCELLED, failure=dropped)
    if message.expires_at and message.expires_at <= now:
        return _settle(message, Status.EXPIRED, failure="too late")
    if not is_declared(message.kind):
        # While a new version is brought in, its web servers write what this worker has never heard of.
        return _try_later(message, "no such kind", now)
    if message.recipient is None and message.channel == Channel.EMAIL and not _is_secret(message):
        return _settle(message, Status.CANCELLED, failure="nobody")
    if (allowed := _allowed(message, now)) > now:
        return _wait_for_morning(message, allowed)
    return ""


def _deliver_by_mail(
    mailer: BaseEmailBackend, message: OutgoingMessage, rendered: Rendered, now: datetime
) -> str:
    if not is_address(message.to_address):
        return _settle(message, Status.FAILED, failure="no address")
    try:
        mailer.open()
        if mailer.send_messages([mail_of(message, rendered)]) == 0:
            return _try_later(message, "not taken", now)
    except MAIL_ERRORS as error:
        _close(mailer)
        if no_such_mailbox(error):
            suppress([key_of_address(message.to_address)], Suppressed.BOUNCED, at=now, source="smtp")
        never, seconds = is_permanent(error), wait_of(error)
        return _try_later(message, type(error).__name__, now, for_ever=never, seconds=seconds)
    except Exception as error:
        _close(mailer)
        logger.exception("Message %s could not be mailed.", message.public_id)
        return _try_later(message, type(error).__name__, now)
    return _sent(message, now)


def _close(mailer: BaseEmailBackend) -> None:
    """End the connection; what a server that is gone says to it changes nothing."""
    with suppress_errors(*MAIL_ERRORS):
        mailer.close()


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
    return _sent(message, now)


def _sent(message: OutgoingMessage, now: datetime) -> str:
    """Note that `message` has left. Most messages end here, so it is said to the database without a detour."""
    if _is_secret(message) or kind_of(message.kind).forgets:
        return _settle(message, Status.SENT, sent_at=now, failure="")
    with connection.cursor() as cursor:
        cursor.execute(SENT, [now, message.pk])
    return Status.SENT


def _settle(message: OutgoingMessage, status: str, **fields: object) -> str:
    if is_declared(message.kind) and kind_of(message.kind).forgets:
        fields["to_address"] = ""
    OutgoingMessage.objects.filter(pk=message.pk).update(status=status, claimed_by=None, **fields)
    if _is_secret(message):
        SealedBody.objects.filter(message=message).delete()
    return status


def _is_secret(message: OutgoingMessage) -> bool:
    """What nobody declares is kept as if it were."""
    return not is_declared(message.kind) or kind_of(message.kind).secret


def _put_back(message: OutgoingMessage) -> str:
    OutgoingMessage.objects.filter(pk=message.pk).update(status=Status.DUE, claimed_by=None)
    return Status.DUE


def _try_later(
    message: OutgoingMessage,
    failure: str,
    now: datetime,
    *,
    for_ever: bool = False,
    seconds: float | None = None,
) -> str:
    """Put `message` off by `seconds`, at least one, which count as no attempt, else by its back-off.

    After so many attempts, or when it is `for_ever`, it has failed.
    """
    attempts = message.attempts + (seconds is None)
    if for_ever or (seconds is None and attempts >= MAXIMUM_ATTEMPTS):
        return _settle(message, Status.FAILED, attempts=attempts, failure=failure)
    wait = back_off(message.public_id, attempts) if seconds is None else timedelta(seconds=max(seconds, 1))
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
