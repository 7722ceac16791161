"""What becomes due because time passes. Each reminder is declared once; one statement finds and writes what is due.

A row is written under the key of its kind, its subject and the moment it is about: two clocks at once, or a clock set
back, write nothing twice, and what moved is reminded of anew. The page of what will go out asks the same statement.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from dateutil.parser import isoparse
from django.db import connection, transaction
from django.db.models import QuerySet

from core.outbox.enums import Channel
from core.outbox.models import OutgoingMessage
from core.outbox.phones import texts_offered
from core.outbox.registry import NoLongerWanted, kind_of
from core.outbox.timing import Elapsed, OnDates, When, days_due

logger = logging.getLogger(__name__)

# (since, until) -> rows of (user id, public id of the subject, moment it is about, moment since when it is known), of
# which the moment it is about lies in [since, until). The app's index on that moment makes it cheap. What is about
# nothing but a date (`OnDates`) has that date in the place of the moment: `anchors` then says to whom, whenever.
Anchors = Callable[[datetime, datetime], "QuerySet[Any, tuple[int, UUID, datetime, datetime]]"]


@dataclass(frozen=True)
class Reminder:
    """`worth` is how long after its moment it is still worth writing; `subject` names the reference in the context.

    `channel` is the way by which it goes; people who did not agree to texts are left out by its `anchors`.
    """

    kind: str
    subject: str
    when: When
    worth: timedelta
    anchors: Anchors
    channel: Channel = Channel.EMAIL


@dataclass(frozen=True)
class Upcoming:
    """A reminder that nothing but time keeps from being written. `due_at` is in UTC."""

    kind: str
    recipient_id: int
    due_at: datetime
    subject: UUID
    anchor: datetime

    @property
    def key(self) -> str:
        """The key under which it will be written."""
        return f"{self.kind}:{self.subject}:{int(self.anchor.timestamp())}"


_reminders: list[Reminder] = []

DUE = """
SELECT person.id AS recipient_id, person.email, person.language, about.subject, {anchor} AS anchor, {due_at} AS due_at
FROM ({anchors}) AS about (recipient_id, subject, anchor, known)
JOIN accounts_user AS person ON person.id = about.recipient_id AND person.is_active
{days}
WHERE {due_at} > %s AND {due_at} <= %s AND about.known <= {due_at}
"""
# The dates of every zone that somebody lives in, as `core.outbox.timing` reads them.
DAYS = """
JOIN unnest(%s::text[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[]) AS day (zone, begins, ends, due_at)
    ON day.zone = person.time_zone AND about.anchor >= day.begins AND about.anchor < day.ends
"""
DATES = """
JOIN unnest(%s::text[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[]) AS day (zone, begins, ends, due_at)
    ON day.zone = person.time_zone
"""
# Each zone that somebody lives in, one look into the index for each.
ZONES = """
WITH RECURSIVE used (zone) AS (
    (SELECT time_zone FROM accounts_user ORDER BY time_zone LIMIT 1)
    UNION ALL
    SELECT (SELECT time_zone FROM accounts_user WHERE time_zone > used.zone ORDER BY time_zone LIMIT 1)
    FROM used WHERE used.zone IS NOT NULL
)
SELECT zone FROM used WHERE zone IS NOT NULL
"""
# Those whom the app would name are not looked up on a day on which nothing is due.
NOTHING = """
SELECT NULL::bigint AS recipient_id, '' AS email, '' AS language, NULL::uuid AS subject, NULL::timestamptz AS anchor,
    NULL::timestamptz AS due_at
WHERE false
"""
# What was written already, such as what staff left out beforehand, does not come again.
COMING = """
SELECT due.recipient_id, due.due_at, due.subject, due.anchor FROM ({due}) AS due
WHERE NOT EXISTS (
    SELECT FROM outbox_outgoingmessage AS written
    WHERE written.key = %s || ':' || due.subject || ':' || floor(extract(epoch FROM due.anchor))::bigint
)
"""
WRITE = """
INSERT INTO outbox_outgoingmessage (
    public_id, kind, lane, channel, recipient_id, to_address, language, context, key, not_before, expires_at, status,
    attempts, failure, created_at
)
SELECT gen_random_uuid(), %s, %s, %s, due.recipient_id, {address}, due.language,
    jsonb_build_object(%s, due.subject::text, 'at', due.anchor),
    %s || ':' || due.subject || ':' || floor(extract(epoch FROM due.anchor))::bigint,
    due.due_at, due.due_at + %s, 'due', 0, '', %s
FROM ({due}) AS due
ON CONFLICT (key) DO NOTHING
"""


def register_reminder(reminder: Reminder) -> Reminder:
    """Declare `reminder`. Raises KeyError when nobody declared its kind of message."""
    kind_of(reminder.kind)
    _reminders.append(reminder)
    return reminder


def reminders_of(kind: str) -> list[Reminder]:
    """Return what brings messages of `kind` as time passes: none, one, or several."""
    return [reminder for reminder in _reminders if reminder.kind == kind]


def declared() -> list[Reminder]:
    return sorted(_offered(), key=lambda reminder: reminder.kind)


def write_due(*, now: datetime) -> int:
    """Write every reminder that is due at `now` and not yet too late; return how many were new.

    One that fails, as by a fault in its app's query, holds up no other.
    """
    zones = zones_in_use()
    return sum(_write(reminder, now, zones) for reminder in _offered())


def upcoming(*, now: datetime, until: datetime, limit: int = 1_000) -> list[Upcoming]:
    """Return what time alone will bring after `now` up to `until`, the soonest first, at most `limit` of a kind."""
    found: list[Upcoming] = []
    zones = zones_in_use()
    for reminder in _offered():
        statement, values = coming(reminder, after=now, until=until, zones=zones)
        with connection.cursor() as cursor:
            cursor.execute(f"{statement} ORDER BY due_at LIMIT %s", [*values, limit])
            found += [Upcoming(reminder.kind, *row) for row in cursor.fetchall()]
    return sorted(found, key=lambda one: (one.due_at, one.kind, one.recipient_id))


def coming(
    reminder: Reminder, *, after: datetime, until: datetime, zones: frozenset[str] | None = None
) -> tuple[str, list[Any]]:
    """Return the statement, and its values, of what falls due in (after, until] and was not written yet.

    Its rows are (user id, moment at which it is due, public id of the subject, moment it is about).
    """
    due, values = statement_of(reminder, after=after, until=until, zones=zones)
    return COMING.format(due=due), [*values, reminder.kind]


def moment_of(message: OutgoingMessage) -> datetime:
    """Return the moment that a reminder was written about."""
    return isoparse(message.context["at"])


def refuse_if_moved(message: OutgoingMessage, now_at: datetime) -> None:
    """Raise NoLongerWanted when `message` reminds of another moment than the one at which it takes place now."""
    if "at" in message.context and moment_of(message) != now_at:
        raise NoLongerWanted("moved")


def _offered() -> list[Reminder]:
    """Return the reminders whose channel there is: without somebody who carries texts, none are written."""
    return [one for one in _reminders if one.channel != Channel.TEXT or texts_offered()]


def zones_in_use() -> frozenset[str]:
    """Return the time zones that people live in: some ten, of the six hundred that there are."""
    with connection.cursor() as cursor:
        cursor.execute(ZONES)
        return frozenset(zone for (zone,) in cursor.fetchall())


def _write(reminder: Reminder, now: datetime, zones: frozenset[str]) -> int:
    kind = kind_of(reminder.kind)
    head: list[Any] = [kind.code, str(kind.lane), str(reminder.channel)]
    head += [reminder.subject, kind.code, reminder.worth, now]
    # A number is looked up as the text leaves, and stands nowhere else.
    address = "due.email" if reminder.channel == Channel.EMAIL else "''"
    try:
        due, values = statement_of(reminder, after=now - reminder.worth, until=now, zones=zones)
        if due == NOTHING:
            return 0
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(WRITE.format(due=due, address=address), [*head, *values])
            return int(cursor.rowcount)
    except Exception:
        logger.exception("The reminders %s could not be written.", reminder.kind)
        return 0


def statement_of(
    reminder: Reminder, *, after: datetime, until: datetime, zones: frozenset[str] | None = None
) -> tuple[str, list[Any]]:
    """Return the statement, and its values, of what falls due in (after, until].

    It is of people in `zones`, which when left out are those in which anybody lives.
    """
    if isinstance(reminder.when, Elapsed):
        offset = reminder.when.offset
        about, values = _rows(reminder, after - offset, until - offset)
        due_at = f"(about.anchor + interval '{int(offset.total_seconds())} seconds')"
        statement = DUE.format(due_at=due_at, anchor="about.anchor", anchors=about, days="")
        return statement, [*values, after, until]
    lived_in = zones_in_use() if zones is None else zones
    days = list(days_due(reminder.when, after=after, until=until, zones=lived_in))
    if not days:
        return NOTHING, []
    first = min(day.begins for day in days)
    last = max(day.ends for day in days)
    about, values = _rows(reminder, first, last)
    columns = [[getattr(day, name) for day in days] for name in ("zone", "begins", "ends", "due_at")]
    dated = isinstance(reminder.when, OnDates)
    anchor, joined = ("day.begins", DATES) if dated else ("about.anchor", DAYS)
    statement = DUE.format(due_at="day.due_at", anchor=anchor, anchors=about, days=joined)
    return statement, [*values, *columns, after, until]


def _rows(reminder: Reminder, first: datetime, last: datetime) -> tuple[str, list[Any]]:
    """Return the statement of what happens from `first` to `last`, both included."""
    statement, values = reminder.anchors(first, last + timedelta(microseconds=1)).query.sql_with_params()
    return statement, list(values)
