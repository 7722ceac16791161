"""Puts constraints and indexes aside while very many rows are copied, and checks and builds them in one go."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection

# Row by row they cost half of the time of a large load, the random keys most; below this, no table is worth locking.
MANY_CANDIDATES = 100_000
# Foreign keys go first and come back last. Primary keys stay: they are given out in turn, and cost little. So does
# what excludes overlaps, which would cost as much afterwards, when nothing else is done meanwhile.
CONSTRAINTS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
    format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype IN ('f', 'u') AND conrelid::regclass::text = ANY(%s)
ORDER BY contype, conrelid, conname
"""
# Partial ones stay: they cost little, and PostgreSQL would write their condition down otherwise than it was. So do
# those of a table with a constraint trigger (the ledger's balance), which looks things up meanwhile.
INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index WHERE indpred IS NULL AND indrelid::regclass::text = ANY(%s)
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = indrelid AND tgconstraint <> 0 AND NOT tgisinternal)
ORDER BY indrelid, indexrelid
"""


@contextmanager
def set_aside(tables: Collection[str]) -> Iterator[None]:
    """Do without the foreign keys, the unique constraints and the whole (not partial) indexes of `tables` inside.

    For the owner of the tables, in a transaction in which no check is pending; the tables are locked until it ends.
    What the rows inside violate is refused when the block is left, with all of the transaction.
    """
    with connection.cursor() as cursor:
        pairs = []
        for query in (CONSTRAINTS, INDEXES):
            cursor.execute(query, [list(tables)])
            pairs += cursor.fetchall()
        for drop, _restore in pairs:
            cursor.execute(drop)
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _drop, restore in reversed(pairs):
            cursor.execute(restore)
