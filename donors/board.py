"""The Monday report to the board: one page of figures, no names. Counted as the releases are (R21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from donors.figures import DEFINITIONS, Definition
from interviews.models import IntroCall

PEOPLE = ("sign_ups", "candidates", "introduced", "interviewed", "committed", "on_ballot")
FLOWS = ("received", "paid")
STOCKS = ("promised", "left")
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """A figure as of the report, and by how much it grew in the week before."""

    label: Any
    total: Decimal
    week: Decimal


@dataclass(frozen=True)
class Report:
    """`since` and `until` bound the week: what was recorded after the one, up to and including the other."""

    since: datetime
    until: datetime
    people: list[Line]
    flows: list[Line]
    stocks: list[Line]
    calls: int
    on_ballot_percent: Decimal | None

    @property
    def first_day(self) -> date:
        return self.since.date()

    @property
    def last_day(self) -> date:
        return self.until.date() - timedelta(days=1)


def monday_of(day: date, zone: str) -> datetime:
    """Return the midnight with which the week of `day` begins on the clocks of `zone`."""
    return datetime.combine(day - timedelta(days=day.weekday()), time(), ZoneInfo(zone))


def report(until: datetime) -> Report:
    """Return the figures as of `until`, and those of the seven dates before it on the clocks of its zone."""
    since = until - WEEK
    found = {definition.code: _line(definition, since, until) for definition in DEFINITIONS}
    candidates = found["candidates"].total
    held = IntroCall.objects.filter(
        starts_at__gt=since, starts_at__lte=until, registrations__attended=True
    ).distinct()
    return Report(
        since=since,
        until=until,
        people=[found[code] for code in PEOPLE],
        flows=[found[code] for code in FLOWS],
        stocks=[found[code] for code in STOCKS],
        calls=held.count(),
        on_ballot_percent=100 * found["on_ballot"].total / candidates if candidates else None,
    )


def _line(definition: Definition, since: datetime, until: datetime) -> Line:
    total = definition.count(until)
    return Line(definition.label, total, total - definition.count(since))
