"""Asking to be erased: seven days to change one's mind, then the workers do it, or say what is in the way."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.lifecycle import Refused
from core.outbox.services import enqueue, enqueue_sealed
from core.privacy import erasing
from core.privacy.models import ErasureRequest
from core.privacy.registry import obstacles_for, selves_of

logger = logging.getLogger(__name__)

DAYS_TO_CHANGE_ONES_MIND = 7


def open_request_of(user: User) -> ErasureRequest | None:
    """Return what `user` asked for and has not taken back, or None."""
    return ErasureRequest.objects.filter(user=user, kept_at__isnull=True, done_at__isnull=True).first()


def ask(user: User, *, at: datetime) -> ErasureRequest:
    """Keep that `user` wants to be erased and tell them by mail; a second time, the same request."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        request = open_request_of(user)
        if request is None:
            due = at + timedelta(days=DAYS_TO_CHANGE_ONES_MIND)
            request = ErasureRequest.objects.create(user=user, asked_at=at, due_at=due)
            _tell("erasure_asked", request)
    return request


def keep(user: User, *, at: datetime) -> None:
    """`user` changed their mind: nothing was erased. Raises Refused once it has begun."""
    with transaction.atomic():
        request = ErasureRequest.objects.select_for_update().filter(user=user, done_at__isnull=True)
        found = request.filter(kept_at__isnull=True).first()
        if found is None:
            return
        if found.begun_at is not None:
            raise Refused("begun", _("It is too late: your data is being erased at this moment."))
        found.kept_at = at
        found.save(update_fields=["kept_at"])
        _tell("erasure_kept", found)


def carry_out_due(*, now: datetime) -> int:
    """Begin what is due at `now`, and finish what was begun a minute ago or more; return how many people are erased."""
    due = ErasureRequest.objects.filter(kept_at__isnull=True, done_at__isnull=True, due_at__lte=now)
    erased = 0
    for request in due.order_by("due_at", "pk").select_related("user"):
        try:
            if request.begun_at is None:
                _begin(request, now)
            elif request.begun_at <= now - erasing.PAUSE:
                erased += _finish(request, now)
        except (erasing.NotYet, OperationalError, Refused) as reason:
            logger.info("The erasure %s waits: %s.", request.public_id, type(reason).__name__)
    return erased


def _begin(request: ErasureRequest, now: datetime) -> None:
    with transaction.atomic():
        locked = _locked(request)
        if locked is None or locked.begun_at is not None:
            return
        if obstacles_for(locked.user):
            if locked.held_since is None:
                locked.held_since = now
                _tell("erasure_held", locked)
        else:
            locked.begun_at = now
        locked.save(update_fields=["held_since", "begun_at"])
    if locked.begun_at is not None:
        _close_every_door(locked.user, now)


def _close_every_door(user: User, now: datetime) -> None:
    for one in selves_of(user):
        erasing.close_the_door(one, at=now)


def _finish(request: ErasureRequest, now: datetime) -> bool:
    """Erase, and write to the old address, which that one message forgets once it is sent."""
    _close_every_door(request.user, now)
    with transaction.atomic():
        locked = _locked(request)
        if locked is None:
            return False
        user = locked.user
        address, language, name = user.email, user.language, user.first_name
        done = [erasing.erase(one, at=now) for one in reversed(selves_of(user))]
        if not any(done):
            return False
        with translation.override(language):
            text = render_to_string("privacy/erased_mail.txt", {"name": name, "org_name": settings.ORG_NAME})
        subject, _newline, body = text.strip().partition("\n")
        enqueue_sealed(
            "erasure_done",
            to_address=address,
            recipient=None,
            subject=subject,
            text=body.strip() + "\n",
            html="",
            language=language,
        )
    return True


def _locked(request: ErasureRequest) -> ErasureRequest | None:
    """Lock the request, unless it was taken back or another worker has it."""
    rows = ErasureRequest.objects.select_for_update(of=("self",), skip_locked=True).select_related("user")
    return rows.filter(pk=request.pk, kept_at__isnull=True, done_at__isnull=True).first()


def _tell(kind: str, request: ErasureRequest) -> None:
    enqueue(kind, request.user, {"erasure": str(request.public_id)}, key=f"{kind}:{request.public_id}")
