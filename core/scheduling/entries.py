"""What stands in a person's calendar. The rooms above say what there is; nothing here knows what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from core.accounts.models import User


@dataclass(frozen=True)
class Entry:
    """One thing that takes time, as one person's calendar shows it; `[starts_at, ends_at)` in UTC, meant in `zone`.

    `uid` stays the same for as long as it is the same thing, and `sequence` rises with each change of it.
    """

    uid: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    sequence: int = 0
    where: str = ""
    url: str = ""
    text: str = ""
    is_off: bool = False
    # A seat that is held until it is taken.
    is_tentative: bool = False


@dataclass(frozen=True)
class WholeDay:
    """A date that matters, such as the last day to file; it takes nobody's time."""

    uid: UUID
    title: str
    day: date
    url: str = ""
    text: str = ""


Entries = Iterable[Entry | WholeDay]
# (person, since, until) -> what of theirs begins in [since, until), in a fixed number of queries.
Contribution = Callable[["User", datetime, datetime], Entries]
_contributions: list[Contribution] = []


def register_entries(contribution: Contribution) -> Contribution:
    """Register what a room adds to the feeds of people."""
    _contributions.append(contribution)
    return contribution


def entries_of(person: User, since: datetime, until: datetime) -> list[Entry | WholeDay]:
    """Return what stands in the calendar of `person` in [since, until), in no order."""
    return [entry for contribution in _contributions for entry in contribution(person, since, until)]
