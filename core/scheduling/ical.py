"""Entries as iCalendar (RFC 5545), invitations to them as iTIP (RFC 5546). Pure: entries in, text out."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar

from core.scheduling.entries import Entry, WholeDay

REQUEST, CANCEL = "REQUEST", "CANCEL"
ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})  # RFC 5545, 3.3.11
PRODUCT = "-//Run for Something//Calls and talks//EN"


class _Text(icalendar.vText):
    """Text whose backslash before a capital N stays one; the library makes a line break of the two."""

    def to_ical(self) -> bytes:
        text = str(self).replace("\r\n", "\n")
        return text.translate(ESCAPED).encode()


def invitation(
    entry: Entry, method: str, *, organizer: tuple[str, str], attendee: tuple[str, str], at: datetime
) -> str:
    """Return the iTIP message that asks `attendee` to `entry`, or calls it off; both are (name, mail address).

    `at` is when it was written: of two of the same SEQUENCE the later one counts.
    """
    event = _event(entry, at)
    event.add("organizer", _person(*organizer))
    # Who booked it has said yes by that: no calendar is to send an answer.
    standing = {} if method == CANCEL else {"PARTSTAT": "ACCEPTED"}
    told = _person(*attendee, ROLE="REQ-PARTICIPANT", RSVP="FALSE", **standing)
    event.add("attendee", told)
    if method == CANCEL:
        event["status"] = icalendar.vText("CANCELLED")
    return _written([event], _zones([entry]), method=method)


def feed(entries: Iterable[Entry | WholeDay], *, name: str, at: datetime) -> str:
    """Return a calendar to subscribe to. It asks for no answer, so it names neither organiser nor attendee."""
    listed = list(entries)
    timed = [entry for entry in listed if isinstance(entry, Entry)]
    events = [_event(one, at) if isinstance(one, Entry) else _whole_day(one, at) for one in listed]
    return _written(events, _zones(timed), name=name)


def _written(events: list[Any], zones: list[Any], *, method: str = "", name: str = "") -> str:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("name", _Text(name))
        calendar.add("x-wr-calname", _Text(name))
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    for part in (*zones, *events):
        calendar.add_component(part)
    return str(calendar.to_ical().decode())


def _event(entry: Entry, at: datetime) -> Any:
    event = _bare(entry.uid, entry.title, at, url=entry.url, text=entry.text)
    event.add("dtstart", _moment(entry.starts_at, entry.zone))
    event.add("dtend", _moment(entry.ends_at, entry.zone))
    event.add("sequence", entry.sequence)
    if entry.where:
        event.add("location", _Text(entry.where))
    status = "CANCELLED" if entry.is_off else "TENTATIVE" if entry.is_tentative else "CONFIRMED"
    event.add("status", status)
    return event


def _whole_day(entry: WholeDay, at: datetime) -> Any:
    event = _bare(entry.uid, entry.title, at, url=entry.url, text=entry.text)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _bare(uid: UUID, title: str, at: datetime, *, url: str, text: str) -> Any:
    event = icalendar.Event()
    event.add("uid", str(uid))
    event.add("dtstamp", at.astimezone(UTC))
    event.add("summary", _Text(title))
    if text:
        event.add("description", _Text(text))
    if url:
        event.add("url", url)
    return event


def _person(name: str, address: str, **parameters: str) -> Any:
    found = icalendar.vCalAddress(f"mailto:{address}")
    for key, value in {"CN": name, **parameters}.items():
        if value:
            found.params[key] = value
    return found


def _moment(moment: datetime, zone: str) -> datetime:
    """Return `moment` on the clock of `zone`; in an hour that a clock change repeats, its second time in UTC.

    A local time there means the first one (RFC 5545, 3.3.5): the second cannot be written on that clock.
    """
    local = moment.astimezone(ZoneInfo(zone))
    return moment.astimezone(UTC) if local.fold else local


def _zones(entries: list[Entry]) -> list[Any]:
    spans: dict[str, tuple[int, int]] = {}
    for entry in entries:
        first, last = spans.get(entry.zone, (entry.starts_at.year, entry.ends_at.year))
        spans[entry.zone] = min(first, entry.starts_at.year), max(last, entry.ends_at.year)
    return [_zone(name, first, last) for name, (first, last) in sorted(spans.items()) if name != "UTC"]


@lru_cache(maxsize=256)
def _zone(name: str, first: int, last: int) -> Any:
    return icalendar.Timezone.from_tzid(
        name, first_date=date(first - 1, 1, 1), last_date=date(last + 2, 1, 1)
    )
