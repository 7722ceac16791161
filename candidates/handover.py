"""States, regions and leave, when somebody who looks after them leaves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Leave, Ownership
from core.accounts.handover import Handover, register_handover
from core.accounts.models import User
from core.accounts.predicates import is_program_staff


def owned(leaver: User, now: datetime) -> Any:
    lasts = Q(last_day__isnull=True) | Q(last_day__gte=now.date())
    return Ownership.objects.filter(lasts, owner=leaver)


def take_over_states(leaver: User, to: User, actor: User, now: datetime) -> None:
    """From today on; until yesterday it was the other's, and stays so on record."""
    today = now.date()
    for term in owned(leaver, now):
        if term.first_day >= today:
            term.owner = to
            term.save(update_fields=["owner"])
            continue
        last_day, term.last_day = term.last_day, today - timedelta(days=1)
        term.save(update_fields=["last_day"])
        Ownership.objects.create(
            owner=to, state=term.state, region=term.region, first_day=today, last_day=last_day
        )


def stood_in(leaver: User, now: datetime) -> Any:
    return Leave.objects.filter(stand_in=leaver, last_day__gte=now.date())


def stand_in_instead(leaver: User, to: User, actor: User, now: datetime) -> None:
    stood_in(leaver, now).update(stand_in=to)


def no_program_staff(leaver: User, to: User, now: datetime) -> Iterator[Any]:
    if not is_program_staff(to):
        yield _("%(name)s is not program staff and cannot look after states.") % {"name": to}


def own_leave(leaver: User, to: User, now: datetime) -> Iterator[Any]:
    if stood_in(leaver, now).filter(person=to).exists():
        yield _("%(name)s cannot stand in for their own leave: change that first.") % {"name": to}


register_handover(
    Handover(
        label=_("States and regions"),
        then=_("go to your colleague, from today on"),
        held=owned,
        hand_over=take_over_states,
        clashes=no_program_staff,
    )
)
register_handover(
    Handover(
        label=_("Leave of colleagues, as stand-in"),
        then=_("your colleague stands in"),
        held=stood_in,
        hand_over=stand_in_instead,
        clashes=own_leave,
    )
)
