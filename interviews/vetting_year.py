"""How long a vetting lasts: a year (R11)."""

from datetime import date

from dateutil.relativedelta import relativedelta

LASTS = relativedelta(years=1)


def lapsed_before(on: date) -> date:
    """Return the first day of vetting that still counts on the day `on`: a year to the day is the last."""
    return on - LASTS


def ends_on(vetted_on: date) -> date:
    """Return the last day on which somebody vetted on that day can be booked."""
    return vetted_on + LASTS
