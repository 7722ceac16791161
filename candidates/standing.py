"""Taking a break, leaving and coming back, by the person; and the worker's look for those who fell silent.

A break and silence are one standing, dormant. What was reached stays: only the standing changes.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.enums import Standing
from candidates.models import Candidacy, Candidate, StageTransition, StandingTransition
from candidates.pipeline import STANDING
from candidates.signals import bookings_given_up, candidate_left
from core.accounts.models import User
from core.lifecycle import Refused
from core.scheduling.commitments import lock_people

SIGNED_IN, BREAK, SILENCE = "signed_in", "break", "silence"
BATCH = 500

StillWithUs = Callable[[datetime], Q]
_still_with_us: list[StillWithUs] = []


def register_still_with_us(condition: StillWithUs) -> StillWithUs:
    """Register `now -> Q` on candidates: people in whose affairs something is under way, who are never "silent"."""
    _still_with_us.append(condition)
    return condition


@transaction.atomic
def take_break(candidate: Candidate, *, give_up_bookings: bool, at: datetime) -> None:
    """Let `candidate` be dormant by the own wish. Raises Refused unless active."""
    lock_people([candidate.user_id])
    STANDING.move(candidate, Standing.DORMANT, actor=candidate.user, at=at, reason=BREAK)
    if give_up_bookings:
        bookings_given_up.send(Candidate, candidate=candidate, at=at)


@transaction.atomic
def come_later(candidate: Candidate, *, when: str, at: datetime) -> None:
    """Keep `when`, a RunningWhen, and let `candidate` be quiet until coming back. Raises Refused unless active."""
    take_break(candidate, give_up_bookings=False, at=at)
    Candidate.objects.filter(pk=candidate.pk).update(running_when=when)
    candidate.running_when = when


@transaction.atomic
def leave(candidate: Candidate, *, at: datetime) -> None:
    """Withdraw `candidate` by the own wish: seats, talks and the mentor's place are free again at once."""
    lock_people([candidate.user_id])
    STANDING.move(candidate, Standing.WITHDRAWN, actor=candidate.user, at=at)
    bookings_given_up.send(Candidate, candidate=candidate, at=at)
    candidate_left.send(Candidate, candidate=candidate, at=at)


def come_back(candidate: Candidate, *, at: datetime, reason: str = "") -> None:
    """Make `candidate` active again at the stage that was reached. Raises Refused before the date to come back."""
    STANDING.move(candidate, Standing.ACTIVE, actor=candidate.user, at=at, reason=reason)


def wake(user: User, *, at: datetime) -> bool:
    """End the break of somebody who signs in; return whether there was one."""
    candidate = Candidate.objects.filter(user=user, standing=Standing.DORMANT).select_related("user").first()
    if candidate is None:
        return False
    try:
        come_back(candidate, at=at, reason=SIGNED_IN)
    except Refused:  # another sign-in of the same moment, or staff, were quicker
        return False
    return True


def be_here(candidate: Candidate, *, at: datetime) -> None:
    """What one books oneself ends one's break. Raises Refused for somebody who left or was told "not now".

    Call it under the lock of the candidate's user, which those who leave take first.
    """
    standing = Candidate.objects.filter(pk=candidate.pk).values_list("standing", flat=True).get()
    if standing == Standing.DORMANT:
        come_back(candidate, at=at)
    elif standing == Standing.WITHDRAWN:
        raise Refused("left", _("You have left. Come back first, on your page; what you reached is kept."))
    elif standing == Standing.DECLINED:
        raise Refused(
            "not_now", _("This is not open to you now. Your page says why, and from when it may be.")
        )


def silent_at(now: datetime) -> QuerySet[Any]:
    """Active candidates who have not signed in, moved on or come back for `PROGRAM_DORMANT_AFTER_DAYS` days.

    A visit may be as late as the last sign-in's session, so its length is added to the sign-in.
    """
    since = now - timedelta(days=settings.PROGRAM_DORMANT_AFTER_DAYS)
    signed_in = since - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    moved = {"subject": OuterRef("pk"), "recorded_at__gt": since}
    silent = Candidate.objects.filter(
        Q(user__last_login__isnull=True) | Q(user__last_login__lte=signed_in),
        ~Exists(StageTransition.objects.filter(**moved)),
        ~Exists(StandingTransition.objects.filter(**moved)),
        standing=Standing.ACTIVE,
        signed_up_at__lte=since,
    )
    for condition in _still_with_us:
        silent = silent.exclude(condition(now))
    return silent.order_by("pk")


def let_the_silent_rest(*, now: datetime, batch: int = BATCH) -> int:
    """Make those who fell silent dormant, `batch` at a time in a transaction each; return how many."""
    rested, last = 0, 0
    while moved := STANDING.move_all(
        silent_at(now).filter(pk__gt=last),
        Standing.DORMANT,
        actor=None,
        at=now,
        reason=SILENCE,
        limit=batch,
    ):
        rested, last = rested + len(moved), moved[-1]
    return rested


@register_still_with_us
def races_ahead(now: datetime) -> Q:
    """Whoever has entered a race whose election is still to come is not silent, only busy."""
    ahead = Candidacy.objects.live().filter(candidate=OuterRef("pk"), race__election__date__gte=now.date())
    return Q(Exists(ahead))


@STANDING.guard(Standing.ACTIVE)
def may_come_back(candidate: Candidate, *, at: datetime) -> None:
    """After a "not now" one comes back from the date that was given, and not before it."""
    if candidate.standing != Standing.DECLINED:
        return
    if candidate.reapply_from is None:
        raise Refused("no_date", _("There is no date to come back yet. Write to us: a person will answer."))
    if candidate.reapply_from > at.date():
        raise Refused("too_early", _("You can come back from the day that your page names."))
