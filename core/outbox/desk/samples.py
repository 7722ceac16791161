"""What a message could be about, for whom it is shown before one is sent.

A reference that is called as a model is looked up among what that table holds of the person, as `personal.py` declares;
what is called otherwise is declared by its app in its `samples.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model, Q

from core.privacy.registry import holdings_of

if TYPE_CHECKING:
    from core.accounts.models import User

# The public ids, or codes, of what `person` has of it, the best first.
Find = Callable[["User"], "Iterable[Any]"]

TRIES = 5
_finds: dict[tuple[str, str], Find] = {}


class Missing(KeyError):
    """There is nothing that a message of this kind to this person could be about."""


def register_sample(reference: str, find: Find, *, kinds: Iterable[str] = ("",)) -> None:
    """Declare how to find what `reference` names in the context of a message, for all kinds or only for `kinds`."""
    for kind in kinds:
        _finds[reference, kind] = find


def newest(model: type[Model], *paths: str) -> Find:
    """Return what finds the rows of `model` that lead to a person by one of `paths`, the newest first."""

    def find(person: User) -> Iterable[Any]:
        theirs = Q()
        for path in paths:
            theirs |= Q(**{path: person.pk})
        rows = model._base_manager.filter(theirs) if paths else model._base_manager.none()
        return rows.order_by("-pk").values_list("public_id", flat=True)[:TRIES]

    return find


def _of_model(name: str) -> Find | None:
    for model in apps.get_models():
        if model._meta.model_name == name and any(f.name == "public_id" for f in model._meta.fields):
            return newest(model, *(holding.path for holding in holdings_of(model) if holding.path != "pk"))
    return None


class References(dict[str, Any]):
    """The context of a message that was never written: each reference is looked up when it is asked for.

    `attempt` says which of what is found is taken: the first (0) may be over already, and the next not.
    """

    def __init__(self, kind: str, person: User, attempt: int) -> None:
        super().__init__()
        self.kind, self.person, self.attempt = kind, person, attempt

    def __missing__(self, name: str) -> str:
        find = _finds.get((name, self.kind)) or _finds.get((name, "")) or _of_model(name)
        found = list(islice(find(self.person), self.attempt + 1)) if find else []
        if len(found) <= self.attempt:
            raise Missing(name)
        return str(found[self.attempt])

    def get(self, name: str, default: Any = None) -> Any:
        try:
            return self[name]
        except Missing:
            return default
