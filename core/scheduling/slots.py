"""Which times are free. Pure: wall-clock rules and busy periods in, moments in UTC out."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo


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
    change skips is not offered; one that it repeats is offered as long as it really lasts.
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
            start, end = _moment(day, starts, zone, fold=0), _moment(day, ends, zone, fold=1)
            if start < end:
                found.append(Interval(start, end))
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


@lru_cache(maxsize=50_000)
def _moment(day: date, wall: time, zone: str, *, fold: int) -> datetime:
    """The UTC moment of a wall-clock time; in a skipped hour, the moment of the change."""
    local = datetime.combine(day, wall, ZoneInfo(zone)).replace(fold=fold)
    moment = local.astimezone(UTC)
    if moment.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    # Inside the gap fold 1 reads the clock after the change, fold 0 before: the change lies between the two.
    return _end_of_gap(local)


def _end_of_gap(local: datetime) -> datetime:
    before = local.replace(fold=0).utcoffset() or timedelta()
    after = local.replace(fold=1).utcoffset() or timedelta()
    low, high = sorted((local.replace(tzinfo=UTC) - before, local.replace(tzinfo=UTC) - after))
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(local.tzinfo).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
