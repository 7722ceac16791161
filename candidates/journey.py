"""What comes next for a candidate. Each app says what it knows; one next step is shown, the rest below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from candidates.models import Candidate


@dataclass(frozen=True)
class Step:
    """Something that waits. `order` is its place on the path; the lowest that waits on the candidate comes first.

    `url` is a page with a button `button`; with `posts` the button acts at once. `at` is when it takes place, `due`
    the day by which it is wanted. A step that waits on us says since when and on whom; one that is `open_to` the
    candidate is an offer, and never the next step.
    """

    order: int
    title: Any
    text: Any = ""
    url: str = ""
    button: Any = ""
    posts: bool = False
    at: datetime | None = None
    due: date | None = None
    waits_on_us: bool = False
    open_to: bool = False
    since: datetime | None = None
    who: Any = ""


@dataclass(frozen=True)
class Milestone:
    """A stone of the drawn path. `reached_at` is None for what lies ahead."""

    title: Any
    text: Any
    reached_at: datetime | None


Provider = Callable[["Candidate", datetime], Iterable[Step]]
_providers: list[Provider] = []


def register_steps(provider: Provider) -> Provider:
    """Register `(candidate, now) -> steps` of a higher app."""
    _providers.append(provider)
    return provider


@dataclass(frozen=True)
class Journey:
    next_step: Step | None
    also: list[Step]
    waiting_on_us: list[Step]


def journey_of(candidate: Candidate, *, now: datetime) -> Journey:
    """Return what comes next, what else is open, and what waits on us, in the order of the path."""
    steps = sorted(
        (s for provide in _providers for s in provide(candidate, now)), key=lambda step: step.order
    )
    theirs = [step for step in steps if not step.waits_on_us and not step.open_to]
    return Journey(
        next_step=theirs[0] if theirs else None,
        also=[*theirs[1:], *(step for step in steps if step.open_to)],
        waiting_on_us=[step for step in steps if step.waits_on_us],
    )
