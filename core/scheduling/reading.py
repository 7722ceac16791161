"""When a calendar says busy. Run in a process of its own, since a calendar may be written to keep it busy for ever.

`python reading.py FIRST LAST ZONE` reads a calendar (RFC 5545) from its input and writes a JSON list of pairs of
moments in UTC: the events of `[FIRST, LAST)` that are not transparent or cancelled. `ZONE` is that of whole days and of
times that name no zone.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST_CPU_SECONDS = 10
MOST_MEMORY = 1_500_000_000
MOST_TIMES = 5_000


def busy_times(
    calendar: bytes, first: datetime, last: datetime, zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    """Yield when the calendar says busy, within `[first, last)`. Raises ValueError when it is none."""
    import icalendar
    import recurring_ical_events

    # icalendar reads a great deal as an empty component.
    if b"BEGIN:VCALENDAR" not in calendar.upper():
        raise ValueError("no calendar")
    for component in icalendar.Calendar.from_ical(calendar, multiple=True):
        for event in recurring_ical_events.of(component, skip_bad_series=True).between(first, last):
            if is_free(event):
                continue
            start, end = moment(event["DTSTART"].dt, zone), end_of(event, zone)
            if start < end and start < last and end > first:
                yield max(start, first), min(end, last)


def is_free(event: object) -> bool:
    get = event.get  # type: ignore[attr-defined]
    return (
        str(get("TRANSP", "")).upper() == "TRANSPARENT"
        or str(get("STATUS", "")).upper() == "CANCELLED"
        or str(get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE"
    )


def end_of(event: object, zone: ZoneInfo) -> datetime:
    get = event.get  # type: ignore[attr-defined]
    start = get("DTSTART").dt
    if get("DTEND") is not None:
        return moment(get("DTEND").dt, zone)
    if get("DURATION") is not None:
        return moment(start, zone) + get("DURATION").dt
    # RFC 5545 §3.6.1: a date alone lasts that day, a moment alone takes no time.
    return moment(start, zone) if isinstance(start, datetime) else moment(start + timedelta(days=1), zone)


def moment(value: date, zone: ZoneInfo) -> datetime:
    """The moment in UTC of a date or time; what names no zone is read on the clock of `zone`."""
    found = value if isinstance(value, datetime) else datetime.combine(value, time())
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def joined(times: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return the same times without overlap, earliest first."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted(times):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    first, last = (datetime.fromisoformat(text) for text in sys.argv[1:3])
    times = joined(list(busy_times(sys.stdin.buffer.read(), first, last, ZoneInfo(sys.argv[3]))))
    json.dump([[start.isoformat(), end.isoformat()] for start, end in times[:MOST_TIMES]], sys.stdout)


if __name__ == "__main__":
    main()
