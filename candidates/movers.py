"""What moves when two records are made one. Each room registers its own rows and rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db import models

    from candidates.models import Candidate, PersonMerge

# Which rows of the record that goes stay with it, by primary key.
Stays = Callable[["Candidate", "Candidate"], Collection[int]]
# `(kept, other, now)` -> sentences that say why the two cannot be merged.
Obstacle = Callable[["Candidate", "Candidate", datetime], Iterable[Any]]
# `merge` -> sentences that say what was built on it and belongs to both.
Built = Callable[["PersonMerge"], Iterable[Any]]


@dataclass(frozen=True)
class Mover:
    """Rows of `model` whose foreign key `field` leads to the candidate, or with `of_user` to the user.

    All move, except those that `stays` names.
    """

    model: type[models.Model]
    field: str
    of_user: bool = False
    stays: Stays = lambda kept, other: ()

    @property
    def name(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field}"

    def rows_of(self, candidate: Candidate) -> Any:
        owner = candidate.user_id if self.of_user else candidate.pk
        return self.model._base_manager.filter(**{self.field: owner})

    def to_move(self, kept: Candidate, other: Candidate) -> list[int]:
        return sorted(set(self.rows_of(other).values_list("pk", flat=True)) - set(self.stays(kept, other)))


_movers: list[Mover] = []
_obstacles: list[Obstacle] = []
_built: list[Built] = []


def register_mover(mover: Mover) -> Mover:
    _movers.append(mover)
    return mover


def register_obstacle(obstacle: Obstacle) -> Obstacle:
    _obstacles.append(obstacle)
    return obstacle


def register_built(built: Built) -> Built:
    _built.append(built)
    return built


def all_movers() -> list[Mover]:
    """In a fixed order, so that two merges lock tables alike."""
    return sorted(_movers, key=lambda mover: mover.name)


def obstacles(kept: Candidate, other: Candidate, *, now: datetime) -> list[str]:
    return [str(sentence) for say in _obstacles for sentence in say(kept, other, now)]


def built_on(merge: PersonMerge) -> list[str]:
    return [str(sentence) for say in _built for sentence in say(merge)]
