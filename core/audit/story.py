"""A person's whole history on one page: each app tells what it knows, in one form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit.tracking import CHANGED

# What an event row says of itself, not of the thing.
OF_THE_EVENT = {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context"}


@dataclass(frozen=True)
class Event:
    """Something that happened. `who` is a user's id, or None for the system; `change` is from what to what."""

    at: datetime
    what: str
    change: str
    who: int | None = None
    why: str = ""


Chapter = Callable[[Any], Iterable[Event]]
_chapters: list[Chapter] = []


def register_chapter(chapter: Chapter) -> Chapter:
    """Register `candidate -> events` of one app."""
    _chapters.append(chapter)
    return chapter


def story_of(candidate: Any) -> list[Event]:
    """Return everything that is known to have happened to `candidate`, newest first."""
    events = [event for chapter in _chapters for event in chapter(candidate)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def names_of(events: Iterable[Event]) -> dict[int, str]:
    """Return the names of those who acted, by id. One query."""
    ids = {event.who for event in events if event.who is not None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}


def moves(transitions: Any, what: str) -> Iterator[Event]:
    """The rows of a lifecycle."""
    for row in transitions:
        yield Event(row.recorded_at, what, f"{row.from_state} → {row.to_state}", row.actor_id, row.reason)


def changes(row: Any, what: str) -> Iterator[Event]:
    """What the history of a tracked row says, state by state; of personal fields only that they changed."""
    before = None
    for event in row.events.select_related("pgh_context").order_by("pgh_id"):
        metadata = event.pgh_context.metadata if event.pgh_context else {}
        label = event.pgh_label
        if label.endswith(CHANGED):
            change = _("%(field)s changed") % {"field": label.removesuffix(CHANGED).replace("_", " ")}
        else:
            change = _("written") if before is None else _difference(before, event)
            before = event
        if change:
            yield Event(event.pgh_created_at, what, change, metadata.get("user"))


def _difference(before: Any, after: Any) -> str:
    names = [field.attname for field in after._meta.fields if field.name not in OF_THE_EVENT]
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in names]
    return "; ".join(f"{name}: {_shown(old)} → {_shown(new)}" for name, old, new in pairs if old != new)


def _shown(value: Any) -> str:
    return "–" if value in (None, "", []) else str(value)
