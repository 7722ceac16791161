"""Intro calls themselves: announced, one or a series; moved; called off. Everybody with a seat hears of it."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.predicates import is_program_staff
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from core.scheduling.commitments import Taken, commit_time, lock_people, release_time
from core.scheduling.models import Commitment, CommitmentKind
from interviews.enums import RegistrationStatus
from interviews.intro_calls import lock_calls, refuse_unless_to_come, tell_moved
from interviews.lifecycle import REGISTRATION
from interviews.models import IntroCall, Registration

MOST_IN_A_SERIES = 26


@transaction.atomic
def announce(call: IntroCall, *, now: datetime) -> IntroCall:
    """Save a new call and commit its host's time. Raises Taken when the host is busy then."""
    call.save()
    _commit_host(call, now)
    return call


@transaction.atomic
def announce_series(call: IntroCall, *, every_days: int, times: int, now: datetime) -> list[IntroCall]:
    """Announce `call` and as many more as `times` says in all, every so many days at the same time of its own zone.

    Raises Taken, with the day, when the host is busy at one of them; then none is announced.
    """
    series, announced = uuid.uuid4(), []
    for start in occurrences(call.starts_at, call.time_zone, every_days=every_days, times=times):
        one = IntroCall(series=series, starts_at=start, **{name: getattr(call, name) for name in SAME})
        try:
            announced.append(announce(one, now=now))
        except Taken as taken:
            day = date_format(start.astimezone(ZoneInfo(call.time_zone)), "DATE_FORMAT")
            raise Taken("taken", _("On %(day)s the host has something else then.") % {"day": day}) from taken
    return announced


SAME = (
    "host", "minutes", "time_zone", "capacity", "join_url", "dial_in", "captions", "interpreted_into",
)  # fmt: skip


def occurrences(start: datetime, zone: str, *, every_days: int, times: int) -> list[datetime]:
    """Return the starts of a series in UTC: the same time on the clock of `zone`, whatever the clock does meanwhile."""
    wall = start.astimezone(ZoneInfo(zone))
    days = [
        wall.date() + timedelta(days=every_days * number) for number in range(min(times, MOST_IN_A_SERIES))
    ]
    local = [datetime.combine(day, wall.time(), ZoneInfo(zone)) for day in days]
    return [one.astimezone(ZoneInfo("UTC")) for one in local]


@transaction.atomic
def move_call(call: IntroCall, starts_at: datetime, *, actor: User, now: datetime) -> list[Registration]:
    """Move a call that is to come; seats, calendars and reminders follow.

    Whoever has something else then gives the seat back by that, and is told; these seats are returned. Raises Taken
    when the host is busy, NotPermitted for anybody but program staff and the host.
    """
    refuse_outsiders(call, actor)
    seats = list(call.registrations.seated().select_related("candidate__user").order_by("pk"))
    lock_people([call.host_id, *(seat.candidate.user_id for seat in seats)])
    locked = lock_calls([call.pk])[call.pk]
    refuse_unless_to_come(locked, now)
    if {seat.pk for seat in locked.registrations.seated()} != {seat.pk for seat in seats}:
        raise Refused("busy", _("Somebody took or gave back a seat this very moment. Please try again."))
    if starts_at <= now:
        raise Refused("past", _("This moment has passed. Choose a later one."))
    if starts_at == locked.starts_at:
        return []
    locked.starts_at, locked.moved_at = starts_at, now
    release_time(locked.public_id)
    _commit_host(locked, now)
    locked.save(update_fields=["starts_at", "moved_at"])
    tell_host(locked)
    held = locked.registrations.seated().order_by("pk")
    return [
        seat for seat in held.select_related("candidate__user").order_by("pk") if _clashes(seat, locked, now)
    ]


def _clashes(seat: Registration, call: IntroCall, now: datetime) -> bool:
    release_time(seat.public_id)
    try:
        commit_time(
            [seat.candidate.user_id],
            call.starts_at,
            call.ends_at,
            kind=CommitmentKind.INTRO_CALL,
            subject=seat.public_id,
            now=now,
            expires_at=seat.offer_expires_at,
        )
    except Refused:
        _end(seat, now, reason="clash")
        IntroCall.objects.filter(pk=call.pk).update(seats_taken=F("seats_taken") - 1)
        return True
    Registration.objects.filter(pk=seat.pk).update(sequence=F("sequence") + 1, moved_at=now)
    if seat.status == RegistrationStatus.CONFIRMED:
        seat.moved_at = now
        tell_moved(seat, call)
    return False


@transaction.atomic
def call_off(call: IntroCall, *, actor: User, now: datetime) -> int:
    """Call off a call that is to come; everybody with a seat or a place on its list hears of it. Returns how many."""
    refuse_outsiders(call, actor)
    locked = lock_calls([call.pk])[call.pk]
    refuse_unless_to_come(locked, now)
    seats = list(locked.registrations.live().select_related("candidate__user").order_by("pk"))
    for seat in seats:
        _end(seat, now, reason="called_off")
    subjects = [locked.public_id, *(seat.public_id for seat in seats)]
    Commitment.objects.filter(subject__in=subjects).delete()
    IntroCall.objects.filter(pk=call.pk).update(cancelled_at=now, seats_taken=0)
    tell_host(locked, off=True)
    return len(seats)


def _end(seat: Registration, now: datetime, *, reason: str) -> None:
    had_a_seat = seat.status == RegistrationStatus.CONFIRMED
    changes = {"offer_expires_at": None}
    REGISTRATION.move(seat, RegistrationStatus.CANCELLED, actor=None, at=now, reason=reason, changes=changes)
    about = {"registration": str(seat.public_id), "why": reason, "had_a_seat": had_a_seat}
    key = f"intro_call_off:{seat.public_id}"
    enqueue(
        "intro_call_off", seat.candidate.user, about, key=key, expires_at=seat.call.starts_at + AFTERWARDS
    )


# So late that somebody whose call was called off at the last minute still hears why nobody was there.
AFTERWARDS = timedelta(hours=12)


def refuse_outsiders(call: IntroCall, actor: User) -> None:
    if not (is_program_staff(actor) or call.host_id == actor.pk):
        raise NotPermitted("not_permitted", _("Only the host and program staff do this."))


def tell_host(call: IntroCall, *, off: bool = False, person: User | None = None) -> None:
    """Put the call into its host's calendar, or take it out, or out of that of `person` who hosted it before."""
    call.refresh_from_db(fields=["sequence", "starts_at", "host"])
    to = person or call.host
    kind = "hosted_call_off" if off else "hosted_call"
    about = {"call": str(call.public_id), "at": call.starts_at.isoformat()}
    key = f"{kind}:{call.public_id}:{call.sequence}:{to.pk}"
    enqueue(kind, to, about, key=key, expires_at=call.starts_at)


def _commit_host(call: IntroCall, now: datetime) -> None:
    commit_time(
        [call.host_id],
        call.starts_at,
        call.ends_at,
        kind=CommitmentKind.INTRO_CALL,
        subject=call.public_id,
        now=now,
    )
