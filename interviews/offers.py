"""How long a seat is held for somebody who waited for it. Pure."""

from datetime import datetime, timedelta

# Nobody can answer in less.
SHORTEST = timedelta(minutes=30)


def offered_until(*, now: datetime, starts_at: datetime, at_most: timedelta) -> datetime | None:
    """Return until when a seat that is free at `now` is held, or None when it is too late to offer it.

    `at_most`, or half of the time that is left, so that whoever comes after has as much.
    """
    held = min(at_most, (starts_at - now) / 2)
    return now + held if held >= SHORTEST else None


def are_still_made(*, now: datetime, starts_at: datetime) -> bool:
    """Whether free seats still go to the waiting list first; shortly before the call whoever comes may have them."""
    return (starts_at - now) / 2 >= SHORTEST
