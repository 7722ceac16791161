"""How many want a talk and how many hours there are: an honest wait for a candidate, two weeks ahead for staff."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import TruncDate

from candidates.models import Candidate
from interviews.availability import read_diary, slots_of
from interviews.enums import OFF, InterviewStatus
from interviews.models import Interview, Interviewer, InterviewRequest

FORTNIGHT = timedelta(days=14)
# Nobody is told a number of weeks that is a guess.
FURTHEST_WEEKS = 26


@dataclass(frozen=True)
class Wait:
    """From `least` to `most` whole weeks, of which `most` is None when nobody can say; `ahead` asked earlier."""

    ahead: int
    least: int
    most: int | None


def wait_range(*, ahead: int, offered_a_week: int, booked_a_week: float) -> Wait:
    """Return how long somebody waits behind `ahead` others, at least a week, since nothing is free now.

    At best every hour that interviewers offer is used; at worst it goes on as in the last two weeks.
    """
    least = _weeks(ahead + 1, offered_a_week) or 1
    most = _weeks(ahead + 1, min(booked_a_week, offered_a_week))
    return Wait(ahead, least, most if most is None else max(most, least + 1))


def _weeks(people: int, a_week: float) -> int | None:
    if a_week <= 0:
        return None
    weeks = max(ceil(people / a_week), 1)
    return weeks if weeks <= FURTHEST_WEEKS else None


def still_to_book() -> Any:
    """Requests of active candidates who have no talk booked and have had none."""
    here = OuterRef("candidate")
    talks = Interview.objects.exclude(status__in=OFF).filter(candidate=here)
    return InterviewRequest.objects.filter(
        ~Exists(talks), candidate__standing="active", candidate__merged_into__isnull=True
    )


def wait_of(request: InterviewRequest, *, now: datetime) -> Wait:
    """Return the honest wait of somebody who asked and finds no free time. Three queries."""
    ahead = still_to_book().filter(asked_at__lt=request.asked_at).count()
    caps = Interviewer.objects.bookable(now.date()).filter(paused_until=None)
    offered = (
        caps.filter(user__weekly_hours__isnull=False).distinct().aggregate(n=Sum("weekly_cap"))["n"] or 0
    )
    recent = Interview.objects.exclude(status=InterviewStatus.CANCELLED).filter(
        booked_at__gt=now - FORTNIGHT, booked_at__lte=now
    )
    return wait_range(ahead=ahead, offered_a_week=offered, booked_a_week=recent.count() / 2)


@dataclass(frozen=True)
class Day:
    """One day of the two weeks ahead: half hours offered and booked, and how many talks will be wanted."""

    day: date
    offered: int
    booked: int
    needed: int


@dataclass(frozen=True)
class Surge:
    """`sign_ups` a day over the two weeks behind, `share` of those introduced who asked for a talk, and days ahead."""

    sign_ups: list[tuple[date, int]]
    share: float | None
    waiting: int
    days: list[Day]

    @property
    def most(self) -> int:
        return max([1, *(max(day.offered + day.booked, day.needed) for day in self.days)])

    @property
    def share_in_percent(self) -> int:
        return round(100 * (self.share or 0))

    @property
    def most_sign_ups(self) -> int:
        return max([1, *(count for _day, count in self.sign_ups)])

    @property
    def offered(self) -> int:
        return sum(day.offered + day.booked for day in self.days)

    @property
    def needed(self) -> int:
        return sum(day.needed for day in self.days)


def surge(*, now: datetime) -> Surge:
    """Return what staff see of the two weeks behind and ahead. Days are those of UTC. Ten queries."""
    today = now.date()
    signed_up = _sign_ups(now)
    introduced, asked = _asking(now)
    share = asked / introduced if introduced else None
    waiting = still_to_book().count()
    new_a_day = introduced / 14 * (share or 0)
    offered, booked = _offered(now), _booked(now)
    days = []
    for ahead in range(14):
        day = today + timedelta(days=ahead)
        needed = ceil(waiting / 14 + new_a_day) if waiting or new_a_day else 0
        days.append(Day(day, offered[day], booked[day], needed + booked[day]))
    return Surge(signed_up, share, waiting, days)


def _sign_ups(now: datetime) -> list[tuple[date, int]]:
    first = now.date() - timedelta(days=13)
    found = (
        Candidate.records.filter(signed_up_at__date__gte=first, signed_up_at__lte=now)
        .annotate(day=TruncDate("signed_up_at"))
        .values_list("day")
        .annotate(n=Count("pk"))
        .order_by("day")
    )
    counted = dict(found)
    return [(first + timedelta(days=n), counted.get(first + timedelta(days=n), 0)) for n in range(14)]


def _asking(now: datetime) -> tuple[int, int]:
    """Of those whose call was in the last four weeks and who came: how many, and how many asked for a talk."""
    came = Candidate.objects.filter(
        registrations__attended=True,
        registrations__call__starts_at__gt=now - 2 * FORTNIGHT,
        registrations__call__starts_at__lte=now,
    ).distinct()
    asked = Q(interview_requests__isnull=False)
    found = came.aggregate(came=Count("pk", distinct=True), asked=Count("pk", distinct=True, filter=asked))
    return found["came"] // 2, found["asked"] // 2


def _offered(now: datetime) -> Counter[date]:
    """Half hours still free, of each interviewer no more than their cap allows in a week."""
    interviewers = list(Interviewer.objects.bookable(now.date()).select_related("user").order_by("pk"))
    diary = read_diary(interviewers, [], now, now + FORTNIGHT, now)
    found: Counter[date] = Counter()
    for interviewer in interviewers:
        taken = len(diary.talks[interviewer.pk])
        per_week: Counter[int] = Counter()
        for slot in slots_of(interviewer, diary, [], now, now + FORTNIGHT, now):
            week = (slot.start - now).days // 7
            if per_week[week] < max(interviewer.weekly_cap - taken // 2, 0):
                per_week[week] += 1
                found[slot.start.date()] += 1
    return found


def _booked(now: datetime) -> Counter[date]:
    ahead = Interview.objects.filter(
        status=InterviewStatus.BOOKED, starts_at__gt=now, starts_at__lte=now + FORTNIGHT
    )
    return Counter(start.date() for start in ahead.values_list("starts_at", flat=True))
