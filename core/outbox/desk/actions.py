"""What staff do to messages by hand. Each leaves a row that says who did it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.lifecycle import Refused
from core.outbox.desk.foreseen import DAYS, one_coming
from core.outbox.desk.reading import is_secret
from core.outbox.enums import Channel, Status, Step, Suppressed
from core.outbox.models import Hold, Intervention, OutgoingMessage
from core.outbox.registry import kind_of
from core.outbox.services import enqueue
from core.outbox.suppression import reasons_for_suppression

if TYPE_CHECKING:
    from core.accounts.models import User

BY_HAND = "cancelled by staff"
# A message still under way must not go out twice; one that was given up may.
CAN_BE_SENT_AGAIN = {Status.SENT, Status.FAILED, Status.CANCELLED, Status.EXPIRED}


@transaction.atomic
def cancel_one(message: OutgoingMessage, *, actor: User, at: datetime) -> None:
    """Keep one waiting message from leaving. Raises Refused when it left, or is about to, or holds a code or a link."""
    if is_secret(message.kind):
        raise Refused("secret", _("Somebody waits for this to sign in. It leaves, or it grows too old."))
    waiting = OutgoingMessage.objects.filter(pk=message.pk, status=Status.DUE)
    if not waiting.update(status=Status.CANCELLED, failure=BY_HAND):
        raise Refused("not_waiting", _("It waits no longer: it was sent, is being sent, or was cancelled."))
    _note(Step.CANCELLED, message.kind, message, actor, at)


@transaction.atomic
def cancel_kind(kind: str, *, until: datetime, actor: User, at: datetime) -> int:
    """Cancel what waits of `kind` to leave before `until`; return how many. Raises Refused for codes and links."""
    if is_secret(kind):
        raise Refused("secret", _("People wait for these to sign in, so they cannot be cancelled together."))
    waiting = OutgoingMessage.objects.filter(kind=kind, status=Status.DUE, not_before__lt=until)
    count = waiting.update(status=Status.CANCELLED, failure=BY_HAND)
    if not count:
        raise Refused("none_waiting", _("Nothing of this kind waits."))
    Intervention.objects.create(step=Step.ALL_CANCELLED, kind=kind, count=count, actor=actor, recorded_at=at)
    return count


@transaction.atomic
def leave_out(kind: str, subject: UUID, person: User, due_at: datetime, *, actor: User, at: datetime) -> None:
    """Keep one reminder that is to come from leaving: it is written now, as cancelled.

    Raises Refused when no such reminder of `kind` about `subject` comes to `person` at `due_at`.
    """
    soon = at < due_at <= at + timedelta(days=DAYS + 1)
    found = one_coming(kind, subject, person.pk, due_at) if soon else None
    if found is None:
        raise Refused("not_coming", _("This does not come any more: it was written, moved or left out."))
    message, fresh = OutgoingMessage.objects.get_or_create(
        key=found.key,
        defaults={
            "kind": kind,
            "lane": kind_of(kind).lane,
            "recipient": person,
            "to_address": person.email,
            "language": person.language,
            "not_before": due_at,
            "status": Status.CANCELLED,
            "failure": BY_HAND,
        },
    )
    if not fresh:
        raise Refused("not_coming", _("This does not come any more: it was written, moved or left out."))
    _note(Step.LEFT_OUT, kind, message, actor, at)


def send_again(message: OutgoingMessage, *, form_key: UUID, actor: User, at: datetime) -> OutgoingMessage:
    """Write a new message of what `message` was about, to where its recipient reads mail today; return it.

    Its key names the form, so that one form writes one. Raises Refused for what holds a code or a link, for whoever
    may not be written to, and for what has not left or is no longer worth sending.
    """
    recipient = _who_may_get_again(message, at)
    key = f"resend:{message.public_id}:{form_key}"
    enqueue(
        message.kind,
        recipient,
        message.context,
        key=key,
        not_before=at,
        expires_at=message.expires_at,
    )
    again = OutgoingMessage.objects.get(key=key)
    _note(Step.RESENT, message.kind, again, actor, at)
    return again


def _who_may_get_again(message: OutgoingMessage, at: datetime) -> User:
    if is_secret(message.kind):
        raise Refused(
            "secret", _("It held a code or a link that lets somebody in. They can ask for a new one.")
        )
    recipient = message.recipient
    if message.channel != Channel.EMAIL:
        raise Refused("no_mail", _("Only a mail can be sent again. This is written anew by what causes it."))
    if recipient is None or recipient.erased_at is not None:
        raise Refused("gone", _("There is nobody to send it to: this person was erased."))
    if not recipient.is_active:
        raise Refused("inactive", _("This person’s account is closed, so nothing is sent to them."))
    if why := _suppressed(message, recipient):
        sentence = _("Nothing of this kind is sent to this person any more. The reason: %(why)s.")
        raise Refused("suppressed", sentence % {"why": why})
    if message.status not in CAN_BE_SENT_AGAIN:
        raise Refused("under_way", _("It has not gone out yet; there is nothing to send again."))
    if message.expires_at is not None and message.expires_at <= at:
        raise Refused("too_late", _("It is no longer worth sending: what it is about has passed."))
    return recipient


def _suppressed(message: OutgoingMessage, recipient: User) -> str:
    """Return why the outbox would drop the same message to the address that `recipient` has today."""
    again = OutgoingMessage(
        pk=message.pk, kind=message.kind, lane=message.lane, recipient=recipient, to_address=recipient.email
    )
    reason = reasons_for_suppression([again]).get(message.pk, "")
    return str(Suppressed(reason).label) if reason else ""


def _note(step: str, kind: str, message: OutgoingMessage, actor: User, at: datetime) -> None:
    Intervention.objects.create(step=step, kind=kind, message=message, actor=actor, recorded_at=at)


def hold(kind: str, *, reason: str, actor: User, at: datetime) -> None:
    """Hold back `kind`, or with "" everything but sign-in codes, within seconds. Raises Refused when it is already."""
    held, fresh = Hold.objects.get_or_create(
        kind=kind, defaults={"reason": reason, "held_by": actor, "held_at": at}
    )
    if not fresh:
        raise Refused(
            "held", _("This is held back already, for this reason: %(reason)s") % {"reason": held.reason}
        )


def release(kind: str) -> None:
    """Let what is still worth sending go out. Raises Refused when it was not held back."""
    if not Hold.objects.filter(kind=kind).delete()[0]:
        raise Refused("not_held", _("This is not held back any more."))
