"""Who comes after a seat that is given back: the first of the waiting list, by an offer that expires."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from candidates.enums import Standing
from core.outbox.services import enqueue
from core.scheduling.commitments import Gone, Taken, commit_time, lock_people, release_time
from core.scheduling.models import CommitmentKind
from interviews.enums import RegistrationStatus
from interviews.intro_calls import count_seats, lock_calls
from interviews.lifecycle import REGISTRATION
from interviews.models import IntroCall, Registration
from interviews.offers import offered_until
from interviews.querysets import RegistrationQuerySet


def tend(*, now: datetime) -> Counter[str]:
    """End the offers that have expired, and offer every free seat to whoever is next; return how many of each."""
    expired = Registration.objects.filter(offer_expires_at__lte=now, call=OuterRef("pk"))
    waiting = Registration.objects.waiting().filter(call=OuterRef("pk")).order_by()
    to_offer = Q(Exists(waiting), seats_taken__lt=F("capacity"), starts_at__gt=now, cancelled_at__isnull=True)
    done: Counter[str] = Counter()
    for call in IntroCall.objects.filter(Q(Exists(expired)) | to_offer).order_by("starts_at"):
        done += tend_call(call, now=now)
    return done


def tend_call(call: IntroCall, *, now: datetime) -> Counter[str]:
    done: Counter[str] = Counter()
    for seat in call.registrations.filter(offer_expires_at__lte=now).select_related("candidate"):
        done["expired"] += _expire(seat, now)
    passed: set[int] = set()
    while (first := _next_in_line(call, passed)) is not None:
        outcome = _offer(first, passed, now)
        if outcome == "full":
            break
        done[outcome] += 1
    return +Counter({name: count for name, count in done.items() if name in ("expired", "offered")})


def place_of(waiting: Registration) -> int:
    """Return the place on the waiting list, the first is 1."""
    return Registration.objects.waiting().filter(call=waiting.call_id, pk__lte=waiting.pk).count()


def with_places(keys: Iterable[int]) -> list[tuple[Registration, int]]:
    """Return these that wait, each with the place on its list, soonest call first. One query."""
    before = Registration.objects.waiting().filter(call=OuterRef("call"), pk__lte=OuterRef("pk")).order_by()
    place = Subquery(before.values("call").annotate(n=Count("*")).values("n"))
    rows = Registration.objects.waiting().filter(pk__in=list(keys)).annotate(place=place)
    return [(one, one.place) for one in rows.select_related("call").order_by("call__starts_at")]


def _next_in_line(call: IntroCall, passed: set[int]) -> Registration | None:
    return _line(call, passed).select_related("candidate__user").first()


def _line(call: IntroCall, passed: set[int]) -> RegistrationQuerySet:
    """Whoever rests or left is passed over, and keeps the place."""
    here = call.registrations.waiting().filter(candidate__standing=Standing.ACTIVE)
    return here.filter(candidate__merged_into__isnull=True).exclude(pk__in=passed)


@transaction.atomic
def _offer(first: Registration, passed: set[int], now: datetime) -> str:
    """The person is locked before the call is, as everywhere: whether they are still the next is asked after it."""
    lock_people([first.candidate.user_id])
    call = lock_calls([first.call_id])[first.call_id]
    until = offered_until(now=now, starts_at=call.starts_at, at_most=longest())
    if call.seats_left < 1 or call.cancelled_at is not None or until is None:
        return "full"
    if _line(call, passed).values_list("pk", flat=True).first() != first.pk:
        return "again"
    try:
        commit_time(
            [first.candidate.user_id],
            call.starts_at,
            call.ends_at,
            kind=CommitmentKind.INTRO_CALL,
            subject=first.public_id,
            now=now,
            expires_at=until,
        )
    except (Taken, Gone):
        passed.add(first.pk)
        return "passed"
    REGISTRATION.move(
        first, RegistrationStatus.OFFERED, actor=None, at=now, changes={"offer_expires_at": until}
    )
    count_seats(call, 1)
    about = {"registration": str(first.public_id)}
    key = f"seat_offered:{first.public_id}"
    enqueue("seat_offered", first.candidate.user, about, key=key, expires_at=until)
    return "offered"


@transaction.atomic
def _expire(seat: Registration, now: datetime) -> int:
    call = lock_calls([seat.call_id])[seat.call_id]
    still = call.registrations.filter(pk=seat.pk, offer_expires_at__lte=now).select_related("candidate__user")
    held = still.first()
    if held is None:
        return 0
    changes = {"offer_expires_at": None}
    REGISTRATION.move(
        held, RegistrationStatus.CANCELLED, actor=None, at=now, reason="expired", changes=changes
    )
    count_seats(call, -1)
    release_time(held.public_id)
    about = {"registration": str(held.public_id)}
    key = f"seat_offer_expired:{held.public_id}"
    enqueue("seat_offer_expired", held.candidate.user, about, key=key, expires_at=call.starts_at)
    return 1


def longest() -> timedelta:
    return timedelta(hours=settings.PROGRAM_SEAT_OFFER_HOURS)
