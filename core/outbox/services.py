"""The door of the outbox: one row per message, in the caller's transaction, once per key."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from core import clock
from core.accounts.models import User
from core.doorbell import ring_on_commit
from core.outbox import sealing
from core.outbox.enums import Channel, Lane, Status
from core.outbox.models import OutgoingMessage, SealedBody
from core.outbox.registry import kind_of


def enqueue(
    kind: str,
    recipient: User,
    context: dict[str, Any] | None = None,
    *,
    key: str,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Write one message to `recipient` and return True, or False when a message with `key` was already written.

    Nothing is written to somebody who was erased: False.

    `context` holds references (public ids, codes), never personal text. `not_before` and `expires_at` are moments.
    """
    if recipient.erased_at is not None:
        return False
    _, created = OutgoingMessage.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "lane": kind_of(kind).lane,
            "recipient": recipient,
            "to_address": recipient.email,
            "language": recipient.language,
            "context": context or {},
            "not_before": not_before or clock.now(),
            "expires_at": expires_at,
        },
    )
    if created:
        ring_on_commit(_bell(kind_of(kind).lane))
    return created


@dataclass(frozen=True)
class Letter:
    """What `enqueue_many` writes to one recipient; `key` as in `enqueue`."""

    kind: str
    recipient: User
    context: dict[str, Any]
    key: str


def enqueue_many(letters: Sequence[Letter]) -> None:
    """Write each of `letters` whose key was not written before, as `enqueue` does, in one statement."""
    wanted = [letter for letter in letters if letter.recipient.erased_at is None]
    now = clock.now()
    OutgoingMessage.objects.bulk_create(
        [
            OutgoingMessage(
                key=letter.key,
                kind=letter.kind,
                lane=kind_of(letter.kind).lane,
                recipient=letter.recipient,
                to_address=letter.recipient.email,
                language=letter.recipient.language,
                context=letter.context,
                not_before=now,
            )
            for letter in wanted
        ],
        ignore_conflicts=True,
    )
    for lane in {kind_of(letter.kind).lane for letter in wanted}:
        ring_on_commit(_bell(lane))


def enqueue_call(
    kind: str,
    context: dict[str, Any],
    *,
    channel: Channel,
    key: str,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Write one call to another system, such as Slack, which no person reads; return False when `key` was written.

    `context` holds references, never personal text.
    """
    _, created = OutgoingMessage.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "lane": kind_of(kind).lane,
            "channel": channel,
            "recipient": None,
            "to_address": "",
            "context": context,
            "not_before": not_before or clock.now(),
            "expires_at": expires_at,
        },
    )
    if created:
        ring_on_commit(_bell(kind_of(kind).lane))
    return created


@transaction.atomic
def enqueue_sealed(
    kind: str,
    *,
    to_address: str,
    recipient: User | None,
    subject: str,
    text: str,
    html: str,
    language: str | None = None,
) -> OutgoingMessage:
    """Write one message whose text is a secret. It is stored encrypted and dropped once sent.

    `language` is the one the text is written in: when left out the recipient's, or English for a mere address.
    """
    message = OutgoingMessage.objects.create(
        kind=kind,
        lane=kind_of(kind).lane,
        recipient=recipient,
        to_address=to_address,
        language=language or (recipient.language if recipient else "en"),
        key=f"{kind}:{uuid.uuid4()}",
    )
    sealed = sealing.seal({"subject": subject, "text": text, "html": html})
    SealedBody.objects.create(message=message, ciphertext=sealed)
    ring_on_commit(_bell(kind_of(kind).lane))
    return message


def cancel(prefix: str) -> int:
    """Cancel the waiting messages whose key starts with `prefix`; return how many there were."""
    return OutgoingMessage.objects.filter(key__startswith=prefix, status=Status.DUE).update(
        status=Status.CANCELLED
    )


def take_back(key: str) -> bool:
    """Cancel the message with just this `key`; return False when it has left, or is leaving just now.

    A message that was never written, or was cancelled before, counts as taken back.
    """
    message = OutgoingMessage.objects.select_for_update().filter(key=key).first()
    if message is None:
        return True
    if message.status in (Status.SENDING, Status.SENT):
        return False
    if message.status == Status.DUE:
        message.status = Status.CANCELLED
        message.save(update_fields=["status"])
    return True


def _bell(lane: str) -> str:
    return "core.outbox.tasks.send_security" if lane == Lane.SECURITY else "core.outbox.tasks.send_due"
