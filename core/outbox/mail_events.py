"""What a mail provider tells of mails that it took: each event acts once, however often it is told."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.db import transaction

from core.outbox.enums import Status, Suppressed, Topic
from core.outbox.models import OutgoingMessage, ProviderEvent
from core.outbox.suppression import key_of_address, key_of_person, suppress

# By what anymail makes of every provider's own words.
BY_TYPE = {
    EventType.BOUNCED: Suppressed.BOUNCED,
    EventType.COMPLAINED: Suppressed.COMPLAINED,
    EventType.UNSUBSCRIBED: Suppressed.UNSUBSCRIBED,
}
BY_REJECTION = {
    RejectReason.BOUNCED: Suppressed.BOUNCED,
    RejectReason.INVALID: Suppressed.BOUNCED,
    RejectReason.SPAM: Suppressed.COMPLAINED,
    RejectReason.UNSUBSCRIBED: Suppressed.UNSUBSCRIBED,
}
NOT_DELIVERED = (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED)
# Where each provider says of a bounce that it may pass, as of a full mailbox, and how; anymail calls it a bounce like
# any other. SparkPost has classes, of which these two say that there is nobody.
PASSING = {
    "brevo": ({"soft_bounce"}, ("event",)),
    "mailersend": ({"activity.soft_bounced"}, ("type",)),
    "postmark": ({"SoftBounce"}, ("Type",)),
    "resend": ({"Transient", "Undetermined"}, ("data", "bounce", "type")),
}
SPARKPOST_CLASS, NOBODY_THERE = ("msys", "message_event", "bounce_class"), {"10", "30"}


def take(events: Iterable[AnymailTrackingEvent], provider: str, *, now: datetime) -> int:
    """Act on `events` of `provider`; return how many of them were new and meant something to us."""
    return sum(_take(event, provider, now) for event in events)


def told_first(key: str, now: datetime) -> bool:
    """Return whether nobody told us `key` before; in a transaction, so that who comes second waits for the first."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    return ProviderEvent.objects.get_or_create(key=digest, defaults={"received_at": now})[1]


def verdict(event: AnymailTrackingEvent, provider: str) -> Suppressed | None:
    """Return why the event's address gets nothing more, or None. A delivery that is put off changes nothing."""
    if event.event_type == EventType.BOUNCED and _may_pass(event.esp_event, provider):
        return None
    if event.event_type in (EventType.REJECTED, EventType.FAILED):
        return BY_REJECTION.get(event.reject_reason)
    return BY_TYPE.get(event.event_type)


def _may_pass(told: Any, provider: str) -> bool:
    if provider == "sparkpost":
        return str(_at(told, SPARKPOST_CLASS)) not in NOBODY_THERE
    if provider == "mailjet":
        return isinstance(told, dict) and told.get("hard_bounce") is False
    words, path = PASSING.get(provider, (set(), ()))
    return _at(told, path) in words


def _at(told: Any, path: Sequence[str]) -> str | None:
    """Return the text at the end of `path`, or None where nothing, or something else, stands."""
    for name in path:
        told = told.get(name) if isinstance(told, dict) else None
    return told if isinstance(told, str) else None


def _take(event: AnymailTrackingEvent, provider: str, now: datetime) -> bool:
    reason = verdict(event, provider)
    if reason is None and event.event_type not in NOT_DELIVERED:
        return False
    with transaction.atomic():
        if not told_first(_key(event, provider), now):
            return False
        message = _message_of(event)
        address = event.recipient or (message.to_address if message else "")
        targets = [key_of_address(address)] if address else []
        source = f"{provider}:{event.event_id or ''}"
        if reason == Suppressed.UNSUBSCRIBED:
            if message and message.recipient:
                targets.append(key_of_person(message.recipient.public_id))
            suppress(targets, reason, at=now, topics=Topic.values, source=source)
        elif reason is not None:
            suppress(targets, reason, at=now, source=source)
        if message is not None:
            _note(message, event, reason)
    return True


def _note(message: OutgoingMessage, event: AnymailTrackingEvent, reason: Suppressed | None) -> None:
    sent = OutgoingMessage.objects.filter(pk=message.pk, status=Status.SENT)
    failure = str(reason or event.reject_reason or event.event_type)[:120]
    if event.event_type in NOT_DELIVERED:
        sent.update(status=Status.FAILED, failure=failure)
    else:
        sent.update(failure=failure)


def _message_of(event: AnymailTrackingEvent) -> OutgoingMessage | None:
    try:
        public_id = uuid.UUID(str((event.metadata or {}).get("message", "")))
    except ValueError:
        return None
    return OutgoingMessage.objects.select_related("recipient").filter(public_id=public_id).first()


def _key(event: AnymailTrackingEvent, provider: str) -> str:
    """The provider's own id of the event; where it gives none, all that it said."""
    said = event.event_id or json.dumps(event.esp_event, sort_keys=True, default=str)
    return f"{provider}:{event.event_type}:{said}"
