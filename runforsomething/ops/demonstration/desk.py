"""Who holds which talk: evenings of the interviewers, given out so that nobody is in two places or over the cap."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from runforsomething.ops.demonstration.histories import Helper

# Interviewers other than the one with a name offer two evenings a week, never a Monday.
EVENING = (time(18), time(20))
STARTS = (time(18), time(18, 30), time(19), time(19, 30))
PAIRS = ((1, 4), (2, 5), (3, 6), (1, 5), (2, 6), (3, 4))
TALKS_AN_EVENING = 2


class Desk:
    """Gives out each slot once. Two talks an evening and two evenings a week stay below everybody's weekly cap."""

    def __init__(self, interviewers: list[Helper]) -> None:
        self._by_weekday = {
            weekday: [
                (who.number, ZoneInfo(who.time_zone)) for who in interviewers if weekday in who.weekdays
            ]
            for weekday in range(7)
        }
        self._given: Counter[date] = Counter()

    def give(self, want: datetime, *, earliest: datetime, latest: datetime) -> tuple[int, datetime] | None:
        """Return interviewer and start (UTC) of a free slot near `want` that begins between the two; None if full."""
        before, after = want - earliest, latest - want
        days = max(before, after, timedelta()) // timedelta(days=1) + 2
        for distance in range(days):
            for day in {want.date() + timedelta(days=distance), want.date() - timedelta(days=distance)}:
                found = self._give_on(day, earliest, latest)
                if found:
                    return found
        return None

    def _give_on(self, day: date, earliest: datetime, latest: datetime) -> tuple[int, datetime] | None:
        there = self._by_weekday[day.weekday()]
        given = self._given[day]
        if given >= TALKS_AN_EVENING * len(there):
            return None
        number, zone = there[given % len(there)]
        start = datetime.combine(day, STARTS[given // len(there) * 2], zone).astimezone(UTC)
        if not earliest <= start <= latest:
            return None
        self._given[day] += 1
        return number, start
