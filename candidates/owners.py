"""Who of ours looks after a candidate: the owner of the state, whoever stands in, or the owner of the region.

Pure on loaded facts: `load_owners` reads everything once, in four queries, however many candidates are asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection

from candidates.models import Leave, Ownership, RegionState
from core.accounts.models import User
from core.accounts.roles import Role
from offices.states import NAMES

if TYPE_CHECKING:
    from candidates.models import Candidate

# Stands for candidates whose state is not known.
NOWHERE = ""


@dataclass(frozen=True)
class Term:
    """`person` (a user's id) is the owner, or with `stand_in` is away, on each of these days, both included."""

    person: int
    first_day: date
    last_day: date | None
    stand_in: int = 0

    def covers(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class Owners:
    """Everything that is known of owners. `working` are those who may sign in and are program staff."""

    of_states: Mapping[str, Sequence[Term]] = field(default_factory=dict)
    of_regions: Mapping[int, Sequence[Term]] = field(default_factory=dict)
    region_of: Mapping[str, int] = field(default_factory=dict)
    leaves: Mapping[int, Sequence[Term]] = field(default_factory=dict)
    working: Mapping[int, User] = field(default_factory=dict)

    def owner_of(self, state: str, *, on: date) -> int | None:
        """Return the id of the user who looks after `state` on that day, or None when nobody does.

        The state's own owner comes first, then whoever stands in, then the same for the state's region.
        """
        terms = (self.of_states.get(state, ()), self.of_regions.get(self.region_of.get(state, 0), ()))
        for candidates in terms:
            for person in _on(candidates, on):
                present = self._present(person.person, on)
                if present is not None:
                    return present
        return None

    def states_of(self, person: int, *, on: date) -> set[str]:
        """Return the states that `person` (a user's id) looks after on that day."""
        return {state for state in NAMES if self.owner_of(state, on=on) == person}

    def without_owner(self, *, on: date) -> set[str]:
        """Return the states that nobody looks after on that day, and the unknown one."""
        return {state for state in NAMES if self.owner_of(state, on=on) is None} | {NOWHERE}

    def _present(self, person: int, day: date) -> int | None:
        """Follow stand-ins until somebody is here; whoever stands in for each other is nobody."""
        asked: set[int] = set()
        while person in self.working and person not in asked:
            asked.add(person)
            leave = next(_on(self.leaves.get(person, ()), day), None)
            if leave is None:
                return person
            person = leave.stand_in
        return None


def _on(terms: Iterable[Term], day: date) -> Iterator[Term]:
    return (term for term in terms if term.covers(day))


def load_owners(*, on: date) -> Owners:
    """Read who owns what on that day. Four queries."""
    of_states: dict[str, list[Term]] = {}
    of_regions: dict[int, list[Term]] = {}
    for row in _covering(Ownership.objects.all(), on):
        term = Term(row.owner_id, row.first_day, row.last_day)
        if row.region_id:
            of_regions.setdefault(row.region_id, []).append(term)
        else:
            of_states.setdefault(row.state, []).append(term)
    leaves: dict[int, list[Term]] = {}
    for away in _covering(Leave.objects.all(), on):
        term = Term(away.person_id, away.first_day, away.last_day, away.stand_in_id)
        leaves.setdefault(away.person_id, []).append(term)
    return Owners(
        of_states,
        of_regions,
        dict(RegionState.objects.order_by().values_list("state", "region_id")),
        leaves,
        {user.pk: user for user in User.objects.filter(is_active=True, groups__name=Role.PROGRAM_STAFF)},
    )


def _covering(rows: Any, day: date) -> Iterable[Any]:
    return (row for row in rows.order_by("pk").filter(first_day__lte=day) if row.covers(day))


def owner_of(candidate: Candidate, today: date) -> User | None:
    """Return who of ours looks after `candidate` on that day, or None. Four queries: for many, use `load_owners`."""
    owners = load_owners(on=today)
    person = owners.owner_of(candidate.state, on=today)
    return None if person is None else owners.working[person]


WHERE_SOMEBODY_WAITS = """
SELECT state FROM unnest(%s::text[]) AS states(state) WHERE EXISTS (
    SELECT FROM candidates_candidate WHERE candidates_candidate.state = states.state
)
"""


def unassigned(owners: Owners, *, on: date) -> list[str]:
    """Return the states, in alphabetical order, where somebody signed up and which nobody looks after. One query."""
    with connection.cursor() as cursor:
        cursor.execute(WHERE_SOMEBODY_WAITS, [sorted(owners.without_owner(on=on))])
        return sorted((row[0] for row in cursor.fetchall()), key=lambda state: NAMES.get(state, ""))
