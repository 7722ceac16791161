"""Seats in group intro calls, and who came."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage
from candidates.models import Candidate
from candidates.pipeline import STAGE, is_own, reach
from candidates.standing import be_here
from core.accounts.models import User
from core.accounts.predicates import is_program_staff
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from core.scheduling.commitments import commit_time, lock_people, release_time
from core.scheduling.models import CommitmentKind
from interviews.enums import RegistrationStatus
from interviews.models import IntroCall, Registration


@transaction.atomic
def announce(call: IntroCall, *, now: datetime) -> IntroCall:
    """Save a new call and commit its host's time. Raises Taken when the host is busy then."""
    call.save()
    commit_time(
        [call.host_id],
        call.starts_at,
        call.ends_at,
        kind=CommitmentKind.INTRO_CALL,
        subject=call.public_id,
        now=now,
    )
    return call


@transaction.atomic
def register(candidate: Candidate, call: IntroCall, *, now: datetime) -> Registration:
    """Give `candidate` a seat in `call`; a second time, the same seat. Raises Refused when it is full or has begun."""
    lock_people([candidate.user_id])
    locked = IntroCall.objects.select_for_update().get(pk=call.pk)
    seat = locked.registrations.confirmed().filter(candidate=candidate).first()
    if seat is not None:
        return seat
    if locked.starts_at <= now:
        raise Refused("begun", _("This call has begun already. Please choose a later one."))
    if locked.seats_left < 1:
        raise Refused("full", _("This call has just filled up. Please choose another one."))
    be_here(candidate, at=now)
    seat = Registration.objects.create(call=locked, candidate=candidate, created_at=now)
    commit_time(
        [candidate.user_id],
        locked.starts_at,
        locked.ends_at,
        kind=CommitmentKind.INTRO_CALL,
        subject=seat.public_id,
        now=now,
    )
    IntroCall.objects.filter(pk=locked.pk).update(seats_taken=F("seats_taken") + 1)
    enqueue(
        "intro_call_confirmed",
        candidate.user,
        {"registration": str(seat.public_id)},
        key=f"intro_call_confirmed:{seat.public_id}",
        expires_at=locked.starts_at,
    )
    return seat


@transaction.atomic
def cancel(registration: Registration, *, now: datetime) -> None:
    """Give the seat back. Raises Refused once the call has begun."""
    call = IntroCall.objects.select_for_update().get(pk=registration.call_id)
    if call.starts_at <= now:
        raise Refused("begun", _("This call has begun already."))
    changed = Registration.objects.filter(pk=registration.pk, status=RegistrationStatus.CONFIRMED).update(
        status=RegistrationStatus.CANCELLED
    )
    if changed:
        IntroCall.objects.filter(pk=call.pk).update(seats_taken=F("seats_taken") - 1)
        release_time(registration.public_id)


@transaction.atomic
def record_attendance(registration: Registration, *, attended: bool, actor: User, now: datetime) -> None:
    """Note whether somebody came. Coming to a call makes a candidate introduced.

    Raises NotPermitted for anybody but the host and program staff, Refused before the call has begun.
    """
    is_host = registration.call.host_id == actor.pk
    if not (is_program_staff(actor) or is_host) or is_own(actor, registration):
        raise NotPermitted("not_permitted", _("Only the host and program staff record attendance."))
    if registration.call.starts_at > now:
        raise Refused("not_begun", _("This call has not begun yet."))
    Registration.objects.filter(pk=registration.pk).update(attended=attended)
    if attended:
        reach(registration.candidate, Stage.INTRODUCED, actor=actor, at=now)


@STAGE.guard(Stage.INTRODUCED)
def attended_a_call(candidate: Candidate, *, at: datetime) -> None:
    """A candidate is introduced once attendance at an intro call is recorded."""
    if not candidate.registrations.filter(attended=True).exists():
        raise Refused("no_call", _("No attended intro call is recorded."))
