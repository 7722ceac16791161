"""Which times are free. Pure: wall-clock rules and busy periods in, moments in UTC out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
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


def open_intervals(
    hours: Iterable[Hours], *, zone: str, first: date, last: date, days_off: Collection[date] = ()
) -> list[Interval]:
    """Expand weekly hours in the IANA `zone` for each date from `first` to `last`, both included, into UTC.

    Each date is expanded by itself, so that 18:00 stays 18:00 on either side of a clock change. An hour that a clock
    change skips is not offered; one that it repeats is offered as long as it really lasts.
    """
    found = []
    by_weekday: dict[int, list[Hours]] = {}
    for rule in hours:
        by_weekday.setdefault(rule.weekday, []).append(rule)
    for day in _days(first, last):
        if day in days_off:
            continue
        for rule in by_weekday.get(day.weekday(), []):
            start, end = _moment(day, rule.starts, zone, fold=0), _moment(day, rule.ends, zone, fold=1)
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
    taken = sorted(busy)
    found = []
    for interval in opened:
        start = interval.start
        while start + length <= interval.end:
            slot = Interval(start, start + length)
            if start >= earliest and not any(slot.overlaps(other) for other in taken):
                found.append(slot)
            start += step
    return sorted(set(found))


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


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
