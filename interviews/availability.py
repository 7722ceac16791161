"""Which slots of which interviewers are free, pooled. Four queries, however many interviewers there are."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from psycopg2.extras import DateTimeTZRange

from candidates.models import Candidate
from core.scheduling.models import Commitment, DayOff, WeeklyHours
from core.scheduling.slots import Hours, Interval, free_slots, open_intervals
from interviews.models import Interviewer

HORIZON = timedelta(days=14)
LENGTH = timedelta(minutes=30)

Pool = dict[datetime, list[Interviewer]]


def free_talks(candidate: Candidate, *, now: datetime, only_at: datetime | None = None) -> Pool:
    """Return each free start (UTC) of the next fourteen days with the interviewers who are free then.

    `only_at` narrows the search to one start. The candidate's own commitments block slots too.
    """
    interviewers = list(
        Interviewer.objects.bookable().exclude(user=candidate.user_id).select_related("user").order_by("pk")
    )
    start = only_at or now
    end = only_at + LENGTH if only_at else now + HORIZON
    people = [interviewer.user_id for interviewer in interviewers]
    hours, days_off = _hours_of(people), _days_off_of(people)
    busy = _busy([*people, candidate.user_id], start, end, now)
    pool: Pool = defaultdict(list)
    for interviewer in interviewers:
        zone = ZoneInfo(interviewer.user.time_zone)
        opened = open_intervals(
            hours[interviewer.user_id],
            zone=interviewer.user.time_zone,
            first=start.astimezone(zone).date(),
            last=end.astimezone(zone).date(),
            days_off=days_off[interviewer.user_id],
        )
        slots = free_slots(
            opened,
            busy[interviewer.user_id] + busy[candidate.user_id],
            length=LENGTH,
            step=LENGTH,
            earliest=max(start, now + timedelta(hours=interviewer.notice_hours)),
        )
        for slot in slots:
            if slot.end <= end:
                pool[slot.start].append(interviewer)
    return dict(sorted(pool.items()))


def _hours_of(people: Iterable[int]) -> dict[int, list[Hours]]:
    found: dict[int, list[Hours]] = defaultdict(list)
    for row in WeeklyHours.objects.filter(person_id__in=people):
        found[row.person_id].append(Hours(row.weekday, row.starts, row.ends))
    return found


def _days_off_of(people: Iterable[int]) -> dict[int, set]:
    found: dict[int, set] = defaultdict(set)
    for person, day in DayOff.objects.filter(person_id__in=people).values_list("person_id", "day"):
        found[person].add(day)
    return found


def _busy(people: Iterable[int], start: datetime, end: datetime, now: datetime) -> dict[int, list[Interval]]:
    """Live commitments: a hold that has expired blocks nobody."""
    found: dict[int, list[Interval]] = defaultdict(list)
    live = Commitment.objects.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), person_id__in=people)
    for row in live.filter(period__overlap=DateTimeTZRange(start, end)):
        period: Any = row.period
        found[row.person_id].append(Interval(period.lower, period.upper))
    return found
