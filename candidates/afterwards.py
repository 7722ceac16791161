"""What somebody reads who has just signed up: from what the same browser typed, and from nobody's record.

So the page is the same whether the address was known to us or not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from dateutil.parser import isoparse
from django.conf import settings
from django.http import HttpRequest

from candidates.ages import is_under, talks_open_on
from candidates.models import Intake
from candidates.wished_calls import CALL
from candidates.working_days import one_working_day_after
from candidates.zones import zone_of
from offices.cards import cards_of
from offices.enums import OUT_OF_SCOPE
from offices.models import Office

SESSION_KEY = "signed_up"
REMEMBERED = timedelta(days=1)
# A filing window that closes later than this is no reason to hurry.
SOON = timedelta(days=60)


@dataclass(frozen=True)
class ComingCall:
    """An intro call that somebody could join; `url` is where."""

    public_id: UUID
    starts_at: datetime
    seats_left: int
    url: str


@dataclass(frozen=True)
class Deadline:
    office: str
    closes_on: date
    days_left: int


@dataclass(frozen=True)
class Afterwards:
    """What is true of one sign-up as it was typed. `call_due` is when a person will have called, for who has filed."""

    intake: Intake
    zone: str
    call_due: datetime | None
    deadlines: list[Deadline]
    over_limit: bool
    age_limit: int
    talks_from: date | None
    out_of_scope: list[str]
    wished_call: str


Calls = Callable[[datetime, int], list[ComingCall]]
Wait = Callable[[], int | None]
_calls: list[Calls] = []
_waits: list[Wait] = []


def register_calls(function: Calls) -> Calls:
    """Register `(now, at_most) -> coming intro calls`, soonest first."""
    _calls.append(function)
    return function


def register_wait(function: Wait) -> Wait:
    """Register `() -> days` that half of the people waited from signing up to their intro call, if known."""
    _waits.append(function)
    return function


def coming_calls(now: datetime, *, at_most: int = 3) -> list[ComingCall]:
    found = [call for function in _calls for call in function(now, at_most)]
    return sorted(found, key=lambda call: call.starts_at)[:at_most]


def usual_wait() -> int | None:
    return next((days for function in _waits if (days := function()) is not None), None)


def remember(request: HttpRequest, form_key: UUID) -> None:
    """Let this browser, for a day, see and correct what it has just sent."""
    request.session[SESSION_KEY] = str(form_key)


def remembered(request: HttpRequest, *, now: datetime) -> Intake | None:
    """Return what this browser sent within the last day, if anything."""
    key = request.session.get(SESSION_KEY)
    if not key:
        return None
    sent = Intake.objects.filter(form_key=key, received_at__gt=now - REMEMBERED)
    found: Intake | None = sent.exclude(payload={}).first()
    return found


def afterwards(intake: Intake, *, now: datetime) -> Afterwards:
    """Return what the page after the sign-up says. At most seven queries."""
    payload = intake.payload
    zone = zone_of(payload)
    today = now.astimezone(ZoneInfo(zone)).date()
    born = isoparse(payload["date_of_birth"]).date()
    offices = list(Office.objects.filter(public_id__in=payload["offices"]).select_related("division"))
    adult_on = talks_open_on(born=born)
    return Afterwards(
        intake=intake,
        zone=zone,
        call_due=one_working_day_after(intake.received_at, zone) if payload["filed_on"] else None,
        deadlines=_deadlines(offices, now),
        over_limit=not is_under(settings.PROGRAM_AGE_LIMIT, born=born, on=today),
        age_limit=settings.PROGRAM_AGE_LIMIT,
        talks_from=adult_on if adult_on > today else None,
        out_of_scope=[office.name for office in offices if office.level in OUT_OF_SCOPE],
        wished_call=str(payload.get(CALL, "")),
    )


def _deadlines(offices: list[Office], now: datetime) -> list[Deadline]:
    found = [
        Deadline(card.office.name, card.filing.closes_on, card.filing.days_left)
        for card in cards_of(offices, now=now)
        if card.filing.closes_on is not None and card.filing.days_left is not None
    ]
    soon = [deadline for deadline in found if deadline.days_left <= SOON.days]
    return sorted(soon, key=lambda deadline: deadline.closes_on)
