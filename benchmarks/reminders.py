"""Finding what is due among very many people: how long one tick takes, and whether it reads a large table whole."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from benchmarks.delivery import sink
from benchmarks.seats import give_seats
from candidates.enums import Stage
from candidates.models import Candidate
from core import clock
from core.outbox import claims
from core.outbox.enums import Lane
from core.outbox.reminders import declared, statement_of, write_due

LARGE_ROWS = 10_000
SHARE_DUE = 0.01
ROWS = "SELECT relname, reltuples FROM pg_class WHERE relkind = 'r' AND reltuples > %s"


def run(size: int = 1_000_000) -> Iterator[str]:
    """Yield what a tick took among `size` candidates of whom 1% are due, and what its plans read whole."""
    started = time.monotonic()
    call_command("load_offices", quiet=True)
    call_command("load_demo", candidates=size)
    yield f"{size:,} candidates loaded in {time.monotonic() - started:.0f} s"
    waiting = Candidate.objects.filter(stage=Stage.SIGNED_UP).order_by("pk")[: int(size * SHARE_DUE)]
    give_seats(list(waiting), begins_in=timedelta(hours=24) - timedelta(minutes=2))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    now = clock.now()
    started = time.monotonic()
    written = write_due(now=now)
    yield f"a tick that finds {written:,} due: {time.monotonic() - started:.2f} s"
    started = time.monotonic()
    assert write_due(now=now) == 0
    yield f"the next tick, with nothing new: {time.monotonic() - started:.2f} s"
    started = time.monotonic()
    with claims.sender() as sender:
        claimed = claims.claim(sender, Lane.values, now=now, limit=20)
    yield f"{len(claimed)} of them claimed in {1_000 * (time.monotonic() - started):.1f} ms"
    with sink() as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        before = scans_of_large_tables()
        started = time.monotonic()
        told = StringIO()
        call_command("send_due", stdout=told)
        took = time.monotonic() - started
        read_whole = sorted((scans_of_large_tables() - before).items())
    yield f"send_due, one sender: {told.getvalue().strip()} in {took:.1f} s"
    yield f"while it ran, the database read whole: {', '.join(f'{n} {t}' for t, n in read_whole) or 'no large table'}"
    scans = {reminder.kind: sorted(large_tables_read_whole(reminder, now)) for reminder in declared()}
    found = [f"{kind} reads {', '.join(tables)} whole" for kind, tables in scans.items() if tables]
    yield f"{len(scans)} statements; {'; '.join(found) or 'none reads a large table whole'}"


def scans_of_large_tables() -> Counter[str]:
    """Return how often each table of over 10,000 rows was read from end to end since the server began to count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT relname, seq_scan FROM pg_stat_user_tables WHERE n_live_tup > %s", [LARGE_ROWS]
        )
        return Counter(dict(cursor.fetchall()))


def large_tables_read_whole(reminder: Any, now: Any) -> set[str]:
    """Return the tables of over 10,000 rows that the plan of a reminder's statement reads from end to end."""
    statement, values = statement_of(reminder, after=now - reminder.worth, until=now)
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [LARGE_ROWS])
        large = {name for name, _rows in cursor.fetchall()}
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", values)
        plan = cursor.fetchone()[0]
    return large & set(_scanned(plan if isinstance(plan, list) else json.loads(plan)))


def _scanned(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("Node Type") == "Seq Scan":
            yield node["Relation Name"]
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from _scanned(part)
