"""Figures that stand in the database's rows: the outbox's age and failures, and the pipeline by stage.

The outbox is asked each time, by index. Counting everybody takes longer the more there are, so the pipeline is counted
at most once a minute, whichever process is asked. A database that is away leaves these figures out and says so.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from prometheus_client.core import GaugeMetricFamily, Metric

from core import clock
from core.outbox.enums import Lane

LONGEST_MILLISECONDS = 2_000
KEPT_SECONDS = 60
CACHE_KEY = "metrics:pipeline"

DUE = """
SELECT lane, count(*), min(not_before) FROM outbox_outgoingmessage
WHERE status = 'due' AND not_before <= %s GROUP BY lane
"""
FAILED = (
    "SELECT kind, count(*) FROM outbox_outgoingmessage WHERE status = 'failed' GROUP BY kind ORDER BY kind"
)
SENDING = "SELECT count(*) FROM outbox_outgoingmessage WHERE status = 'sending'"
CANDIDATES = """
SELECT stage, standing, count(*) FROM candidates_candidate WHERE merged_into_id IS NULL GROUP BY 1, 2 ORDER BY 1, 2
"""
CANDIDACIES = "SELECT status, count(*) FROM candidates_candidacy GROUP BY 1 ORDER BY 1"
INTAKES = "SELECT count(*) FROM candidates_intake WHERE status = 'received'"


class Figures:
    """Collects the figures when `/metrics` is read."""

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        found: list[Metric] = []
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {LONGEST_MILLISECONDS}")
                found += _outbox(cursor, clock.now())
                found += _pipeline(cursor)
        except DatabaseError:
            found = []
        yield GaugeMetricFamily("rfs_figures_up", "Whether the database told its figures", value=bool(found))
        yield from found


def _outbox(cursor: Any, now: datetime) -> Iterator[Metric]:
    due = GaugeMetricFamily("rfs_outbox_due", "Messages that could be sent now", labels=["lane"])
    oldest = GaugeMetricFamily(
        "rfs_outbox_oldest_due_seconds", "How long the oldest of them waits", labels=["lane"]
    )
    cursor.execute(DUE, [now])
    waiting = {lane: (count, (now - since).total_seconds()) for lane, count, since in cursor.fetchall()}
    for lane in Lane.values:
        count, age = waiting.get(lane, (0, 0))
        due.add_metric([lane], count)
        oldest.add_metric([lane], age)
    yield from (due, oldest)
    failed = GaugeMetricFamily("rfs_outbox_failed", "Messages that could not be sent", labels=["kind"])
    cursor.execute(FAILED)
    for kind, count in cursor.fetchall():
        failed.add_metric([kind], count)
    yield failed
    cursor.execute(SENDING)
    yield GaugeMetricFamily("rfs_outbox_sending", "Messages in a sender's hands", value=cursor.fetchone()[0])


def _pipeline(cursor: Any) -> Iterator[Metric]:
    counts = json.loads(cache.get(CACHE_KEY) or "null") or _counted(cursor)
    people = GaugeMetricFamily("rfs_candidates", "People by stage and standing", labels=["stage", "standing"])
    for stage, standing, count in counts["candidates"]:
        people.add_metric([stage, standing], count)
    races = GaugeMetricFamily("rfs_candidacies", "Races by status", labels=["status"])
    for status, count in counts["candidacies"]:
        races.add_metric([status], count)
    yield from (people, races)
    cursor.execute(INTAKES)
    yield GaugeMetricFamily("rfs_intakes_waiting", "Sign-ups not yet absorbed", value=cursor.fetchone()[0])


def _counted(cursor: Any) -> dict[str, Any]:
    counts = {}
    for name, query in (("candidates", CANDIDATES), ("candidacies", CANDIDACIES)):
        cursor.execute(query)
        counts[name] = cursor.fetchall()
    cache.set(CACHE_KEY, json.dumps(counts), KEPT_SECONDS)
    return counts
