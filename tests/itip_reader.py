"""A calendar that takes invitations, written after RFC 5545, 5546 and 6047 alone: nothing of what sends is used here.

It says of each message what is wrong with it, keeps what a calendar would keep, and never trusts the sender.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

OFFSET = re.compile(r"[+-]\d{4}(\d{2})?")
STAMP = re.compile(r"\d{8}T\d{6}Z")
LOCAL = re.compile(r"\d{8}T\d{6}")
NAME = re.compile(r"[A-Za-z0-9-]+")
LONGEST_LINE = 75


@dataclass(frozen=True)
class Line:
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def one(self, name: str) -> Line:
        found = self.all(name)
        if len(found) != 1:
            raise Breach(f"{self.name} has {len(found)} {name}")
        return found[0]

    def kinds(self, name: str) -> list["Component"]:
        return [part for part in self.parts if part.name == name]


class Breach(ValueError):
    """Something that the standards do not allow."""


@dataclass(frozen=True)
class Kept:
    """An entry as this calendar shows it."""

    uid: str
    sequence: int
    stamp: datetime
    starts: datetime
    ends: datetime
    summary: str
    attendees: tuple[str, ...]


@dataclass
class Calendar:
    """The entries of one person, by UID; `gone` are those that were called off, by which version."""

    entries: dict[str, Kept] = field(default_factory=dict)
    gone: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def receive(self, raw: bytes, *, method: str, me: str) -> str:
        """Take a message whose MIME part says `method`; return what was done with it. Raises Breach."""
        calendar = read(raw)
        told = calendar.one("METHOD").value
        if told != method:
            raise Breach(f"the part says {method} and the calendar {told}")
        done = [self._event(event, told, calendar, me) for event in calendar.kinds("VEVENT")]
        if len(done) != 1:
            raise Breach("one event a message")
        return done[0]

    def _event(self, event: Component, method: str, calendar: Component, me: str) -> str:
        if method not in ("REQUEST", "CANCEL"):
            raise Breach(f"METHOD {method}")
        kept = _kept(event, calendar)
        if not event.one("ORGANIZER").value.lower().startswith("mailto:"):
            raise Breach("ORGANIZER is no mail address")
        if f"mailto:{me}".lower() not in kept.attendees:
            raise Breach("ATTENDEE is not whom it was sent to")
        if method == "CANCEL" and event.one("STATUS").value != "CANCELLED":
            raise Breach("a CANCEL whose STATUS is another")
        version = (kept.sequence, kept.stamp)
        known = self.entries.get(kept.uid)
        held = (known.sequence, known.stamp) if known else self.gone.get(kept.uid)
        if held is not None and version <= held:
            return "ignored"
        if method == "CANCEL":
            self.entries.pop(kept.uid, None)
            self.gone[kept.uid] = version
            return "removed"
        self.entries[kept.uid] = kept
        self.gone.pop(kept.uid, None)
        return "replaced" if known else "added"


def read(raw: bytes) -> Component:
    """Return the calendar object. Raises Breach for what RFC 5545, 3.1 and 3.4, do not allow."""
    if b"\n" in raw.replace(b"\r\n", b"") or b"\r" in raw.replace(b"\r\n", b"") or not raw.endswith(b"\r\n"):
        raise Breach("lines end with CRLF")
    physical = raw[:-2].split(b"\r\n")
    if long := [line for line in physical if len(line) > LONGEST_LINE]:
        raise Breach(f"a line of {len(long[0])} octets")
    unfolded: list[bytes] = []
    for line in physical:
        if line[:1] in (b" ", b"\t"):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    return _calendar(_line(text.decode("utf-8")) for text in unfolded)


def _calendar(lines: Iterable[Line]) -> Component:
    stack = [Component("")]
    for line in lines:
        if line.name == "BEGIN":
            stack.append(Component(line.value))
        elif line.name == "END":
            closed = stack.pop()
            if closed.name != line.value:
                raise Breach(f"{line.value} ends in {closed.name}")
            stack[-1].parts.append(closed)
        else:
            stack[-1].lines.append(line)
    (calendar,) = stack[0].parts if len(stack) == 1 and len(stack[0].parts) == 1 else (None,)
    if calendar is None or calendar.name != "VCALENDAR":
        raise Breach("one VCALENDAR")
    calendar.one("PRODID")
    if calendar.one("VERSION").value != "2.0":
        raise Breach("VERSION")
    return calendar


def _line(text: str) -> Line:
    """Take a content line apart; a value in quotes may hold what separates."""
    quoted, place = False, -1
    for number, letter in enumerate(text):
        quoted ^= letter == '"'
        if letter == ":" and not quoted:
            place = number
            break
    if place < 0:
        raise Breach(f"no value: {text!r}")
    head, value = text[:place], text[place + 1 :]
    name, *rest = re.findall(r'(?:[^;"]|"[^"]*")+', head)
    if not NAME.fullmatch(name):
        raise Breach(f"no name: {name!r}")
    parameters = {}
    for one in rest:
        key, equals, given = one.partition("=")
        if not NAME.fullmatch(key) or not equals:
            raise Breach(f"no parameter: {one!r}")
        parameters[key.upper()] = given.strip('"')
    return Line(name.upper(), parameters, value)


def text_of(value: str) -> str:
    """Return a TEXT as it was meant (RFC 5545, 3.3.11)."""
    return re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], value)


def _kept(event: Component, calendar: Component) -> Kept:
    stamp = event.one("DTSTAMP").value
    if not STAMP.fullmatch(stamp):
        raise Breach("DTSTAMP is in UTC")
    if event.all("DURATION"):
        raise Breach("DTEND and DURATION exclude each other")
    starts, ends = (moment(event.one(name), calendar) for name in ("DTSTART", "DTEND"))
    if ends <= starts:
        raise Breach("it ends before it begins")
    sequence = event.one("SEQUENCE").value
    if not sequence.isdecimal():
        raise Breach("SEQUENCE")
    if not event.one("UID").value:
        raise Breach("UID")
    return Kept(
        uid=event.one("UID").value,
        sequence=int(sequence),
        stamp=_utc(stamp),
        starts=starts,
        ends=ends,
        summary=text_of(event.one("SUMMARY").value),
        attendees=tuple(line.value.lower() for line in event.all("ATTENDEE")),
    )


def moment(line: Line, calendar: Component) -> datetime:
    """Return the moment of a DTSTART or DTEND, by the VTIMEZONE that the calendar brings, and by no other knowledge."""
    if STAMP.fullmatch(line.value):
        return _utc(line.value)
    if not LOCAL.fullmatch(line.value) or "TZID" not in line.parameters:
        raise Breach("a local time without its zone")
    zones = [
        zone for zone in calendar.kinds("VTIMEZONE") if zone.one("TZID").value == line.parameters["TZID"]
    ]
    if len(zones) != 1:
        raise Breach(f"{len(zones)} VTIMEZONE for {line.parameters['TZID']}")
    local = datetime.strptime(line.value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a local time it is
    return (local - _offset_at(zones[0], local)).replace(tzinfo=UTC)


def _offset_at(zone: Component, local: datetime) -> timedelta:
    """The last observance counts that has begun on the local clock; in a doubled hour the first (3.3.5)."""
    onsets = []
    for part in (*zone.kinds("STANDARD"), *zone.kinds("DAYLIGHT")):
        if part.all("RRULE"):
            raise Breach("this reader takes dates, not rules")
        starts = [line.value for line in (*part.all("DTSTART"), *part.all("RDATE"))]
        before, after = (_offset(part.one(name).value) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        for value in ",".join(starts).split(","):
            onset = datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007
            onsets.append((onset, before, after))
    begun = [one for one in sorted(onsets) if one[0] <= local]
    if not begun:
        raise Breach("the zone does not reach so far back")
    onset, before, after = begun[-1]
    return after


def _offset(text: str) -> timedelta:
    if not OFFSET.fullmatch(text):
        raise Breach(f"UTC offset {text}")
    parsed = timedelta(hours=int(text[1:3]), minutes=int(text[3:5]), seconds=int(text[5:] or 0))
    return -parsed if text[0] == "-" else parsed


def _utc(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
