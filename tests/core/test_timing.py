"""When reminders are due: by hand over the weeks in which clocks change, and in every zone."""

import csv
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.outbox.timing import Elapsed, OnDay, When, at_wall_clock, days_due, due_at

GOLDEN = list(
    csv.DictReader((Path(__file__).parent / "data" / "due_moments.csv").read_text("utf-8").splitlines())
)
ZONES = sorted(available_timezones() - {"localtime", "Factory"})


def rule_of(text: str) -> When:
    if found := re.fullmatch(r"elapsed ([+-]\d+)h", text):
        return Elapsed(timedelta(hours=int(found[1])))
    found = re.fullmatch(r"day ([+-]\d+) (\d\d:\d\d)", text)
    assert found is not None
    return OnDay(int(found[1]), time.fromisoformat(found[2]))


@pytest.mark.parametrize("line", GOLDEN, ids=[f"{line['zone']}: {line['why']}" for line in GOLDEN])
def test_a_reminder_is_due_when_the_table_written_by_hand_says(line: dict[str, str]) -> None:
    anchor = datetime.fromisoformat(line["anchor_utc"]).replace(tzinfo=UTC)
    due = due_at(rule_of(line["rule"]), anchor, line["zone"])
    assert due.replace(tzinfo=None).isoformat() == line["due_utc"]


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2000, 1, 1), date(2037, 12, 31)),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_clocks_show_the_time_asked_for_unless_they_skip_it(zone: str, day: date, at: time) -> None:
    shown = at_wall_clock(day, at, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    asked = datetime.combine(day, at)
    assert shown == asked or (asked < shown <= asked + timedelta(hours=24) and not exists(asked, zone))


def exists(local: datetime, zone: str) -> bool:
    aware = local.replace(tzinfo=ZoneInfo(zone))
    return aware.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local


@pytest.mark.slow
@given(
    zone=st.sampled_from(ZONES),
    anchor=st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    when=st.builds(OnDay, st.integers(-30, 7), st.sampled_from([time(0), time(1, 30), time(2, 30), time(9)])),
    late=st.timedeltas(timedelta(0), timedelta(days=3)),
)
def test_among_the_days_that_are_due_exactly_one_holds_the_moment_and_says_when(
    zone: str, anchor: datetime, when: OnDay, late: timedelta
) -> None:
    due = due_at(when, anchor, zone)
    days = days_due(when, after=due - timedelta(seconds=1), until=due + late, zones=frozenset({zone}))
    holding = [day for day in days if day.begins <= anchor < day.ends]
    assert [day.due_at for day in holding] == [due]


def test_nothing_is_due_before_its_moment() -> None:
    anchor = datetime(2026, 3, 5, 15, tzinfo=UTC)
    due = due_at(OnDay(3), anchor, "America/New_York")
    before = days_due(OnDay(3), after=due - timedelta(days=1), until=due - timedelta(microseconds=1))
    assert not [day for day in before if day.zone == "America/New_York" and day.begins <= anchor < day.ends]
