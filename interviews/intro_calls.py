"""Seats in group intro calls: taken, moved, given back.

Whoever takes a person's time locks that person first and the calls after, lowest key first. Who comes after a seat
that is given back is decided in `interviews/waiting_list.py`, in a transaction of its own.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from candidates.standing import be_here
from core.accounts.models import User
from core.doorbell import ring_on_commit
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from core.scheduling.commitments import commit_time, lock_people, release_time
from core.scheduling.models import Commitment, CommitmentKind
from interviews.enums import SEATED, RegistrationStatus
from interviews.lifecycle import REGISTRATION, by_themselves_us_or_the_system
from interviews.models import IntroCall, Registration
from interviews.offers import are_still_made
from interviews.querysets import RegistrationQuerySet

TEND = "interviews.tasks.tend_calls"


@transaction.atomic
def register(candidate: Candidate, call: IntroCall, *, now: datetime) -> Registration:
    """Give `candidate` a seat in `call`, or the last place on its waiting list; a second time, what there is.

    Raises Refused when the call has begun or is off, or when they have a seat in another one that is to come.
    """
    lock_people([candidate.user_id])
    locked = lock_calls([call.pk])[call.pk]
    held = locked.registrations.live().filter(candidate=candidate).first()
    if held is not None and held.status in SEATED:
        return held
    refuse_unless_to_come(locked, now)
    if held is None:
        be_here(candidate, at=now)
    if not has_room(locked, now):
        return held or _queue(candidate, locked, now)
    if other_seats(candidate, locked, now).exists():
        raise Refused("has_seat", _("You have a seat in another call: move it here, or give it back first."))
    if held is None:
        held = Registration.objects.create(call=locked, candidate=candidate, created_at=now)
    else:
        REGISTRATION.move(held, RegistrationStatus.CONFIRMED, actor=candidate.user, at=now)
    _commit(held, locked, now)
    count_seats(locked, 1)
    confirm(held, locked)
    return held


def _queue(candidate: Candidate, call: IntroCall, now: datetime) -> Registration:
    waiting = Registration.objects.create(
        call=call, candidate=candidate, status=RegistrationStatus.WAITLISTED, created_at=now
    )
    about = {"registration": str(waiting.public_id)}
    key = f"intro_call_waiting:{waiting.public_id}"
    enqueue("intro_call_waiting", candidate.user, about, key=key, expires_at=call.starts_at)
    return waiting


@transaction.atomic
def take_offer(registration: Registration, *, now: datetime) -> None:
    """Take the seat that is held for somebody who waited; a seat in another call is given back by that.

    Raises Refused when the offer has expired, and then nothing has changed.
    """
    candidate = registration.candidate
    lock_people([candidate.user_id])
    others = list(other_seats(candidate, registration.call, now))
    calls = lock_calls([registration.call_id, *(seat.call_id for seat in others)])
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    if locked.status == RegistrationStatus.CONFIRMED:
        return
    if (
        locked.status != RegistrationStatus.OFFERED
        or locked.offer_expires_at is None
        or locked.offer_expires_at <= now
    ):
        raise Refused("expired", _("This offer has expired, and the seat went to whoever came next."))
    refuse_unless_to_come(calls[locked.call_id], now)
    be_here(candidate, at=now)
    for seat in others:
        _give_back(seat, calls[seat.call_id], candidate.user, now, reason="other_call")
    changes = {"offer_expires_at": None}
    REGISTRATION.move(locked, RegistrationStatus.CONFIRMED, actor=candidate.user, at=now, changes=changes)
    Commitment.objects.filter(subject=locked.public_id).update(expires_at=None)
    confirm(locked, calls[locked.call_id])


@transaction.atomic
def move(registration: Registration, to: IntroCall, *, actor: User, now: datetime) -> None:
    """Move a seat to another call; it is never lost in between. Its reminders and the calendar entry follow.

    Raises Refused when either call has begun or is off, or when `to` is full; then it stays where it was.
    """
    candidate = registration.candidate
    lock_people([candidate.user_id])
    calls = lock_calls([registration.call_id, to.pk])
    seat = Registration.objects.select_for_update().select_related("candidate").get(pk=registration.pk)
    if not by_themselves_us_or_the_system(actor, seat):
        raise NotPermitted("not_permitted", _("This seat is not yours to move."))
    if seat.call_id == to.pk:
        return
    if seat.status != RegistrationStatus.CONFIRMED:
        raise Refused("no_seat", _("You have no seat in that call any more."))
    for call in calls.values():
        refuse_unless_to_come(call, now)
    target = calls[to.pk]
    waiting = target.registrations.live().filter(candidate=candidate).first()
    if waiting is not None:
        _give_back(waiting, target, actor, now, reason="other_call")
        target.refresh_from_db(fields=["seats_taken"])
    if not has_room(target, now):
        raise Refused("full", _("That call has just filled up. You keep your seat in the other one."))
    release_time(seat.public_id)
    _commit(seat, target, now)
    count_seats(calls[seat.call_id], -1)
    count_seats(target, 1)
    seat.call, seat.moved_at = target, now
    seat.save(update_fields=["call", "moved_at"])
    tell_moved(seat, target)
    ring_on_commit(TEND)


@transaction.atomic
def cancel(registration: Registration, *, now: datetime, actor: User | None = None) -> None:
    """Give a seat, an offer or a place on the waiting list back; a second time nothing happens.

    `actor` is the candidate when left out. Raises Refused once the call has begun.
    """
    call = lock_calls([registration.call_id])[registration.call_id]
    if call.starts_at <= now:
        raise Refused("begun", _("This call has begun already."))
    held = call.registrations.live().filter(pk=registration.pk).select_related("candidate__user").first()
    if held is not None:
        _give_back(held, call, actor or held.candidate.user, now)


def ask_for(registration: Registration, *, needs: Sequence[str], note: str) -> None:
    """Keep what somebody asks for with their seat, in the place of what they asked for before."""
    asked = {"needs": list(needs), "needs_note": note, "needs_met_at": None}
    Registration.objects.live().filter(pk=registration.pk).update(**asked)


def _give_back(
    seat: Registration, call: IntroCall, actor: User | None, now: datetime, *, reason: str = ""
) -> None:
    """Under the lock of `call`: what was held is free, and a calendar that has it is told."""
    before = seat.status
    changes = {"offer_expires_at": None}
    REGISTRATION.move(seat, RegistrationStatus.CANCELLED, actor=actor, at=now, reason=reason, changes=changes)
    if before == RegistrationStatus.WAITLISTED:
        return
    count_seats(call, -1)
    release_time(seat.public_id)
    ring_on_commit(TEND)
    if before == RegistrationStatus.CONFIRMED:
        about = {"registration": str(seat.public_id)}
        key = f"intro_call_given_back:{seat.public_id}"
        enqueue("intro_call_given_back", seat.candidate.user, about, key=key, expires_at=call.starts_at)


def lock_calls(keys: Iterable[int]) -> dict[int, IntroCall]:
    """Lock these calls for the rest of the transaction, lowest key first."""
    rows = IntroCall.objects.select_for_update().filter(pk__in=set(keys)).order_by("pk")
    return {call.pk: call for call in rows}


def refuse_unless_to_come(call: IntroCall, now: datetime) -> None:
    if call.cancelled_at is not None:
        raise Refused("off", _("This call does not take place. Please choose another one."))
    if call.starts_at <= now:
        raise Refused("begun", _("This call has begun already. Please choose a later one."))


def has_room(call: IntroCall, now: datetime) -> bool:
    """Whether whoever comes now gets a seat: one is free, and nobody waits to whom it would be offered first."""
    if call.seats_left < 1:
        return False
    return not (are_still_made(now=now, starts_at=call.starts_at) and call.registrations.waiting().exists())


def other_seats(candidate: Candidate, call: IntroCall, now: datetime) -> RegistrationQuerySet:
    """Return the confirmed seats of `candidate` in other calls that are to come."""
    mine = Registration.objects.confirmed().filter(candidate=candidate, call__starts_at__gt=now)
    return mine.exclude(call=call).select_related("candidate__user")


def count_seats(call: IntroCall, more: int) -> None:
    IntroCall.objects.filter(pk=call.pk).update(seats_taken=F("seats_taken") + more)


def confirm(seat: Registration, call: IntroCall) -> None:
    enqueue(
        "intro_call_confirmed",
        seat.candidate.user,
        {"registration": str(seat.public_id)},
        key=f"intro_call_confirmed:{seat.public_id}",
        expires_at=call.starts_at,
    )


def tell_moved(seat: Registration, call: IntroCall) -> None:
    """Both a moved seat and a moved call are told of once per moment to which they moved."""
    moment = call.starts_at.isoformat()
    enqueue(
        "intro_call_moved",
        seat.candidate.user,
        {"registration": str(seat.public_id), "at": moment},
        key=f"intro_call_moved:{seat.public_id}:{call.pk}:{moment}:{seat.moved_at}",
        expires_at=call.starts_at,
    )


def _commit(seat: Registration, call: IntroCall, now: datetime) -> None:
    commit_time(
        [seat.candidate.user_id],
        call.starts_at,
        call.ends_at,
        kind=CommitmentKind.INTRO_CALL,
        subject=seat.public_id,
        now=now,
    )
