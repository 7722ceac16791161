"""When a reminder is due, relative to what it is about. Pure: moments and zones in, a moment in UTC out.

Zones are read here and never by the database, which brings a list of zones of its own: the two differ whenever a
country has changed its clocks since one of them was made.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones


@dataclass(frozen=True)
class Elapsed:
    """So much time before (negative) or after a moment, as a clock that nobody changes measures it."""

    offset: timedelta


@dataclass(frozen=True)
class OnDay:
    """A time of day in the recipient's zone, so many dates before (negative) or after the date of a moment there."""

    days: int
    at: time = time(9)


@dataclass(frozen=True)
class OnDates:
    """A time of day in the recipient's zone on the dates there of which `holds` is true; about nothing but the date."""

    holds: Callable[[date], bool]
    at: time


When = Elapsed | OnDay | OnDates


@lru_cache(maxsize=1_000)
def zone_named(name: str) -> ZoneInfo:
    """Return the IANA zone `name`; UTC for one that this machine's list does not have, so that it holds up nobody."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


@dataclass(frozen=True)
class Day:
    """One date in one zone: what is about a moment in `[begins, ends)` is due there at `due_at`. All in UTC.

    What is about nothing but a date has for its `begins` the midnight of that date in UTC, in whatever zone: its name.
    """

    zone: str
    begins: datetime
    ends: datetime
    due_at: datetime


def due_at(when: Elapsed | OnDay, anchor: datetime, zone: str) -> datetime:
    """Return the moment, in UTC, at which a reminder about `anchor` (aware) is due for somebody in the IANA `zone`."""
    if isinstance(when, Elapsed):
        return anchor.astimezone(UTC) + when.offset
    local = anchor.astimezone(zone_named(zone)).date() + timedelta(days=when.days)
    return at_wall_clock(local, when.at, zone)


def days_due(
    when: OnDay | OnDates, *, after: datetime, until: datetime, zones: frozenset[str] | None = None
) -> Iterator[Day]:
    """Yield, for each of `zones` (every IANA zone), the dates of which something is due in (after, until]."""
    for day in _days(when, after.date(), until.date(), _zones() if zones is None else zones):
        if after < day.due_at <= until:
            yield day


@lru_cache(maxsize=256)
def _days(when: OnDay | OnDates, first: date, last: date, zones: frozenset[str]) -> tuple[Day, ...]:
    """Each zone's dates on which something may be due from `first` to `last`, dates in UTC."""
    dates = [first + timedelta(days=n) for n in range(-1, (last - first).days + 2)]
    if isinstance(when, OnDates):
        return tuple(_dated(when, held, zone) for held in dates if when.holds(held) for zone in zones)
    return tuple(_day(when, due_on, zone) for due_on in dates for zone in zones)


def _dated(when: OnDates, day: date, zone: str) -> Day:
    begins = datetime.combine(day, time(), tzinfo=UTC)
    return Day(zone, begins, begins + timedelta(days=1), at_wall_clock(day, when.at, zone))


def _day(when: OnDay, due_on: date, zone: str) -> Day:
    about = due_on - timedelta(days=when.days)
    return Day(
        zone=zone,
        begins=_midnight(about, zone),
        ends=_midnight(about + timedelta(days=1), zone),
        due_at=at_wall_clock(due_on, when.at, zone),
    )


@cache
def _zones() -> frozenset[str]:
    """Every IANA zone; looked up once, since each time it walks through a directory tree."""
    return frozenset(available_timezones())


# Shared by all reminders, which ask for the same few dates.
@lru_cache(maxsize=20_000)
def _midnight(day: date, zone: str) -> datetime:
    """Return the moment at which `day` begins in `zone`: the first midnight where clocks go back over it."""
    return datetime.combine(day, time(), tzinfo=zone_named(zone)).astimezone(UTC)


@lru_cache(maxsize=20_000)
def at_wall_clock(day: date, at: time, zone: str) -> datetime:
    """Return the moment in UTC at which clocks in `zone` show `at` on `day`.

    A time that a clock change skips is read by the offset before it, so 02:30 is 03:30 by the new clock. Of a time that
    comes twice it is the second.
    """
    local = datetime.combine(day, at, tzinfo=zone_named(zone))
    later = local.replace(fold=1)
    comes_twice = local.utcoffset() > later.utcoffset()  # type: ignore[operator]
    return (later if comes_twice else local).astimezone(UTC)


def in_words(when: When) -> str:
    """Return `when` in English, to be followed by what it is relative to: "24 hours before"."""
    if isinstance(when, Elapsed):
        if not when.offset:
            return "when"
        return f"{length_in_words(abs(when.offset))} {'before' if when.offset < timedelta() else 'after'}"
    at = f"at {when.at:%H:%M} in the recipient's zone"
    if isinstance(when, OnDates):
        return f"{at}, on"
    if not when.days:
        return f"{at}, on the day when"
    days = f"{abs(when.days)} day{'' if abs(when.days) == 1 else 's'}"
    return f"{at}, {days} {'before' if when.days < 0 else 'after'}"


def length_in_words(length: timedelta) -> str:
    """Return a length of time in English, in the largest unit that holds it whole."""
    minutes = int(length.total_seconds()) // 60
    number, unit = next(
        (minutes // size, unit)
        for size, unit in ((24 * 60, "day"), (60, "hour"), (1, "minute"))
        if minutes % size == 0 and (unit != "day" or minutes > 24 * 60)
    )
    return f"{number} {unit}{'' if number == 1 else 's'}"


QUIET_FROM, QUIET_UNTIL = time(21), time(8)


def waking(moment: datetime, zone: str) -> datetime:
    """Return `moment` (aware) if a text may come then in the IANA `zone`, else the next one, in UTC, at which it may.

    It may from 08:00, included, to 21:00, excluded, by the clocks there: 47 CFR 64.1200(c)(1).
    """
    local = moment.astimezone(zone_named(zone))
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return moment
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return at_wall_clock(day, QUIET_UNTIL, zone)
