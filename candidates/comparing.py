"""Two records side by side, and what would move from one to the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from candidates.enums import Topic
from candidates.merging import further, to_fill
from candidates.models import Candidate
from candidates.movers import all_movers

SHOWN = (
    "stage", "standing", "signed_up_at", "verified_at", "date_of_birth", "phone", "postal_code", "state",
    "running_when", "filed_on", "ran_before", "topics", "heard_from",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One fact of two records. `taken` is whether the one that stays takes it over from the one that goes."""

    label: str
    kept: Any
    other: Any
    taken: bool = False

    @property
    def differs(self) -> bool:
        return bool(self.kept != self.other)


@dataclass(frozen=True)
class Moving:
    label: str
    moves: int
    stays: int


def lines(kept: Candidate, other: Candidate) -> Iterator[Line]:
    """Return every fact of the two, with those first by which one knows a person."""
    filled = to_fill(kept, other)
    lifted = further(kept.stage, other.stage) != kept.stage
    for name in ("first_name", "last_name", "email"):
        yield Line(_label(kept.user, name), getattr(kept.user, name), getattr(other.user, name))
    for name in SHOWN:
        taken = name in filled or (name == "stage" and lifted)
        yield Line(_label(kept, name), _shown(kept, name), _shown(other, name), taken)


def _label(row: Any, name: str) -> str:
    return str(capfirst(row._meta.get_field(name).verbose_name))


def _shown(candidate: Candidate, name: str) -> Any:
    if name == "topics":
        return ", ".join(str(Topic(topic).label) for topic in candidate.topics)
    label = getattr(candidate, f"get_{name}_display", None)
    return label() if label else getattr(candidate, name)


def moving(kept: Candidate, other: Candidate) -> list[Moving]:
    """Return how many rows of each kind would move, and how many would stay with the record that goes."""
    found = []
    for mover in all_movers():
        there = mover.rows_of(other).count()
        moves = len(mover.to_move(kept, other)) if there else 0
        if there:
            label = str(capfirst(mover.model._meta.verbose_name_plural))
            found.append(Moving(label, moves, there - moves))
    return found
