"""How the outbox does: what waits in each lane and since when, and why messages failed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from core.outbox.desk.reading import label_of
from core.outbox.enums import Lane
from core.outbox.fates import sentence_for

# So many are counted; beyond, it is "more than".
MOST = 100_000

LANES = """
SELECT lane, count(*), min(not_before) FROM (
    SELECT lane, not_before FROM outbox_outgoingmessage AS due
    WHERE status = 'due' AND not_before <= %(now)s AND NOT EXISTS (
        SELECT 1 FROM outbox_hold AS hold
        WHERE hold.kind = due.kind OR (hold.kind = '' AND due.lane <> 'security')
    )
    LIMIT %(most)s
) AS due GROUP BY lane
"""
FAILURES = """
SELECT kind, failure, count(*), max(created_at) FROM (
    SELECT kind, failure, created_at FROM outbox_outgoingmessage WHERE status = 'failed' LIMIT %(most)s
) AS failed GROUP BY kind, failure ORDER BY 3 DESC, 1, 2 LIMIT 20
"""


@dataclass(frozen=True)
class Depth:
    """What could be sent now, but for what is held back. `oldest` is the moment since which the oldest waits."""

    lane: str
    count: int
    oldest: datetime | None


@dataclass(frozen=True)
class Failure:
    kind: str
    reason: str
    count: int
    last: datetime

    @property
    def label(self) -> str:
        return label_of(self.kind)

    @property
    def sentence(self) -> Any:
        return sentence_for(self.reason)


def depths(*, now: datetime) -> list[Depth]:
    """Return each lane, most urgent first. One query, by the index of what is due."""
    with connection.cursor() as cursor:
        cursor.execute(LANES, {"now": now, "most": MOST})
        found = {lane: (count, oldest) for lane, count, oldest in cursor.fetchall()}
    return [Depth(str(lane.label), *found.get(lane.value, (0, None))) for lane in Lane]


def failures() -> list[Failure]:
    """Return why messages failed, by kind, the most frequent first, at most twenty. One query, by an index."""
    with connection.cursor() as cursor:
        cursor.execute(FAILURES, {"most": MOST})
        return [Failure(*row) for row in cursor.fetchall()]
