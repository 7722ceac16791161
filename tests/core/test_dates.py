"""What is due on dates: on the clock of each person, once, and in the weeks in which clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates.working_days import is_working_day
from core.outbox.timing import OnDates, days_due, in_words
from donors.reminders import is_first_of_month, is_monday

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
WORKING_MORNING = OnDates(is_working_day, time(7, 30))
# By hand: zone, begin and end of the week in UTC, and the moments in UTC at which a digest is due.
WEEKS = [
    (
        "America/New_York",  # clocks go forward on Sunday the 8th
        ("2026-03-06T00:00", "2026-03-11T00:00"),
        ["2026-03-06T12:30", "2026-03-09T11:30", "2026-03-10T11:30"],
    ),
    (
        "America/Phoenix",  # never changes its clocks
        ("2026-03-06T00:00", "2026-03-11T00:00"),
        ["2026-03-06T14:30", "2026-03-09T14:30", "2026-03-10T14:30"],
    ),
    (
        "America/New_York",  # clocks go back on Sunday the 1st
        ("2026-10-30T00:00", "2026-11-04T00:00"),
        ["2026-10-30T11:30", "2026-11-02T12:30", "2026-11-03T12:30"],
    ),
    (
        "Pacific/Kiritimati",  # 14 hours ahead: Monday is still Sunday in UTC
        ("2026-10-30T00:00", "2026-11-04T00:00"),
        ["2026-11-01T17:30", "2026-11-02T17:30", "2026-11-03T17:30"],
    ),
    (
        "America/New_York",  # Veterans Day on Wednesday the 11th
        ("2026-11-10T00:00", "2026-11-13T00:00"),
        ["2026-11-10T12:30", "2026-11-12T12:30"],
    ),
]


@pytest.mark.parametrize(("zone", "span", "due"), WEEKS, ids=[f"{week[0]} {week[1][0]}" for week in WEEKS])
def test_a_digest_is_due_when_the_table_written_by_hand_says(
    zone: str, span: tuple[str, str], due: list[str]
) -> None:
    after, until = (datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in span)
    found = [day.due_at for day in days_due(WORKING_MORNING, after=after, until=until) if day.zone == zone]
    assert [moment.replace(tzinfo=None).isoformat(timespec="minutes") for moment in sorted(found)] == due


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2000, 1, 1), date(2037, 12, 30)),
    rule=st.sampled_from([is_working_day, is_monday, is_first_of_month]),
    at=st.sampled_from([time(7, 30), time(10), time(2, 30), time(0)]),
)
def test_each_date_is_due_once_in_each_zone_under_the_name_of_the_date(
    zone: str, day: date, rule: object, at: time
) -> None:
    noon = datetime.combine(day, time(12), ZoneInfo(zone)).astimezone(UTC)
    around = days_due(OnDates(rule, at), after=noon - timedelta(days=3), until=noon + timedelta(days=3))  # type: ignore[arg-type]
    found = [one for one in around if one.zone == zone and one.begins.date() == day]
    assert len(found) == (1 if rule(day) else 0)  # type: ignore[operator]
    for one in found:
        assert one.begins == datetime.combine(day, time(), UTC)
        assert one.due_at.astimezone(ZoneInfo(zone)).date() == day or not exists(day, zone)


def exists(day: date, zone: str) -> bool:
    """Samoa went to bed on a Thursday in 2011 and woke up on a Saturday."""
    noon = datetime.combine(day, time(12), ZoneInfo(zone))
    return noon.astimezone(UTC).astimezone(ZoneInfo(zone)).date() == day


def test_a_date_is_told_in_words() -> None:
    assert in_words(OnDates(is_monday, time(7, 30))) == "at 07:30 in the recipient's zone, on"
