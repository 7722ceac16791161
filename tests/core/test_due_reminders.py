"""Every reminder that is registered, over both weeks in which clocks change: by hand, by the rule, and by the SQL."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import DateTimeField, Value

from core.accounts.models import User
from core.outbox.reminders import Reminder, declared, reminders_of, statement_of
from core.outbox.timing import OnDates, at_wall_clock, due_at
from tests.factories.people import make_user

LINES = list(
    csv.DictReader((Path(__file__).parent / "data" / "due_reminders.csv").read_text("utf-8").splitlines())
)
MICROSECOND = timedelta(microseconds=1)
SPRING, AUTUMN = {3, 4}, {10, 11}


def moments(line: dict[str, str]) -> tuple[datetime, datetime]:
    about, due = (datetime.fromisoformat(line[name]).replace(tzinfo=UTC) for name in ("about_utc", "due_utc"))
    return about, due


def test_every_reminder_has_its_moments_in_two_zones_over_both_changes() -> None:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for line in LINES:
        month = moments(line)[1].month
        found[line["kind"]].add((line["zone"], "spring" if month in SPRING else "autumn"))
        assert month in SPRING | AUTUMN
    both = {(zone, half) for zone in ("America/New_York", "America/Phoenix") for half in ("spring", "autumn")}
    assert {kind for kind, halves in found.items() if halves != both} == set()
    assert {reminder.kind for reminder in declared()} == set(found)


def test_the_rule_of_each_reminder_says_the_moment_that_was_worked_out_by_hand() -> None:
    wrong = []
    for line in LINES:
        about, due = moments(line)
        for reminder in reminders_of(line["kind"]):
            when = reminder.when
            if isinstance(when, OnDates):
                said = (
                    at_wall_clock(about.date(), when.at, line["zone"]) if when.holds(about.date()) else None
                )
            else:
                said = due_at(when, about, line["zone"])
            if said != due:
                wrong.append((line["kind"], line["zone"], line["due_utc"], said))
    assert wrong == []


@pytest.mark.django_db
def test_the_statement_of_each_reminder_finds_it_at_that_moment_and_not_before() -> None:
    people = {zone: make_user(time_zone=zone) for zone in sorted({line["zone"] for line in LINES})}
    wrong = []
    for line in LINES:
        about, due = moments(line)
        for reminder in reminders_of(line["kind"]):
            only = about_one(reminder, people[line["zone"]], about)
            before = list(found_by(only, due - timedelta(hours=1), due - MICROSECOND))
            if before or list(found_by(only, due - MICROSECOND, due)) != [due]:
                wrong.append((line["kind"], line["zone"], line["due_utc"]))
    assert wrong == []


def about_one(reminder: Reminder, person: User, about: datetime) -> Reminder:
    """The same reminder, of one person and one moment only."""

    def anchors(since: datetime, until: datetime) -> Any:
        known = Value(datetime(2026, 1, 1, tzinfo=UTC), output_field=DateTimeField())
        rows = User.objects.filter(pk=person.pk).order_by()
        if not (isinstance(reminder.when, OnDates) or since <= about < until):
            rows = rows.filter(pk=-1)
        moment = Value(about, output_field=DateTimeField())
        return rows.annotate(moment=moment, known=known).values_list("pk", "public_id", "moment", "known")

    return replace(reminder, anchors=anchors)


def found_by(reminder: Reminder, after: datetime, until: datetime) -> Iterator[datetime]:
    statement, values = statement_of(reminder, after=after, until=until)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT due_at FROM ({statement}) AS found", values)
        yield from (row[0] for row in cursor.fetchall())
