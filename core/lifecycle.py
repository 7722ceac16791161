"""One table-driven mechanism for every status: lock, edge of the table, permission, guards, history.

A status field is written nowhere else. Each move writes one append-only transition row in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.audit.append_only import append_only

if TYPE_CHECKING:
    from core.accounts.models import User

Permission = Callable[["User | None", Any], bool]
Guard = Callable[..., None]


class Refused(Exception):
    """A move or a service that may not happen. `code` is stable; the message is written for the person who asked."""

    def __init__(self, code: str, message: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NoSuchEdge(Refused):
    """The table lists no edge between these two states."""


class NotPermitted(Refused):
    """The actor may not take this edge."""


class Stale(Refused):
    """The state that the actor saw is no longer the state of the row."""


def by_system(actor: User | None, subject: Any) -> bool:
    """Permit only our own workers, which act without a user."""
    return actor is None


@dataclass(frozen=True)
class Edge:
    """One permitted move. `permission` decides who may take it."""

    source: str
    target: str
    permission: Permission


class Transition(models.Model):
    """A row of history: keys, codes and dates only, never names or free text. Concrete ones add `subject`."""

    from_state = models.CharField(max_length=32)
    to_state = models.CharField(max_length=32)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=64, blank=True)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["recorded_at", "id"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class Lifecycle:
    """The states of one field of one model, the edges between them, and the one door through which a row moves."""

    def __init__(self, field: str, edges: Iterable[Edge], *, history: str = "transitions") -> None:
        """`field` is the status field, `history` the related name of its transition rows."""
        self.field = field
        self.history = history
        self.edges = {(edge.source, edge.target): edge for edge in edges}
        self._guards: dict[str, list[Guard]] = {}

    def guard(self, target: str) -> Callable[[Guard], Guard]:
        """Register a function `(subject, at=…)` that raises Refused when `subject` may not enter `target`.

        A higher app has its say in a lower app's lifecycle this way.
        """

        def register(function: Guard) -> Guard:
            self._guards.setdefault(target, []).append(function)
            return function

        return register

    def move(
        self,
        subject: Any,
        target: str,
        *,
        actor: User | None,
        at: datetime,
        reason: str = "",
        effective_on: date | None = None,
        seen: str | None = None,
        changes: dict[str, Any] | None = None,
    ) -> Transition:
        """Move `subject` to `target` under its row lock and write the transition row.

        `actor` None is the system. `seen` is the state that the actor's page showed. `effective_on` defaults to the
        UTC date of `at`. `changes` are further fields written with the move.
        Raises Stale, NoSuchEdge, NotPermitted, or whatever Refused a guard raises; then nothing has changed.
        """
        with transaction.atomic():
            locked = type(subject)._base_manager.select_for_update(of=("self",)).get(pk=subject.pk)
            source = getattr(locked, self.field)
            self._refuse_unless_allowed(locked, source, target, actor=actor, seen=seen)
            for name, value in (changes or {}).items():
                setattr(locked, name, value)
            for check in self._guards.get(target, []):
                check(locked, at=at)
            setattr(locked, self.field, target)
            locked.save(update_fields=[self.field, *(changes or {})])
            transition = getattr(locked, self.history).create(
                from_state=source,
                to_state=target,
                actor=actor,
                reason=reason,
                effective_on=effective_on or at.date(),
                recorded_at=at,
            )
        for name in (self.field, *(changes or {})):
            setattr(subject, name, getattr(locked, name))
        return transition

    def move_all(
        self,
        rows: models.QuerySet[Any],
        target: str,
        *,
        actor: User | None,
        at: datetime,
        reason: str = "",
        limit: int = 500,
    ) -> list[int]:
        """Move the first `limit` of `rows` as `move` moves one, in four queries; return their keys in their order.

        Rows that somebody else holds are left for the next time. Raises what `move` raises; then none was moved.
        """
        with transaction.atomic():
            locked = list(rows.select_for_update(of=("self",), skip_locked=True)[:limit])
            history = rows.model._meta.get_field(self.history).related_model
            steps = []
            for row in locked:
                source = getattr(row, self.field)
                self._refuse_unless_allowed(row, source, target, actor=actor, seen=None)
                for check in self._guards.get(target, []):
                    check(row, at=at)
                steps.append(
                    history(
                        subject=row,
                        from_state=source,
                        to_state=target,
                        actor=actor,
                        reason=reason,
                        effective_on=at.date(),
                        recorded_at=at,
                    )
                )
            keys = [row.pk for row in locked]
            rows.model._base_manager.filter(pk__in=keys).update(**{self.field: target})
            history.objects.bulk_create(steps)
        return keys

    def _refuse_unless_allowed(
        self, locked: Any, source: str, target: str, *, actor: User | None, seen: str | None
    ) -> None:
        if seen is not None and seen != source:
            raise Stale("stale", _("Somebody else has already changed this. Here is how it stands now."))
        edge = self.edges.get((source, target))
        if edge is None:
            raise NoSuchEdge("no_such_edge", _("This step is not possible from here."))
        if not edge.permission(actor, locked):
            raise NotPermitted("not_permitted", _("You may not take this step."))
