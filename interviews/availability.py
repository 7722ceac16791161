"""Which slots of which interviewers are free, pooled. As many queries however many interviewers there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from psycopg2.extras import DateTimeTZRange

from candidates.models import Candidate
from core.scheduling.models import BusyTime, Commitment, DayOff, HoursOn, WeeklyHours
from core.scheduling.slots import Hours, HoursOfDate, Interval, free_slots, open_intervals
from interviews.assignment import is_within_cap
from interviews.enums import InterviewStatus
from interviews.models import Interview, Interviewer, TalkHold
from interviews.rivals import conflicted
from interviews.vetting_year import ends_on

HORIZON = timedelta(days=14)
LENGTH = timedelta(minutes=30)
WEEK = timedelta(days=7)

Pool = dict[datetime, list[Interviewer]]


@dataclass
class Diary:
    """What is known of everybody's time, by user: what they offer, and what stands in the way."""

    hours: dict[int, list[Hours]] = field(default_factory=lambda: defaultdict(list))
    dates: dict[int, list[HoursOfDate]] = field(default_factory=lambda: defaultdict(list))
    days_off: dict[int, set[date]] = field(default_factory=lambda: defaultdict(set))
    busy: dict[int, list[Interval]] = field(default_factory=lambda: defaultdict(list))
    talks: dict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))


def free_talks(
    candidate: Candidate,
    *,
    now: datetime,
    only_at: datetime | None = None,
    only: Interviewer | None = None,
    language: str | None = None,
    apart_from: UUID | None = None,
) -> Pool:
    """Return each free start (UTC) of the next fourteen days with the interviewers who are free then.

    `only_at` narrows the search to one start, `only` to one interviewer, `language` to those who speak it. What the
    candidate has committed blocks slots too, but for their own hold and for what is committed to `apart_from`.
    """
    interviewers = fitting(candidate, now=now, language=language)
    if only is not None:
        interviewers = interviewers.filter(pk=only.pk)
    found = list(interviewers.select_related("user").order_by("pk"))
    start = only_at or now
    end = only_at + LENGTH if only_at else now + HORIZON
    held = TalkHold.objects.filter(candidate=candidate).values_list("public_id", flat=True)
    apart = {*held, apart_from} if apart_from else set(held)
    diary = read_diary(found, [candidate.user_id], start, end, now, apart)
    return _pooled(found, diary, diary.busy[candidate.user_id], start, end, now)


def free_for_anybody(*, now: datetime) -> Pool:
    """Return what `free_talks` would for somebody who has nothing else to do and no conflict of interest."""
    found = list(Interviewer.objects.bookable(now.date()).select_related("user").order_by("pk"))
    end = now + HORIZON
    return _pooled(found, read_diary(found, [], now, end, now), [], now, end, now)


def _pooled(
    interviewers: list[Interviewer],
    diary: Diary,
    also_busy: list[Interval],
    start: datetime,
    end: datetime,
    now: datetime,
) -> Pool:
    pool: Pool = defaultdict(list)
    for interviewer in interviewers:
        for slot in slots_of(interviewer, diary, also_busy, start, end, now):
            pool[slot.start].append(interviewer)
    return dict(sorted(pool.items()))


def fitting(candidate: Candidate, *, now: datetime, language: str | None = None) -> Any:
    """R11 interviewers who may talk with `candidate`: no conflict of interest, and the language, if it is asked for."""
    found = Interviewer.objects.bookable(now.date()).exclude(conflicted(candidate))
    return found.filter(languages__contains=[language]) if language else found


def slots_of(
    interviewer: Interviewer,
    diary: Diary,
    also_busy: list[Interval],
    start: datetime,
    end: datetime,
    now: datetime,
) -> list[Interval]:
    """Return the free slots of one interviewer that lie within `[start, end)`."""
    zone, user = ZoneInfo(interviewer.user.time_zone), interviewer.user_id
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    if interviewer.vetted_on is not None:
        last = min(last, ends_on(interviewer.vetted_on))
    opened = open_intervals(
        diary.hours[user],
        zone=interviewer.user.time_zone,
        first=max(first, interviewer.paused_until or first),
        last=last,
        days_off=diary.days_off[user],
        dates=diary.dates[user],
    )
    around = timedelta(minutes=interviewer.buffer_minutes)
    busy = [Interval(each.start - around, each.end + around) for each in diary.busy[user]]
    slots = free_slots(
        opened,
        busy + also_busy,
        length=LENGTH,
        step=LENGTH,
        earliest=max(start, now + timedelta(hours=interviewer.notice_hours)),
    )
    talks, cap = diary.talks[interviewer.pk], interviewer.weekly_cap
    return [
        slot
        for slot in slots
        if slot.end <= end and (len(talks) < cap or is_within_cap(talks, slot.start, cap))
    ]


def read_diary(
    interviewers: list[Interviewer],
    others: list[int],
    start: datetime,
    end: datetime,
    now: datetime,
    apart: Iterable[UUID] = (),
) -> Diary:
    """Read what is known of the time of these people, `others` by user id, in `[start, end)`, in six queries."""
    people = [interviewer.user_id for interviewer in interviewers]
    diary, first, last = Diary(), (start - timedelta(days=2)).date(), (end + timedelta(days=2)).date()
    for person, weekday, starts, ends in WeeklyHours.objects.filter(person__in=people).values_list(
        "person_id", "weekday", "starts", "ends"
    ):
        diary.hours[person].append(Hours(weekday, starts, ends))
    dates = HoursOn.objects.filter(person__in=people, day__range=(first, last))
    for person, day, starts, ends in dates.values_list("person_id", "day", "starts", "ends"):
        diary.dates[person].append(HoursOfDate(day, starts, ends))
    days_off = DayOff.objects.filter(person__in=people, day__range=(first, last))
    for person, day in days_off.values_list("person_id", "day"):
        diary.days_off[person].add(day)
    _read_busy(diary, [*people, *others], start, end, now, apart)
    talks = Interview.objects.exclude(status=InterviewStatus.CANCELLED).filter(
        interviewer__in=interviewers, starts_at__gt=start - WEEK, starts_at__lt=end + WEEK
    )
    for interviewer, starts_at in talks.exclude(public_id__in=apart).values_list(
        "interviewer_id", "starts_at"
    ):
        diary.talks[interviewer].append(starts_at)
    return diary


def _read_busy(
    diary: Diary, people: list[int], start: datetime, end: datetime, now: datetime, apart: Iterable[UUID]
) -> None:
    """Live commitments (a hold that has expired blocks nobody), and what their own calendars say."""
    # No buffer is longer than two hours.
    period = DateTimeTZRange(start - timedelta(hours=2), end + timedelta(hours=2))
    live = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    committed = Commitment.objects.filter(live, person__in=people, period__overlap=period)
    theirs = BusyTime.objects.filter(person__in=people, period__overlap=period)
    rows: Any
    for rows in (committed.exclude(subject__in=list(apart)), theirs):
        for person, busy in rows.values_list("person_id", "period"):
            diary.busy[person].append(Interval(busy.lower, busy.upper))
