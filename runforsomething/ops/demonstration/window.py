"""When: the sixty days of the rush, which ended five months before the demonstration does."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

LENGTH = timedelta(days=60)
WEEK = timedelta(days=7)
MONTHS_SINCE = 5
HOST_ZONE = ZoneInfo("America/Chicago")
TUESDAY, THURSDAY, SATURDAY = 1, 3, 5
CALL_LENGTH = timedelta(minutes=45)
# The calls around the last day: far enough back that one waits for its attendance, and three weeks ahead.
RECENT, AHEAD = timedelta(days=8), timedelta(days=21)
# Of a day, counted from midnight in Chicago, the share that the seven night hours see.
NIGHT_SHARE, NIGHT_HOURS = 0.05, 7


@dataclass(frozen=True)
class Window:
    """`[start, end)` in UTC, both at midnight, and `until`, the demonstration's last moment."""

    start: datetime
    end: datetime
    until: datetime

    @classmethod
    def before(cls, until: datetime) -> "Window":
        """Return the window that ended at midnight five months before `until` (aware)."""
        last = (until.astimezone(UTC) - relativedelta(months=MONTHS_SINCE)).date()
        end = datetime.combine(last, time(), UTC)
        return cls(end - LENGTH, end, until.astimezone(UTC))

    def weeks(self) -> list[tuple[datetime, datetime]]:
        """Return the first four weeks and the rest."""
        ends = [self.start + number * WEEK for number in range(1, 5)]
        return list(zip([self.start, *ends], [*ends, self.end], strict=True))

    def sign_ups(self, weeks: tuple[int, ...], random: Random) -> Iterator[datetime]:
        """Yield the moment of each sign-up, earliest first; the very first one opens the window."""
        for (begin, end), count in zip(self.weeks(), weeks, strict=True):
            for number in range(count):
                jitter = random.random() if begin != self.start or number else 0.0
                at = begin + (number + jitter) / count * (end - begin)
                yield min(_awake(at), end - timedelta(seconds=1))

    def before_day(self, day: float, weeks: tuple[int, ...]) -> int:
        """Return how many have signed up before the `day`-th day, about."""
        ends = [(end - self.start) / timedelta(days=1) for _, end in self.weeks()]
        counts = list(accumulate(weeks, initial=0))
        week = min(bisect_right(ends, day), len(weeks) - 1)
        begin = ends[week - 1] if week else 0.0
        share = (day - begin) / (ends[week] - begin)
        return min(counts[-1], int(counts[week] + share * weeks[week]))

    def calls(self) -> list[datetime]:
        """Return when intro calls begin (UTC): in the rush, last week, and in the weeks to come."""
        rush = _evenings(self.start, self.end - timedelta(hours=3), (TUESDAY, THURSDAY, SATURDAY))
        now = _evenings(self.until - RECENT, self.until + AHEAD, (TUESDAY, THURSDAY))
        return [*rush, *now]

    def releases(self) -> list[datetime]:
        """Return as of when figures were published: weekly, at the window's end, and at the last moment."""
        rush = [self.start + number * WEEK for number in range(1, LENGTH // WEEK + 1)]
        after = int((self.until - self.end) / WEEK)
        since = [self.end + number * WEEK for number in range(after + 1)]
        return sorted({*rush, *since, self.until})

    def election_day(self) -> date:
        """Return the Tuesday on which the demonstration's races are decided."""
        day = (self.until + timedelta(days=120)).date()
        return day + timedelta(days=(TUESDAY - day.weekday()) % 7)


def _awake(at: datetime) -> datetime:
    """Move a moment within its UTC day so that few of them fall into the night of Chicago (6 to 13 hours UTC)."""
    midnight = datetime.combine(at.date(), time(), UTC)
    share = (at - midnight) / timedelta(days=1)
    evening, night = 6 / 24 * (1 - NIGHT_SHARE) / (17 / 24), NIGHT_SHARE
    if share < evening:
        hours = share / evening * 6
    elif share < evening + night:
        hours = 6 + (share - evening) / night * NIGHT_HOURS
    else:
        hours = 13 + (share - evening - night) / (1 - evening - night) * 11
    return midnight + timedelta(seconds=int(hours * 3600))


def _evenings(begin: datetime, end: datetime, weekdays: tuple[int, ...]) -> Iterator[datetime]:
    """Yield 19:00 in Chicago of these weekdays; whole calls only, between `begin` and `end`."""
    day = begin.astimezone(HOST_ZONE).date()
    while True:
        at = datetime.combine(day, time(19), HOST_ZONE).astimezone(UTC)
        if at + CALL_LENGTH > end:
            return
        if day.weekday() in weekdays and at >= begin:
            yield at
        day += timedelta(days=1)
