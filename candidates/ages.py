"""R1: who is under the age limit on a day. Pure."""

from datetime import date

OF_AGE = 18


def birthday_in(year: int, born: date) -> date:
    """Return the birthday in `year`; of somebody born on 29 February it is 1 March in common years."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def age_on(day: date, born: date) -> int:
    """Return the completed years of age on `day`."""
    had_birthday = day >= birthday_in(day.year, born)
    return day.year - born.year - (0 if had_birthday else 1)


def is_under(limit: int, *, born: date, on: date) -> bool:
    """R1: strictly under `limit` on the day `on`: a birthday that completes it on that very day fails."""
    return age_on(on, born) < limit


def talks_open_on(*, born: date) -> date:
    """Return the day from which somebody may talk to an interviewer alone; until then there are group calls."""
    return turns(OF_AGE, born=born)


def turns(years: int, *, born: date) -> date:
    """Return the day on which somebody completes `years` years."""
    return birthday_in(born.year + years, born)
