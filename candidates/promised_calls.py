"""Whoever has filed already is called by a person within one working day."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, PromisedCall
from candidates.pipeline import by_staff
from candidates.working_days import one_working_day_after
from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused


def promise_call(candidate: Candidate, *, at: datetime) -> None:
    """Promise `candidate`, who has filed, a call within one working day; one that waits stays as it is."""
    due = one_working_day_after(at, candidate.user.time_zone)
    try:
        with transaction.atomic():
            PromisedCall.objects.create(candidate=candidate, promised_at=at, due_at=due)
    except IntegrityError:
        return


def note_call(promised: PromisedCall, *, actor: User, at: datetime) -> None:
    """Note that `actor` has called. Raises NotPermitted to all but staff, Refused the second time."""
    if not by_staff(actor, promised):
        raise NotPermitted("not_permitted", _("Only program staff note such calls, and not their own."))
    changed = PromisedCall.objects.waiting().filter(pk=promised.pk).update(called_at=at, called_by=actor)
    if not changed:
        raise Refused("called", _("Somebody has noted this call already."))
