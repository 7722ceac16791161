"""What is missing about offices, ranked by how many people wait for it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from offices.enums import DOWN_BALLOT, NEEDED, FactKind
from offices.facts import Known, believed
from offices.models import Office, ResearchRequest

Waiting = Callable[[], "QuerySet[Any, tuple[int, int]]"]
_waiting: list[Waiting] = []

MOST_WAITED_FOR = """
SELECT office_id, count(*) AS waiting FROM ({people}) AS people (office_id, user_id)
GROUP BY office_id ORDER BY waiting DESC, office_id LIMIT %s
"""


def register_waiting(function: Waiting) -> Waiting:
    """Register a query of (office id, user id): people who wait to hear more of an office."""
    _waiting.append(function)
    return function


@register_waiting
def _who_asked() -> "QuerySet[Any, tuple[int, int]]":
    return ResearchRequest.objects.order_by().values_list("office_id", "asked_by_id")


@dataclass(frozen=True)
class Gap:
    """An office, how many people wait, what nobody has found out yet, and what wants checking again."""

    office: Office
    waiting: int
    missing: list[FactKind]
    stale: list[Known]


def gaps(*, today: date, limit: int = 50) -> list[Gap]:
    """Return the offices that most people wait for and of which something is missing or stale. Three queries."""
    waiting = _most_waited_for(limit * 4)
    offices = Office.objects.filter(pk__in=waiting, level__in=DOWN_BALLOT).select_related("division")
    facts = believed(offices, today=today)
    found = [_gap(office, waiting[office.pk], facts.get(office.pk, ()), today) for office in offices]
    open_ones = [gap for gap in found if gap.missing or gap.stale]
    return sorted(open_ones, key=lambda gap: (-gap.waiting, gap.office.pk))[:limit]


def _gap(office: Office, waiting: int, facts: Collection[Known], today: date) -> Gap:
    # A window of an election that is over is no answer to anybody.
    current = [known for known in facts if known.election_on is None or known.election_on >= today]
    known_kinds = {known.kind for known in current}
    if office.minimum_age:
        known_kinds.add(FactKind.MINIMUM_AGE)
    stale = [known for known in current if known.is_stale and known.kind in NEEDED]
    return Gap(office, waiting, [kind for kind in NEEDED if kind not in known_kinds], stale)


def _most_waited_for(limit: int) -> dict[int, int]:
    parts: list[str] = []
    values: list[Any] = []
    for waiting in _waiting:
        statement, parameters = waiting().query.sql_with_params()
        parts.append(statement)
        values += parameters
    with connection.cursor() as cursor:
        # UNION counts a person once who both chose an office and asked about it.
        cursor.execute(MOST_WAITED_FOR.format(people=" UNION ".join(parts)), [*values, limit])
        return dict(cursor.fetchall())
