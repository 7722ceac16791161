"""Entries as calendars read them: RFC 5545 and 5546, by a reader that shares nothing with what writes."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.scheduling.entries import Entry, WholeDay
from core.scheduling.ical import CANCEL, REQUEST, feed, invitation
from tests import itip_reader
from tests.itip_reader import Breach, Calendar

UID = UUID("0f7c9a5e-59c4-4b39-9d0d-6a4d3a6f2b10")
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
ME = "ann@example.org"
ZONES = ["America/New_York", "America/Phoenix", "Pacific/Honolulu", "America/Puerto_Rico", "Australia/Lord_Howe",
         "America/Asuncion", "Europe/Dublin", "UTC"]  # fmt: skip


def entry(starts_at: datetime = AT, **fields: object) -> Entry:
    given = {"title": "Intro call", "ends_at": starts_at + timedelta(minutes=45), "zone": "America/Chicago"}
    return Entry(uid=UID, starts_at=starts_at, **{**given, **fields})  # type: ignore[arg-type]


def sent(one: Entry, method: str = REQUEST, at: datetime = AT) -> bytes:
    text = invitation(one, method, organizer=("Run", "no-reply@example.org"), attendee=("Ann Ü", ME), at=at)
    return text.encode()


def test_a_request_a_move_and_a_cancel_end_with_no_entry() -> None:
    mine = Calendar()
    assert mine.receive(sent(entry()), method=REQUEST, me=ME) == "added"
    moved = entry(AT + timedelta(days=1), sequence=1)
    assert mine.receive(sent(moved), method=REQUEST, me=ME) == "replaced"
    assert mine.receive(sent(entry(), at=AT + timedelta(hours=1)), method=REQUEST, me=ME) == "ignored"
    assert mine.entries[str(UID)].starts == AT + timedelta(days=1)
    off = entry(AT + timedelta(days=1), sequence=2, is_off=True)
    assert mine.receive(sent(off, CANCEL), method=CANCEL, me=ME) == "removed"
    assert mine.receive(sent(moved, at=AT + timedelta(days=2)), method=REQUEST, me=ME) == "ignored"
    assert mine.entries == {}


def test_of_two_versions_with_the_same_number_the_later_written_counts() -> None:
    mine = Calendar()
    mine.receive(sent(entry()), method=REQUEST, me=ME)
    again = sent(entry(title="With captions"), at=AT + timedelta(seconds=1))
    assert mine.receive(again, method=REQUEST, me=ME) == "replaced"
    assert mine.entries[str(UID)].summary == "With captions"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\r\n", b"\n"),
        (b"METHOD:REQUEST\r\n", b""),
        (b"METHOD:REQUEST", b"METHOD:PUBLISH"),
        (b"UID:0f7c9a5e-59c4-4b39-9d0d-6a4d3a6f2b10\r\n", b""),
        (b"DTSTAMP:20260601T120000Z", b"DTSTAMP:20260601T120000"),
        (b"ORGANIZER;", b"X-NOBODY;"),
        (b"ann@example.org", b"bob@example.org"),
        (b"SEQUENCE:0\r\n", b""),
        (b"BEGIN:VTIMEZONE\r\nTZID:America/Chicago", b"BEGIN:VTIMEZONE\r\nTZID:America/Detroit"),
        (b"SUMMARY:Intro call", b"SUMMARY:" + b"x" * 80),
    ],
)
def test_the_reader_sees_a_breach(before: bytes, after: bytes) -> None:
    whole = sent(entry())
    assert before in whole
    with pytest.raises(Breach):
        Calendar().receive(whole.replace(before, after), method=REQUEST, me=ME)


@given(
    at=st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(ZONES),
    minutes=st.integers(1, 24 * 60),
)
def test_every_moment_is_the_same_moment_in_the_calendar(at: datetime, zone: str, minutes: int) -> None:
    start = at.replace(microsecond=0)
    written = sent(entry(start, zone=zone, ends_at=start + timedelta(minutes=minutes)))
    mine = Calendar()
    mine.receive(written, method=REQUEST, me=ME)
    kept = mine.entries[str(UID)]
    assert (kept.starts, kept.ends) == (start, start + timedelta(minutes=minutes))
    (event,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert event.start.astimezone(UTC) == start


@pytest.mark.parametrize("minutes", range(-60, 180, 15))
def test_in_the_hour_that_comes_twice_both_times_are_told_apart(minutes: int) -> None:
    """1 November 2026, Chicago: 06:00 UTC is one o'clock, and so is 07:00."""
    start = datetime(2026, 11, 1, 6, tzinfo=UTC) + timedelta(minutes=minutes)
    mine = Calendar()
    mine.receive(sent(entry(start)), method=REQUEST, me=ME)
    assert mine.entries[str(UID)].starts == start


@example(title=r"\N is no line break; nor is \n, and a\\b has one backslash")
@given(title=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=300))
def test_whatever_a_title_holds_it_stays_one_title(title: str) -> None:
    mine = Calendar()
    mine.receive(sent(entry(title=title)), method=REQUEST, me=ME)
    assert mine.entries[str(UID)].summary == title


@given(name=st.text(max_size=80))
def test_no_name_adds_a_line_or_another_attendee(name: str) -> None:
    text = invitation(entry(), REQUEST, organizer=("Run", "a@b.org"), attendee=(name, ME), at=AT)
    mine = Calendar()
    mine.receive(text.encode(), method=REQUEST, me=ME)
    assert mine.entries[str(UID)].attendees == (f"mailto:{ME}",)


def test_a_feed_holds_what_takes_time_and_what_is_a_day_and_asks_nobody() -> None:
    deadline = WholeDay(UUID(int=7), "Last day to file", date(2026, 8, 17))
    written = feed([entry(), deadline], name="Run", at=AT).encode()
    read = itip_reader.read(written)
    assert {part.name for part in read.parts} == {"VTIMEZONE", "VEVENT"}
    assert read.all("METHOD") == []
    for event in read.kinds("VEVENT"):
        assert event.all("ATTENDEE") == event.all("ORGANIZER") == []
    events = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert {event.start for event in events} == {
        AT.astimezone(ZoneInfo("America/Chicago")),
        date(2026, 8, 17),
    }
