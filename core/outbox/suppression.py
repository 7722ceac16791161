"""Who must get nothing more, or nothing of a topic: one list for all channels, of keyed hashes.

Nobody reads an address from the list, so it survives an erasure: whoever wanted no more mail from us gets none when
they, or somebody with a list, sign them up again.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from core.outbox.enums import Channel, Lane, Suppressed, Topic
from core.outbox.models import OutgoingMessage, Suppression
from core.outbox.phones import phones_of
from core.outbox.registry import is_declared, kind_of


def secret() -> bytes:
    """Return what keys the list: `SUPPRESSION_KEY`, or the one that seals everything else."""
    return (settings.SUPPRESSION_KEY or settings.SECRET_KEY).encode()


def key_of_address(address: str) -> str:
    """Return the key of an e-mail address, however it is spelled: 32 hexadecimal digits."""
    return _key(f"email:{address.strip().lower()}")


def key_of_phone(number: str) -> str:
    """Return the key of a phone number, which is given as E.164: +15125550100."""
    return _key(f"phone:{number.strip()}")


def key_of_person(public_id: object) -> str:
    """Return the key of a person, who may change their address."""
    return _key(f"person:{public_id}")


def _key(text: str) -> str:
    return hmac.new(secret(), text.encode(), hashlib.sha256).hexdigest()[:32]


def suppress(
    targets: Iterable[str],
    reason: Suppressed,
    *,
    at: datetime,
    topics: Iterable[str] = ("",),
    channel: Channel = Channel.EMAIL,
    source: str = "",
) -> None:
    """Send `targets` nothing more by `channel` from now on or, with `topics`, nothing of those by any channel.

    What stands already stays as it is. `source` names the event that asked for it, never a person's data.
    """
    Suppression.objects.bulk_create(
        [
            Suppression(
                target=target, channel=channel, topic=topic, reason=reason, source=source[:120], since=at
            )
            for target in targets
            for topic in topics
        ],
        ignore_conflicts=True,
    )


def lift(targets: Collection[str], *, topics: Iterable[str] = ("",), channel: Channel = Channel.EMAIL) -> int:
    """Take `targets` off the list, as the person asked; return how many rows that were."""
    wanted = Q(channel=channel, topic="") if "" in topics else Q()
    wanted |= Q(topic__in=[topic for topic in topics if topic])
    return Suppression.objects.filter(wanted, target__in=targets).delete()[0]


def unwanted_topics(targets: Collection[str]) -> set[str]:
    """Return the topics from which one of `targets` has unsubscribed."""
    found = Suppression.objects.filter(target__in=targets).exclude(topic="")
    return set(found.values_list("topic", flat=True))


def blocked_because(target: str, channel: Channel = Channel.EMAIL) -> str:
    """Return why `target` gets nothing by `channel`, or nothing at all when it does."""
    found = Suppression.objects.filter(target=target, channel=channel, topic="")
    return found.values_list("reason", flat=True).first() or ""


def reasons_for_suppression(messages: Collection[OutgoingMessage]) -> dict[int, str]:
    """Return the reason by the id of each of `messages` that must not leave. One query, two with texts.

    What protects an account leaves all the same. What is a call to another system has nobody who could mind.
    """
    looked_at = [
        m
        for m in messages
        if m.lane != Lane.SECURITY and m.channel in (Channel.EMAIL, Channel.TEXT) and is_declared(m.kind)
    ]
    if not looked_at:
        return {}
    targets = _targets_of(looked_at)
    found: dict[str, list[tuple[str, str, str]]] = {}
    for target, *row in Suppression.objects.filter(
        target__in={target for them in targets.values() for target in them}
    ).values_list("target", "channel", "topic", "reason"):
        found.setdefault(target, []).append((row[0], row[1], row[2]))
    reasons = {m.pk: _reason(m, [row for t in targets[m.pk] for row in found.get(t, [])]) for m in looked_at}
    return {pk: reason for pk, reason in reasons.items() if reason}


def _targets_of(messages: Collection[OutgoingMessage]) -> Mapping[int, list[str]]:
    texted = {m.recipient_id for m in messages if m.channel == Channel.TEXT and m.recipient_id}
    phones = phones_of(texted) if texted else {}
    targets: dict[int, list[str]] = {}
    for message in messages:
        person: Any = message.recipient
        targets[message.pk] = [key_of_person(person.public_id)] if person else []
        if message.channel == Channel.EMAIL:
            targets[message.pk].append(key_of_address(message.to_address))
        elif number := phones.get(message.recipient_id or 0):
            targets[message.pk].append(key_of_phone(number))
    return targets


def _reason(message: OutgoingMessage, rows: Iterable[tuple[str, str, str]]) -> str:
    topic = kind_of(message.kind).topic
    for channel, blocked, reason in rows:
        if (blocked and blocked == topic) or (not blocked and channel == message.channel):
            return reason
    return ""


ALL_TOPICS = tuple(Topic.values)
