"""How long a sign-in lasts: unused, and at most. Shorter for whoever sees other people's data."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True)
class Limits:
    """`idle` since the last request, `absolute` since the sign-in; both inclusive."""

    idle: timedelta
    absolute: timedelta


class Over(StrEnum):
    IDLE = "idle"
    ABSOLUTE = "absolute"


def is_over(*, signed_in_at: datetime, seen_at: datetime, now: datetime, limits: Limits) -> Over | None:
    """Return why a session is over at `now`, or None. A clock that was set back ends no session."""
    if now - signed_in_at > limits.absolute:
        return Over.ABSOLUTE
    if now - seen_at > limits.idle:
        return Over.IDLE
    return None
