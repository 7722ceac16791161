"""What waits for people in the back office. Each app registers its queues; each person sees their own."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.privacy.hiding import without_hidden

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.accounts.models import User


@dataclass(frozen=True)
class Queue:
    """Rows that wait. `rows(user, now)` are those that wait for `user`, `since` the field that says since when.

    `area` is the path to the field by which the rows are shared out among the staff, such as a state; its list takes
    `whose=…`. What waits for one person anyway, or is nobody's, has none. What is `urgent` comes first.
    """

    label: Any
    help: Any
    url: str
    since: str
    rows: Callable[[User, datetime], QuerySet[Any]]
    permission: Callable[[User], bool]
    area: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Waiting:
    """A queue as one person sees it now: how many rows, and since when the oldest has waited."""

    label: Any
    help: Any
    url: str
    count: int
    oldest: datetime | None
    urgent: bool = False


_queues: list[Queue] = []


def register_queue(queue: Queue) -> Queue:
    _queues.append(queue)
    return queue


def queues_of(
    user: User, *, now: datetime, areas: Collection[str] | None = None, whose: str = ""
) -> list[Waiting]:
    """Return the queues of `user`, those with something in them first. Two queries a queue.

    With `areas`, only what lies there of the queues that are shared out by area; their addresses then say `whose`.
    """
    found = []
    for queue in _queues:
        if not queue.permission(user):
            continue
        rows, url = without_hidden(queue.rows(user, now), user), queue.url
        if areas is not None and queue.area:
            rows = rows.filter(**{f"{queue.area}__in": areas})
            url = _with(url, f"whose={whose}")
        oldest = rows.order_by(queue.since).values_list(queue.since, flat=True).first()
        count = rows.count() if oldest is not None else 0
        found.append(Waiting(queue.label, queue.help, url, count, oldest, queue.urgent))
    return sorted(found, key=lambda waiting: (waiting.count == 0, not waiting.urgent))


def _with(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}"
