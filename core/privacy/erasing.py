"""Erase one person: first the door is closed, and a minute later, when nothing of theirs is under way, all is gone.

The pause is longer than any request may take. So nobody who was still at work for this person, with the old name and
address in memory, can write them down again after the erasure.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from core.accounts.models import User
from core.outbox.enums import Status
from core.outbox.models import OutgoingMessage
from core.privacy import log, registry
from core.privacy.models import ErasureLog, ErasureRequest
from core.privacy.registry import Fate, Holding, Identity

logger = logging.getLogger(__name__)

VERSION = 1
PAUSE = timedelta(minutes=1)
LOCK_TIMEOUT = "5s"
FORGET_HISTORY = "SELECT privacy_forget_history(%s::regclass, %s, %s)"


class NotYet(Exception):
    """Something of the person's is under way: nothing was changed, try again."""


def close_the_door(user: User, *, at: datetime) -> None:
    """Let nobody sign in as `user` any more, and give back what others wait for. May be run again."""
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        locked.is_active = False
        locked.save(update_fields=["is_active"])
    registry.leave_everything(locked, at)


@transaction.atomic
def erase(user: User, *, at: datetime) -> bool:
    """Make `user` a stub that keeps counts and ledger; everything else of the person is gone, files too.

    One transaction under the person's lock. Returns False when that was done before. Raises NotYet while a message to
    them is being sent.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.erased_at is not None:
        return False
    who = identity_of(locked)
    _refuse_while_sending(who)
    _blank_log_entries(who)
    for holding in registry.all_holdings():
        _apply(holding, who)
    for sweep in registry.all_sweeps():
        sweep(who)
    User.objects.filter(pk=locked.pk).update(erased_at=at)
    ErasureRequest.objects.filter(user=locked, kept_at__isnull=True, done_at__isnull=True).update(
        begun_at=Coalesce("begun_at", Value(at)), done_at=at
    )
    ErasureLog.objects.get_or_create(person=locked.public_id, defaults={"erased_at": at, "version": VERSION})
    _forget_history(who)
    # Before the commit: at worst the file names somebody who is erased at the next attempt.
    log.append([log.Entry(locked.public_id, at, VERSION)])
    logger.info("Erased %s.", locked.public_id)
    return True


def identity_of(user: User) -> Identity:
    """Return by what `user`'s rows are found."""
    kept = user.emailaddress_set.values_list("email", flat=True)  # type: ignore[attr-defined]
    addresses = {user.email.lower(), *(address.lower() for address in kept)}
    return Identity(user.pk, user.public_id, tuple(sorted(addresses)), user.full_name)


def _refuse_while_sending(who: Identity) -> None:
    """Claimed messages are in a sender's memory; with the rows locked, no other is claimed before the commit."""
    rows = OutgoingMessage.objects.filter(recipient=who.user_id).order_by("pk").select_for_update()
    if Status.SENDING in rows.values_list("status", flat=True):
        raise NotYet("a message is being sent")


def _blank_log_entries(who: Identity) -> None:
    """The back office's log names the things that were changed; those that are the person's lose their names."""
    for holding in registry.all_holdings():
        keys = [str(key) for key in holding.rows(who).values_list("pk", flat=True)]
        if keys:
            kind = ContentType.objects.get_for_model(holding.model)
            entries = LogEntry.objects.filter(content_type=kind, object_id__in=keys)
            entries.update(object_repr="", change_message="")


def _apply(holding: Holding, who: Identity) -> None:
    if holding.fate is Fate.KEEPS:
        return
    # Locked in the order of their keys, as everybody does.
    keys = list(holding.rows(who).select_for_update(of=("self",)).values_list("pk", flat=True))
    rows: Any = holding.model._base_manager.filter(pk__in=keys)
    if not keys:
        return
    if holding.fate is Fate.DELETES:
        rows.delete()
    else:
        rows.update(**holding.blanks)


def _forget_history(who: Identity) -> None:
    """The one way past the triggers of the history: a function that only forgets who is in the erasure log."""
    with connection.cursor() as cursor:
        for holding in registry.all_holdings():
            if holding.history:
                table = holding.model.pgh_event_model._meta.db_table  # type: ignore[attr-defined]
                cursor.execute(FORGET_HISTORY, [table, holding.history, who.user_id])
