"""Weekly wall-clock hours become moments, on either side of a clock change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.scheduling.slots import Hours, Interval, free_slots, open_intervals

HALF_HOUR = timedelta(minutes=30)
ZONES = [
    "America/Chicago",
    "America/Phoenix",
    "Pacific/Guam",
    "Australia/Sydney",
    "Europe/London",
    "America/St_Johns",
    "America/Santiago",
    "Pacific/Auckland",
    "Australia/Lord_Howe",
]
# A Sunday of each of these is one on which clocks change, forward or back, north or south of the equator.
CHANGES = [
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2026, 4, 5),
    date(2026, 9, 6),
    date(2026, 9, 27),
    date(2026, 10, 4),
]
times = st.times(max_value=time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0))


def wall(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def expand(hours: Hours, day: date, zone: str = "America/Chicago") -> list[Interval]:
    return open_intervals([hours], zone=zone, first=day, last=day)


def test_six_in_the_evening_stays_six_in_the_evening_after_the_clocks_change() -> None:
    sundays = [date(2026, 3, 1), date(2026, 3, 8), date(2026, 3, 15)]
    found = [expand(Hours(6, time(18), time(19)), day)[0] for day in sundays]
    assert [wall(interval.start, "America/Chicago")[-5:] for interval in found] == ["18:00"] * 3
    assert [interval.start.hour for interval in found] == [0, 23, 23]


def test_a_skipped_hour_is_not_offered() -> None:
    assert expand(Hours(6, time(2), time(3)), date(2026, 3, 8)) == []


def test_hours_that_begin_inside_a_skipped_hour_begin_at_the_change() -> None:
    (interval,) = expand(Hours(6, time(2, 30), time(4)), date(2026, 3, 8))
    assert wall(interval.start, "America/Chicago") == "2026-03-08 03:00"
    assert interval.end - interval.start == timedelta(hours=1)


def test_a_repeated_hour_is_offered_as_long_as_it_lasts() -> None:
    (interval,) = expand(Hours(6, time(1), time(2)), date(2026, 11, 1))
    assert interval.end - interval.start == timedelta(hours=2)


def test_hours_until_the_repeated_hour_end_where_it_begins() -> None:
    (interval,) = expand(Hours(6, time(0), time(1)), date(2026, 11, 1))
    assert interval.end - interval.start == timedelta(hours=1)


def test_hours_that_end_within_a_repeated_hour_end_twice() -> None:
    first, second = expand(Hours(6, time(0), time(1, 30)), date(2026, 11, 1))
    assert first.end - first.start == timedelta(minutes=90)
    assert second.start - first.end == second.end - second.start == timedelta(minutes=30)


def test_a_day_off_offers_nothing() -> None:
    day = date(2026, 6, 1)
    hours = [Hours(0, time(9), time(17))]
    assert open_intervals(hours, zone="America/Chicago", first=day, last=day, days_off={day}) == []


def test_slots_keep_clear_of_what_is_taken_and_of_the_notice() -> None:
    nine = datetime(2026, 6, 1, 9, tzinfo=UTC)
    opened = [Interval(nine, nine + timedelta(hours=3))]
    busy = [Interval(nine + timedelta(minutes=40), nine + timedelta(minutes=70))]
    slots = free_slots(opened, busy, length=HALF_HOUR, step=HALF_HOUR, earliest=nine + timedelta(minutes=1))
    assert [slot.start.strftime("%H:%M") for slot in slots] == ["10:30", "11:00", "11:30"]


def test_a_slot_may_begin_when_another_ends() -> None:
    nine = datetime(2026, 6, 1, 9, tzinfo=UTC)
    opened = [Interval(nine, nine + timedelta(hours=1))]
    slots = free_slots(
        opened, [Interval(nine, nine + HALF_HOUR)], length=HALF_HOUR, step=HALF_HOUR, earliest=nine
    )
    assert [slot.start for slot in slots] == [nine + HALF_HOUR]


@given(
    zone=st.sampled_from(ZONES), day=st.dates(date(2025, 1, 1), date(2027, 12, 31)), starts=times, ends=times
)
def test_what_is_offered_lies_within_the_wall_clock_hours_of_its_day(
    zone: str, day: date, starts: time, ends: time
) -> None:
    found = expand(Hours(day.weekday(), starts, ends), day, zone)
    for interval in found:
        assert interval.start < interval.end
        assert wall(interval.start, zone) >= f"{day} {starts:%H:%M}"
        last_minute = interval.end - timedelta(minutes=1)
        assert wall(last_minute, zone) < f"{day} {ends:%H:%M}"
    if starts >= ends:
        assert found == []


@given(
    opened=st.lists(st.tuples(st.integers(0, 500), st.integers(1, 300)), max_size=5),
    busy=st.lists(st.tuples(st.integers(0, 800), st.integers(1, 120)), max_size=8),
    earliest=st.integers(0, 600),
)
def test_no_slot_overlaps_what_is_taken_or_leaves_the_open_hours(
    opened: list[tuple[int, int]], busy: list[tuple[int, int]], earliest: int
) -> None:
    origin = datetime(2026, 6, 1, tzinfo=UTC)

    def intervals(pairs: list[tuple[int, int]]) -> list[Interval]:
        minutes = [(timedelta(minutes=start), timedelta(minutes=start + length)) for start, length in pairs]
        return [Interval(origin + start, origin + end) for start, end in minutes]

    limit = origin + timedelta(minutes=earliest)
    slots = free_slots(intervals(opened), intervals(busy), length=HALF_HOUR, step=HALF_HOUR, earliest=limit)
    for slot in slots:
        assert slot.start >= limit
        assert slot.end - slot.start == HALF_HOUR
        assert not any(slot.overlaps(other) for other in intervals(busy))
        assert any(whole.start <= slot.start and slot.end <= whole.end for whole in intervals(opened))


def minutes_that_read(day: date, begin: int, end: int, zone: str) -> int:
    """Count, one by one, the minutes at which a clock there shows this day and a time of these hours."""
    midnight = datetime.combine(day, time(), UTC)
    shown = (
        (midnight + timedelta(minutes=minute)).astimezone(ZoneInfo(zone))
        for minute in range(-24 * 60, 48 * 60)
    )
    return sum(local.date() == day and begin <= local.hour * 60 + local.minute < end for local in shown)


@given(
    zone=st.sampled_from(ZONES),
    change=st.sampled_from(CHANGES),
    starts=st.integers(0, 46),
    length=st.integers(1, 40),
)
def test_slots_of_a_day_on_which_clocks_change_last_half_an_hour_each_and_never_overlap(
    zone: str, change: date, starts: int, length: int
) -> None:
    """Offered by the wall clock: as many as the hours of that very day hold, an hour more or fewer than usual."""
    begin, end = starts * 30, min((starts + length) * 30, 23 * 60 + 30)
    if end <= begin:
        return
    hours = Hours(6, time(begin // 60, begin % 60), time(end // 60, end % 60))
    opened = expand(hours, change, zone)
    slots = free_slots(
        opened, [], length=HALF_HOUR, step=HALF_HOUR, earliest=datetime(2026, 1, 1, tzinfo=UTC)
    )
    for one, other in pairwise(slots):
        assert one.end <= other.start
    for slot in slots:
        assert slot.end - slot.start == HALF_HOUR
        local = slot.start.astimezone(ZoneInfo(zone))
        assert local.date() == change
        assert begin <= local.hour * 60 + local.minute < end
    real = sum((interval.end - interval.start for interval in opened), timedelta())
    assert len(slots) == sum((interval.end - interval.start) // HALF_HOUR for interval in opened)
    assert real == timedelta(minutes=minutes_that_read(change, begin, end, zone))
