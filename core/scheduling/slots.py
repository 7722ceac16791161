"""Which times are free. Pure: wall-clock rules and busy periods in, moments in UTC out."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

FARTHEST_ZONE = timedelta(hours=15)


@dataclass(frozen=True, order=True)
class Interval:
    """`[start, end)`, both aware and in UTC."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Interval") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Hours:
    """Weekly wall-clock hours. `weekday` counts from Monday, 0."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True)
class HoursOfDate:
    """Wall-clock hours of one date."""

    day: date
    starts: time
    ends: time


def open_intervals(
    hours: Iterable[Hours],
    *,
    zone: str,
    first: date,
    last: date,
    days_off: Collection[date] = (),
    dates: Iterable[HoursOfDate] = (),
) -> list[Interval]:
    """Expand weekly hours in the IANA `zone` for each date from `first` to `last`, both included, into UTC.

    Hours in `dates` take the place of the weekly ones on their date; on a date in `days_off` there are none at all.
    Each date is expanded by itself, so that 18:00 stays 18:00 on either side of a clock change. An hour that a clock
    change skips is not offered; one that it repeats is offered as long as it really lasts, and hours that end within
    it end twice.
    """
    found = []
    by_weekday: dict[int, list[Any]] = {}
    for rule in hours:
        by_weekday.setdefault(rule.weekday, []).append(rule)
    by_date: dict[date, list[Any]] = {}
    for exception in dates:
        by_date.setdefault(exception.day, []).append(exception)
    for day in _days(first, last):
        if day in days_off:
            continue
        rules = [(rule.starts, rule.ends) for rule in by_date.get(day) or by_weekday.get(day.weekday(), [])]
        for starts, ends in rules:
            found += _when_clocks_read(day, starts, ends, zone)
    return sorted(found)


def free_slots(
    opened: Sequence[Interval],
    busy: Iterable[Interval],
    *,
    length: timedelta,
    step: timedelta,
    earliest: datetime,
) -> list[Interval]:
    """Cut the `opened` intervals into slots of `length`, one every `step`, that start at `earliest` or later.

    Slots that overlap a `busy` interval are left out.
    """
    taken = _joined(busy)
    ends = [other.end for other in taken]
    found = []
    for interval in opened:
        start = interval.start
        while start + length <= interval.end:
            slot = Interval(start, start + length)
            # Of intervals that do not overlap each other, only the first that ends after the start can be in the way.
            place = bisect_right(ends, start)
            if start >= earliest and not (place < len(taken) and slot.overlaps(taken[place])):
                found.append(slot)
            start += step
    return sorted(set(found))


def _joined(intervals: Iterable[Interval]) -> list[Interval]:
    """Return what the intervals cover together, as intervals that do not overlap, earliest first."""
    found: list[Interval] = []
    for interval in sorted(intervals):
        if interval.start >= interval.end:
            continue
        if found and interval.start <= found[-1].end:
            found[-1] = Interval(found[-1].start, max(found[-1].end, interval.end))
        else:
            found.append(interval)
    return found


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _when_clocks_read(day: date, starts: time, ends: time, zone: str) -> list[Interval]:
    """Return when a clock on the wall shows `day` and a time from `starts` until before `ends`."""
    found = []
    for since, until, offset in _offsets_of(day, zone):
        start = max(since, datetime.combine(day, starts, UTC) - offset)
        end = min(until, datetime.combine(day, ends, UTC) - offset)
        if start < end:
            found.append(Interval(start, end))
    return _joined(found)


@lru_cache(maxsize=50_000)
def _offsets_of(day: date, zone: str) -> list[tuple[datetime, datetime, timedelta]]:
    """Return from when until when which offset from UTC holds around `day`: one, or two where clocks change."""
    midnight = datetime.combine(day, time(), UTC)
    since, until = midnight - FARTHEST_ZONE, midnight + timedelta(days=1) + FARTHEST_ZONE
    before, after = _offset(since, zone), _offset(until, zone)
    if before == after:
        return [(since, until, before)]
    low, high = since, until
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    change = high.replace(microsecond=0)
    return [(since, change, before), (change, until, after)]


def _offset(moment: datetime, zone: str) -> timedelta:
    return moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
