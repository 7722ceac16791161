"""Who is sending what. A sender holds a session advisory lock on its own id; its rows are free once that lock is."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection

from core.outbox.enums import Lane

# First key of the two-key advisory locks of senders.
SENDER_LOCKS = 0x0B0C

CLAIM = """
UPDATE outbox_outgoingmessage SET status = 'sending', claimed_by = %(sender)s
WHERE id IN (
    SELECT id FROM outbox_outgoingmessage
    WHERE status = 'due' AND lane = ANY(%(lanes)s) AND not_before <= %(now)s
    ORDER BY array_position(%(order)s, lane::text), not_before, id
    LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
RETURNING array_position(%(order)s, lane::text), not_before, id
"""

# Senders whose session ended, by whatever death, no longer hold their lock.
FREE_ABANDONED = """
UPDATE outbox_outgoingmessage SET status = 'due', claimed_by = NULL
WHERE status = 'sending' AND claimed_by NOT IN (
    SELECT objid::int FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %(locks)s AND objsubid = 2 AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""


@contextmanager
def sender() -> Iterator[int]:
    """Hold the advisory lock of a new sender id for as long as the block runs."""
    sender_id = secrets.randbelow(2**31)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [SENDER_LOCKS, sender_id])
    try:
        yield sender_id
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [SENDER_LOCKS, sender_id])


def claim(sender_id: int, lanes: Sequence[str], *, now: datetime, limit: int) -> list[int]:
    """Claim up to `limit` due messages of `lanes` for this sender and return their ids, most urgent lane first."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"sender": sender_id, "now": now, "limit": limit}
        cursor.execute(CLAIM, values | {"lanes": list(lanes), "order": Lane.values})
        return [row[-1] for row in sorted(cursor.fetchall())]


def free_abandoned() -> int:
    """Make due again what a dead sender had claimed; return how many messages that were."""
    with connection.cursor() as cursor:
        cursor.execute(FREE_ABANDONED, {"locks": SENDER_LOCKS})
        return cursor.rowcount
