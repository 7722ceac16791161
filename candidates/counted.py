"""People counted as of a moment: records merged by then are one person, and later merges change nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from candidates.models import PersonMerge

CANDIDACIES = "candidates.candidacy.candidate"


@dataclass(frozen=True)
class Then:
    """How records stood at a moment. `kept` leads from a merged record to the person, `ran` from a candidacy to the
    record whose it was then, where that is another one today."""

    kept: dict[int, int]
    ran: dict[int, int]

    def person(self, record: int) -> int:
        while record in self.kept:
            record = self.kept[record]
        return record


def as_of(at: datetime) -> Then:
    """Read the merges. One query."""
    kept: dict[int, int] = {}
    ran: dict[int, int] = {}
    events = list(PersonMerge.objects.select_related("undoes").order_by("pk"))
    for event in events:
        if event.recorded_at <= at:
            if event.undoes_id:
                kept.pop(event.other_id, None)
            else:
                kept[event.other_id] = event.kept_id
    for event in reversed(events):
        if event.recorded_at > at:
            made = event.undoes or event
            before = event.kept_id if event.undoes_id else event.other_id
            ran |= dict.fromkeys(made.moved["rows"].get(CANDIDACIES, ()), before)
    return Then(kept, ran)


def count_people(rows: Any, record: str, *, at: datetime, candidacy: str = "") -> int:
    """Count the people whom `rows` (a queryset) are about, each once, as records stood at `at`.

    `record` is the path to the candidate, `candidacy` the one to the candidacy where the way leads over one.
    """
    then = as_of(at)
    if candidacy and then.ran:
        moved = rows.filter(**{f"{candidacy}__in": then.ran}).values_list(candidacy, flat=True)
        others = [then.ran[key] for key in moved]
        rows = rows.exclude(**{f"{candidacy}__in": then.ran})
    else:
        others = []
    special = {*then.kept, *then.kept.values(), *others}
    if not special:
        return int(rows.values(record).distinct().count())
    plain = rows.exclude(**{f"{record}__in": special}).values(record).distinct().count()
    found = rows.filter(**{f"{record}__in": special}).values_list(record, flat=True).distinct()
    return int(plain) + len(_people([*found, *others], then))


def _people(records: Iterable[int], then: Then) -> set[int]:
    return {then.person(record) for record in records}
