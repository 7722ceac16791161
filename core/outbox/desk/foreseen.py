"""What will go out in the next seven days: what waits already, and what time brings, by the same statements."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import Error, connection, transaction

from core.outbox.desk.reading import label_of
from core.outbox.enums import Lane
from core.outbox.models import Hold
from core.outbox.registry import kind_of
from core.outbox.reminders import Reminder, Upcoming, coming, declared, reminders_of

if TYPE_CHECKING:
    from datetime import date

logger = logging.getLogger(__name__)

DAYS = 7
# So many waiting rows are counted; beyond, it is "more than".
MOST = 100_000

WAITING = """
SELECT kind, width_bucket(greatest(not_before, %(now)s), %(edges)s::timestamptz[]), count(*) FROM (
    SELECT kind, not_before FROM outbox_outgoingmessage
    WHERE status = 'due' AND not_before < %(until)s LIMIT %(most)s
) AS due GROUP BY 1, 2
"""
COUNTED = """
SELECT width_bucket(due_at, %s::timestamptz[]), count(*) FROM ({coming}) AS coming (person, due_at, subject, anchor)
GROUP BY 1
"""


@dataclass(frozen=True)
class Week:
    """Today and the six days after it on the clocks of `zone`; `edges` are when each begins, and when the last ends."""

    now: datetime
    zone: str
    edges: list[datetime]

    @property
    def until(self) -> datetime:
        return self.edges[-1]

    @property
    def days(self) -> list[date]:
        return [edge.astimezone(ZoneInfo(self.zone)).date() for edge in self.edges[:-1]]

    def span(self, day: date | None) -> tuple[datetime, datetime]:
        """Return the moments between which `day`, or the whole week, lies; what is past has gone out."""
        if day is None or day not in self.days:
            return self.now, self.until
        number = self.days.index(day)
        return max(self.edges[number], self.now), self.edges[number + 1]


def week_of(now: datetime, zone: str) -> Week:
    today = now.astimezone(ZoneInfo(zone)).date()
    midnights = [datetime.combine(today + timedelta(days=n), time(), ZoneInfo(zone)) for n in range(DAYS + 1)]
    # In UTC: Python reckons the time between two moments of one zone by what its clocks show.
    return Week(now, zone, [midnight.astimezone(UTC) for midnight in midnights])


@dataclass
class Line:
    """One kind: how many of it leave on each day of the week, from the first."""

    kind: str
    held: bool
    by_day: list[int] = field(default_factory=lambda: [0] * DAYS)

    @property
    def label(self) -> str:
        return label_of(self.kind)

    @property
    def total(self) -> int:
        return sum(self.by_day)


def holds() -> Callable[[str], bool]:
    """Return what says of a kind whether it is held back now. One query."""
    held = set(Hold.objects.values_list("kind", flat=True))

    def is_held(kind: str) -> bool:
        try:
            lane = kind_of(kind).lane
        except KeyError:
            lane = Lane.BULK
        return kind in held or ("" in held and lane != Lane.SECURITY)

    return is_held


def lines(week: Week) -> list[Line]:
    """Return every kind of which something will go out, those with most first. One query a reminder and two more."""
    is_held = holds()
    found: dict[str, Line] = {}
    for kind, number, count in _waiting(week) + _coming(week):
        line = found.setdefault(kind, Line(kind, is_held(kind)))
        line.by_day[min(max(number, 1), DAYS) - 1] += count
    return sorted(found.values(), key=lambda line: (-line.total, line.kind))


def _waiting(week: Week) -> list[tuple[str, int, int]]:
    values: dict[str, Any] = {"now": week.now, "edges": week.edges, "until": week.until, "most": MOST}
    with connection.cursor() as cursor:
        cursor.execute(WAITING, values)
        return list(cursor.fetchall())


def _coming(week: Week) -> list[tuple[str, int, int]]:
    counts = []
    for reminder in declared():
        statement, values = coming(reminder, after=week.now, until=_last_moment(week.until))
        for number, count in _rows(reminder, COUNTED.format(coming=statement), [week.edges, *values]):
            counts.append((reminder.kind, number, count))
    return counts


def _last_moment(until: datetime) -> datetime:
    """What is due in (after, until] is asked for; the midnight at which the week ends belongs to the next day."""
    return until - timedelta(microseconds=1)


def _rows(reminder: Reminder, statement: str, values: list[Any]) -> list[Any]:
    """A reminder that is broken hides no other."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())
    except Error:
        logger.exception("What will come of the reminders %s could not be found.", reminder.kind)
        return []


AFTER = " AND (due.due_at, due.recipient_id, due.subject) > (%s, %s, %s::uuid)"
ONE = " AND due.recipient_id = %s AND due.subject = %s::uuid LIMIT 1"
Place = tuple[datetime, int, str]


def place(due_at: str, person: str, subject: str) -> Place | None:
    """Return the place in a list that an address names, or None for what is none."""
    try:
        return datetime.fromisoformat(due_at).astimezone(UTC), int(person), str(UUID(subject))
    except (ValueError, OverflowError):
        return None


def coming_of(
    kind: str, *, after: datetime, until: datetime, beyond: Place | None, limit: int
) -> list[Upcoming]:
    """Return up to `limit` reminders of `kind` that fall due in (after, until), the soonest first.

    `beyond` is the (due at, user id, subject) after which they begin.
    """
    found = []
    for reminder in reminders_of(kind):
        statement, values = coming(reminder, after=after, until=_last_moment(until))
        statement += (
            AFTER if beyond else ""
        ) + " ORDER BY due.due_at, due.recipient_id, due.subject LIMIT %s"
        rows = _rows(reminder, statement, [*values, *(beyond or ()), limit])
        found += [Upcoming(kind, *row) for row in rows]
    return sorted(found, key=lambda one: (one.due_at, one.recipient_id, str(one.subject)))[:limit]


def one_coming(kind: str, subject: UUID, person: int, due_at: datetime) -> Upcoming | None:
    """Return the reminder of `kind` about `subject` that falls due for this user at `due_at`, if there is one."""
    for reminder in reminders_of(kind):
        just_before = due_at - timedelta(microseconds=1)
        statement, values = coming(reminder, after=just_before, until=due_at)
        for row in _rows(reminder, statement + ONE, [*values, person, subject]):
            return Upcoming(kind, *row)
    return None
