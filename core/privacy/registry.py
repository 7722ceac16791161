"""What each table holds of a person, declared by its app in `personal.py`: how it is reached, shown and forgotten.

A model that is declared neither here nor as `impersonal` fails the tests, and so does a text field of a declared one
that nobody says what becomes of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

if TYPE_CHECKING:
    from core.accounts.models import User


class Fate(StrEnum):
    """What erasure makes of a row: `keeps` leaves keys, codes, dates and amounts."""

    DELETES = "deletes"
    BLANKS = "blanks"
    KEEPS = "keeps"


@dataclass(frozen=True)
class Identity:
    """Whom an erasure is about: the user's key, and every address by which rows without that key can be found."""

    user_id: int
    public_id: Any
    addresses: tuple[str, ...] = ()
    full_name: str = ""


@dataclass(frozen=True)
class Holding:
    """Rows of `model` that lead to a person by `path`.

    `also` finds rows of theirs that have no such key. `shows` are the fields of the export, under `title`. `blanks` are
    the values that erasure writes; `keeps` names the text fields that stay, none of which may be about a person.
    `history` is the column of the person in the model's history, which is forgotten too.
    """

    model: type[Model]
    path: str
    fate: Fate
    title: Any = ""
    shows: tuple[str, ...] = ()
    blanks: Mapping[str, Any] = field(default_factory=dict)
    keeps: tuple[str, ...] = ()
    also: Callable[[Identity], Q] | None = None
    history: str = ""

    def rows(self, who: Identity) -> QuerySet[Any]:
        """Return the rows that are `who`'s, in the order of their keys."""
        condition = Q(**{self.path: who.user_id})
        if self.also is not None:
            condition |= self.also(who)
        return self.model._base_manager.filter(condition).order_by("pk")


# Gives back what others wait for, such as a booked talk, before anything is erased.
Leave = Callable[["User", datetime], None]
# The other accounts of the same person, such as one whose record was merged into theirs.
Selves = Callable[["User"], "Iterable[User]"]
# What stands in the way of an erasure, in a sentence for that person, or nothing.
Obstacle = Callable[["User"], Any]
# Forgets what no row leads to: sessions, cache keys, files.
Sweep = Callable[[Identity], None]

_holdings: list[Holding] = []
_impersonal: dict[str, str] = {}
_leaves: list[Leave] = []
_obstacles: list[Obstacle] = []
_sweeps: list[Sweep] = []
_selves: list[Selves] = []


def holds(label: str, path: str, fate: Fate, **options: Any) -> Holding:
    """Declare what the model `label` ("app.Model") holds of the person at the end of `path`. In order of erasure."""
    holding = Holding(apps.get_model(label), path, fate, **options)
    _holdings.append(holding)
    return holding


def impersonal(because: str, *labels: str) -> None:
    """Declare models that hold nothing of a person who can ask for it to be erased."""
    _impersonal.update({apps.get_model(label)._meta.label: because for label in labels})


def on_leaving(function: Leave) -> Leave:
    _leaves.append(function)
    return function


def obstacle(function: Obstacle) -> Obstacle:
    _obstacles.append(function)
    return function


def sweep(function: Sweep) -> Sweep:
    _sweeps.append(function)
    return function


def same_person(function: Selves) -> Selves:
    _selves.append(function)
    return function


def selves_of(user: User) -> list[User]:
    """Return every account of the person, `user` first."""
    found = [user]
    for one in found:
        found += [other for function in _selves for other in function(one) if other not in found]
    return found


def all_holdings() -> list[Holding]:
    return list(_holdings)


def all_impersonal() -> dict[str, str]:
    return dict(_impersonal)


def holdings_of(model: type[Model]) -> list[Holding]:
    return [holding for holding in _holdings if holding.model is model._meta.concrete_model]


def all_sweeps() -> Iterable[Sweep]:
    return list(_sweeps)


def leave_everything(user: User, at: datetime) -> None:
    """Give back everything that others wait for."""
    for leave in _leaves:
        leave(user, at)


def obstacles_for(user: User) -> list[str]:
    """Return, a sentence each, what stands in the way of erasing `user` now."""
    return [str(found) for function in _obstacles if (found := function(user))]
