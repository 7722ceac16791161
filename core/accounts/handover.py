"""Somebody who works here leaves: one action hands over what they hold and ends everything they could do.

Each room registers what its people hold, who can take it, and how it is handed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pghistory
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.predicates import is_program_staff, roles_of
from core.accounts.revoking import end_sessions
from core.accounts.roles import Role
from core.accounts.sessions import end_sessions_of
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from core.scheduling.commitments import lock_people

# `(leaver, now)` -> the rows that somebody holds.
HeldRows = Callable[[User, datetime], Any]
# `(leaver, to, now)` -> sentences that say why `to` cannot take them.
Clashes = Callable[[User, User, datetime], Iterable[Any]]
# `(leaver, to, actor, now)` hands them over.
HandOver = Callable[[User, User, User, datetime], None]


@dataclass(frozen=True)
class Handover:
    """`then` says in a sentence what happens to the rows. Without `clashes` anybody can take them."""

    label: Any
    then: Any
    held: HeldRows
    hand_over: HandOver
    clashes: Clashes = lambda leaver, to, now: ()


@dataclass(frozen=True)
class Held:
    label: Any
    then: Any
    count: int


_handovers: list[Handover] = []


def register_handover(handover: Handover) -> Handover:
    _handovers.append(handover)
    return handover


def held_by(leaver: User, *, now: datetime) -> list[Held]:
    """Return everything that `leaver` holds. One query each."""
    found = [Held(h.label, h.then, h.held(leaver, now).count()) for h in _handovers]
    return [held for held in found if held.count]


def ways_in(leaver: User) -> list[str]:
    """Return what ends for `leaver` beside what is handed over: roles and second factors."""
    roles = [str(Role(name).label) for name in sorted(roles_of(leaver)) if name in Role.values]
    keys = Authenticator.objects.filter(user=leaver).count()
    return [*roles, *([str(_("second factors and passkeys: %(n)d") % {"n": keys})] if keys else [])]


def has_left(leaver: User) -> bool:
    return not (leaver.is_active or leaver.is_staff or leaver.is_superuser or roles_of(leaver))


def why_not(leaver: User, to: User, *, actor: User | None, now: datetime) -> list[str]:
    """Return in sentences what stands in the way of off-boarding `leaver`; nothing when it can be done."""
    found = list(_nobody_left(leaver))
    if actor is not None and actor.pk == leaver.pk:
        found.append(_("Nobody off-boards themselves: ask a colleague."))
    if to.pk == leaver.pk or not to.is_active:
        found.append(_("Name a colleague who stays and may sign in."))
    else:
        for handover in _handovers:
            if handover.held(leaver, now).exists():
                found += handover.clashes(leaver, to, now)
    return [str(sentence) for sentence in found]


def _nobody_left(leaver: User) -> Iterable[Any]:
    others = User.objects.filter(is_active=True).exclude(pk=leaver.pk)
    if Role.PROGRAM_STAFF in roles_of(leaver) and not others.filter(groups__name=Role.PROGRAM_STAFF).exists():
        yield _("This is the last person of program staff: give somebody else the role first.")
    if leaver.is_superuser and not others.filter(is_superuser=True).exists():
        yield _("This is the last administrator: make somebody else one first.")


@transaction.atomic
def off_board(leaver: User, *, to: User, actor: User | None, now: datetime) -> list[Held]:
    """Hand over what `leaver` holds to `to` and end every way in; return what was handed over.

    `actor` None is the command line. For somebody who has left already nothing happens. Raises NotPermitted, or
    Refused with what stands in the way; then nothing has changed.
    """
    leaver, to, actor = _locked(leaver, to, actor)
    if actor is not None and not (is_program_staff(actor) or (actor.is_active and actor.is_superuser)):
        raise NotPermitted("not_permitted", _("Only program staff off-board a colleague."))
    if has_left(leaver):
        return []
    in_the_way = why_not(leaver, to, actor=actor, now=now)
    if in_the_way:
        raise Refused("cannot_off_board", " ".join(in_the_way))
    with pghistory.context(reason="off_boarded", handed_to=to.pk):
        held = held_by(leaver, now=now)
        for handover in _handovers:
            handover.hand_over(leaver, to, actor or leaver, now)
        _end_every_way_in(leaver)
    event = f"{leaver.public_id}:{now.isoformat()}"
    enqueue("off_boarded", leaver, {"to": str(to.public_id)}, key=f"off_boarded:{event}")
    if held:
        enqueue("handed_over", to, {"from": str(leaver.public_id)}, key=f"handed_over:{event}")
    return held


def _locked(leaver: User, to: User, actor: User | None) -> tuple[User, User, User | None]:
    """Everybody who could be the last one is locked too, so that two who off-board each other at once leave one."""
    people = {leaver.pk, to.pk, *([actor.pk] if actor else [])}
    last = Q(is_superuser=True) | Q(groups__name=Role.PROGRAM_STAFF)
    lock_people({*people, *User.objects.filter(last, is_active=True).values_list("pk", flat=True)})
    found = User.objects.in_bulk(people)
    return found[leaver.pk], found[to.pk], found[actor.pk] if actor else None


def _end_every_way_in(leaver: User) -> None:
    """Sessions, noted ones and others, links on their way, second factors and passkeys, password, roles."""
    leaver.groups.clear()
    leaver.user_permissions.clear()
    leaver.is_staff = leaver.is_superuser = leaver.is_active = False
    leaver.set_unusable_password()
    leaver.save(update_fields=["is_staff", "is_superuser", "is_active", "password"])
    Authenticator.objects.filter(user=leaver).delete()
    leaver.sign_in_links.all().delete()
    end_sessions_of(leaver)
    end_sessions(leaver)
