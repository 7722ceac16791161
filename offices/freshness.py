"""How long a fact is good for: after a year it wants checking; after two cycles a contest says nothing of today."""

from datetime import date

from dateutil.relativedelta import relativedelta

from offices.enums import Level

# A term where the office's own is not known: lower houses are mostly elected for two years, others for four.
USUAL_TERM_YEARS = {Level.STATE_HOUSE: 2}
OTHER_TERM_YEARS = 4
OLD_AFTER_CYCLES = 2
STALE_AFTER = relativedelta(years=1)


def cycle_years(level: str, term_years: int | None) -> int:
    """Return how many years lie between two regular contests for the same seat."""
    return term_years or USUAL_TERM_YEARS.get(Level(level), OTHER_TERM_YEARS)


def is_old_contest(year: int, *, level: str, term_years: int | None, today: date) -> bool:
    """Whether a contest of `year` lies more than two cycles back: it is labelled old and does not rank."""
    return today.year - year > OLD_AFTER_CYCLES * cycle_years(level, term_years)


def is_stale(checked_on: date, *, today: date) -> bool:
    """Whether a fact was last checked more than a year ago: a year to the day is still fresh."""
    return checked_on + STALE_AFTER < today
