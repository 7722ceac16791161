"""Who is sending what. A sender holds a session advisory lock on its own id; its rows are free once that lock is."""

import secrets
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from core.outbox.caps import put_off_beyond_cap
from core.outbox.enums import Lane

# First key of the two-key advisory locks of senders.
SENDER_LOCKS = 0x0B0C

# One lane at a time, in the order of the index, and what is held back read beforehand: whoever sorted or joined what is
# due would read all of a long queue for each batch.
# Picked once, before anything is written: as a mere condition the rows would be picked anew for each row that is
# compared with them, by some plans, and then more than the limit is claimed.
CLAIM = """
WITH picked AS MATERIALIZED (
    SELECT id FROM outbox_outgoingmessage
    WHERE status = 'due' AND lane = %(lane)s AND not_before <= %(now)s
        AND kind <> ALL (%(held)s::text[])
    ORDER BY not_before
    LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE outbox_outgoingmessage AS claimed SET status = 'sending', claimed_by = %(sender)s
FROM picked WHERE claimed.id = picked.id
RETURNING not_before, claimed.id, recipient_id
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
    """Claim up to `limit` due messages of `lanes` for this sender and return their ids, most urgent lane first.

    What somebody holds back is left where it is. What would be too much for its recipient in one day is put off, and
    the next that are due are claimed instead; the list is empty only when nothing is due.
    """
    while True:
        claimed: list[tuple[str, int, int | None]] = []
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT kind FROM outbox_hold")
            held = [kind for (kind,) in cursor.fetchall()]
            values: dict[str, Any] = {"sender": sender_id, "now": now, "held": held}
            for lane in _open(lanes, held):
                if len(claimed) < limit:
                    cursor.execute(CLAIM, {**values, "lane": lane, "limit": limit - len(claimed)})
                    claimed += [(lane, pk, person) for _at, pk, person in sorted(cursor.fetchall())]
            bulk = [(pk, person) for lane, pk, person in claimed if lane == Lane.BULK and person is not None]
            put_off = put_off_beyond_cap(bulk, now=now)
        left = [pk for _lane, pk, _person in claimed if pk not in put_off]
        if left or not claimed:
            return left


def _open(lanes: Sequence[str], held: Collection[str]) -> list[str]:
    """Return which of `lanes` may leave, the most urgent first: a hold on everything spares codes."""
    return [lane for lane in Lane.values if lane in lanes and ("" not in held or lane == Lane.SECURITY)]


def free_abandoned() -> int:
    """Make due again what a dead sender had claimed; return how many messages that were."""
    with connection.cursor() as cursor:
        cursor.execute(FREE_ABANDONED, {"locks": SENDER_LOCKS})
        return cursor.rowcount
