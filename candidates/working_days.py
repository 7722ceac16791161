"""Working days in the United States: Monday to Friday, without the federal holidays. Pure.

Source of the holidays: 5 U.S.C. § 6103(a); one that falls on a Saturday is kept on the Friday before, one on a Sunday
on the Monday after (§ 6103(b), Executive Order 11582).
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
END_OF_WORK = time(17)
MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6
FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
# Month, weekday, and which of them: the third Monday in January, and so on; -1 is the last.
MOVING = ((1, MONDAY, 3), (2, MONDAY, 3), (5, MONDAY, -1), (9, MONDAY, 1), (10, MONDAY, 2), (11, THURSDAY, 4))


@cache
def holidays_of(year: int) -> frozenset[date]:
    """Return the days of `year` on which federal holidays are kept; New Year's may be kept in the year before."""
    days = {_kept(date(year, month, day)) for month, day in FIXED}
    days.add(_kept(date(year + 1, 1, 1)))
    days |= {_which(year, month, weekday, number) for month, weekday, number in MOVING}
    return frozenset(day for day in days if day.year == year)


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays_of(day.year)


def next_working_day(day: date) -> date:
    """Return the first working day after `day`."""
    day += DAY
    while not is_working_day(day):
        day += DAY
    return day


def one_working_day_after(moment: datetime, zone: str) -> datetime:
    """Return the moment by which one working day has passed since `moment` (aware), on the clocks of `zone`.

    On a working day that is the same time on the next one; of what comes on another day, five in the afternoon of the
    next working day. An hour that a clock change skips is moved on by it.
    """
    local = moment.astimezone(ZoneInfo(zone))
    at = local.time() if is_working_day(local.date()) else END_OF_WORK
    due = datetime.combine(next_working_day(local.date()), at, ZoneInfo(zone))
    return due.astimezone(moment.tzinfo)


def _kept(day: date) -> date:
    return day + {SATURDAY: -DAY, SUNDAY: DAY}.get(day.weekday(), timedelta())


def _which(year: int, month: int, weekday: int, number: int) -> date:
    if number < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - DAY
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
