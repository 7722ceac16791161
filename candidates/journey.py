"""What comes next for a candidate. Each app says what it knows; one next step is shown, the rest below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.enums import Standing
from candidates.owners import owner_of

if TYPE_CHECKING:
    from candidates.models import Candidate

# Whom something waits on where no person is known: whoever looks after the candidate's state is named in its place.
TEAM = gettext_lazy("our team")


@dataclass(frozen=True)
class Step:
    """Something that waits. `order` is its place on the path; the lowest that waits on the candidate comes first.

    `url` is a page with a button `button`; with `posts` the button acts at once. `at` is when it takes place, `starts`
    the day from which it is possible, `due` the day before which it is wanted. A step that waits on us says since when
    and on whom; one that is `open_to` the candidate is an offer, and never the next step. One `of_standing` is about
    going on together, and comes before all others of somebody who is not active.
    """

    order: int
    title: Any
    text: Any = ""
    url: str = ""
    button: Any = ""
    posts: bool = False
    at: datetime | None = None
    starts: date | None = None
    due: date | None = None
    waits_on_us: bool = False
    open_to: bool = False
    of_standing: bool = False
    since: datetime | None = None
    who: Any = ""


@dataclass(frozen=True)
class Milestone:
    """A stone of the drawn path. `reached_on` is None for what lies ahead."""

    title: Any
    text: Any
    reached_on: date | None


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
        (s for provide in _providers for s in provide(candidate, now) if _matters(s, candidate.standing)),
        key=lambda step: step.order,
    )
    theirs = [step for step in steps if not step.waits_on_us and not step.open_to]
    return Journey(
        next_step=theirs[0] if theirs else None,
        also=[*theirs[1:], *(step for step in steps if step.open_to)],
        waiting_on_us=_named([step for step in steps if step.waits_on_us], candidate, now.date()),
    )


def _matters(step: Step, standing: str) -> bool:
    """During a break only what is booked or waits on us; after leaving, or a "not now", only the way back."""
    if standing == Standing.ACTIVE or step.of_standing:
        return True
    return standing == Standing.DORMANT and (step.at is not None or step.waits_on_us)


def _named(steps: list[Step], candidate: Candidate, today: date) -> list[Step]:
    """Put the name of whoever looks after the candidate in the place of the team's."""
    if not any(step.who is TEAM for step in steps):
        return steps
    owner = owner_of(candidate, today)
    name = owner.full_name if owner is not None else ""
    who = _("%(name)s of our team") % {"name": name} if name else TEAM
    return [replace(step, who=who) if step.who is TEAM else step for step in steps]
