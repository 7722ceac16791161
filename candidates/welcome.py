"""The welcome series: six mails in the week after an address was confirmed. What confirms it is its day 0.

Two of them ask for the next step, and are dropped as soon as it is taken. Who has filed already hears from a person
instead; who is not of age gets what fits group calls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.afterwards import coming_calls, usual_wait
from candidates.ages import OF_AGE, talks_open_on
from candidates.enums import Stage, Standing
from candidates.models import Candidate
from core import clock
from core.outbox.in_hand import referred
from core.outbox.registry import NoLongerWanted
from offices.enums import OUT_OF_SCOPE
from offices.models import Office
from offices.selectors import in_listing_order, offices_around

if TYPE_CHECKING:
    from core.outbox.models import OutgoingMessage

AT = time(10)
# Gone before the next day's mail is due.
WORTH = timedelta(hours=20)
MOST_OFFICES = 4
EARLY = (Stage.SIGNED_UP, Stage.INTRODUCED)

Tells = Callable[[Candidate, datetime], dict[str, Any]]
_taken: list[Callable[[], Q]] = []


@dataclass(frozen=True)
class Welcome:
    """One mail, `day` days after the confirmation. `nudges`: it asks for a step, and is not for who has taken it."""

    day: int
    kind: str
    label: Any
    tells: Tells
    nudges: bool = False
    for_minors: bool = False


def register_next_step_taken(condition: Callable[[], Q]) -> Callable[[], Q]:
    """Register `() -> Q` on candidates: those who have taken the step that the nudges ask for."""
    _taken.append(condition)
    return condition


def addressed(mail: Welcome) -> QuerySet[Any]:
    """Return the candidates whom `mail` is for, whatever the day on which they confirmed."""
    found = Candidate.objects.filter(standing=Standing.ACTIVE, filed_on=None)
    if mail.nudges:
        return found.filter(stage=Stage.SIGNED_UP).exclude(_has_taken_it())
    return found.filter(stage__in=EARLY)


def confirmed_then(mail: Welcome) -> Callable[[datetime, datetime], QuerySet[Any]]:
    """Return the anchors of `mail`: those who confirmed their address in a period."""

    def anchors(since: datetime, until: datetime) -> QuerySet[Any]:
        found = addressed(mail).filter(verified_at__gte=since, verified_at__lt=until)
        if not mail.for_minors:
            of_age = until.date() + timedelta(days=mail.day) - relativedelta(years=OF_AGE)
            found = found.filter(date_of_birth__lte=of_age)
        return found.order_by().values_list("user_id", "public_id", "verified_at", "verified_at")

    return anchors


def prepare_for(mail: Welcome) -> Callable[[OutgoingMessage], dict[str, Any]]:
    """Return the `prepare` of `mail`, which drops it for whom it is no longer."""

    def prepare(message: OutgoingMessage) -> dict[str, Any]:
        taken = ExpressionWrapper(_has_taken_it(), output_field=BooleanField())
        rows = Candidate.objects.select_related("user").annotate(has_taken_it=taken)
        candidate, now = referred(message, "candidate", rows), clock.now()
        if candidate is None:
            raise NoLongerWanted("candidate_gone")
        if why := _why_not(mail, candidate, now):
            raise NoLongerWanted(why)
        return {"is_minor": _is_minor(candidate, now), **mail.tells(candidate, now)}

    return prepare


def _why_not(mail: Welcome, candidate: Any, now: datetime) -> str:
    if candidate.standing != Standing.ACTIVE:
        return f"standing_{candidate.standing}"
    if candidate.filed_on is not None:
        return "filed_already"
    if mail.nudges and (candidate.has_taken_it or candidate.stage != Stage.SIGNED_UP):
        return "took_the_next_step"
    if candidate.stage not in EARLY:
        return "further_on"
    return "" if mail.for_minors or not _is_minor(candidate, now) else "not_of_age"


def _has_taken_it() -> Q:
    return reduce(or_, (condition() for condition in _taken), Q(pk__in=[]))


def _is_minor(candidate: Candidate, now: datetime) -> bool:
    today = now.astimezone(ZoneInfo(candidate.user.time_zone)).date()
    return today < talks_open_on(born=candidate.date_of_birth)


def _path(candidate: Candidate, now: datetime) -> dict[str, Any]:
    return {"wait": usual_wait(), "page": reverse("candidates:me")}


def _around(candidate: Candidate) -> list[Office]:
    return offices_around(candidate.postal_code)


def _offices(candidate: Candidate, now: datetime) -> dict[str, Any]:
    found = _around(candidate)
    page = reverse("offices:list")
    zip_code = candidate.postal_code[:5]
    return {
        "offices": found[:MOST_OFFICES],
        "zip_code": zip_code,
        "page": f"{page}?zip={zip_code}" if found else page,
    }


def _calls(candidate: Candidate, now: datetime) -> dict[str, Any]:
    calls = coming_calls(now)
    return {"calls": calls, "page": calls[0].url if calls else reverse("candidates:me")}


def _body(candidate: Candidate, now: datetime) -> dict[str, Any]:
    """The office of interest that is nearest to daily life, or else one around the ZIP code."""
    wished = in_listing_order(candidate.offices.exclude(level__in=OUT_OF_SCOPE))
    found = next(iter(wished or _around(candidate)), None)
    page = reverse("offices:card", args=[found.public_id]) if found else reverse("offices:list")
    return {"office": found, "page": page}


def _choice(candidate: Candidate, now: datetime) -> dict[str, Any]:
    return {"page": reverse("candidates:choose")}


SERIES = (
    Welcome(1, "welcome_path", _("Welcome, day 1: the way, and how long it takes"), _path, for_minors=True),
    Welcome(2, "welcome_offices", _("Welcome, day 2: offices near you"), _offices),
    Welcome(3, "welcome_doubts", _("Welcome, day 3: money, time, privacy, job"), _calls),
    Welcome(4, "welcome_call", _("Welcome, day 4: what the call is"), _calls, nudges=True, for_minors=True),
    Welcome(5, "welcome_homework", _("Welcome, day 5: attend a meeting"), _body),
    Welcome(6, "welcome_choice", _("Welcome, day 6: ready, later, helping, or leaving"), _choice,
            nudges=True, for_minors=True),
)  # fmt: skip
