"""Empties the test database after a transactional test: only what was filled, since most tables never were.

Django's `flush` truncates every table and writes its content types and permissions again, for a third of a second each
time. Rows that a migrated database has from the start are left where they are, as long as they are as they were.
"""

from django.db import connection, transaction
from django.test import TransactionTestCase

# More rows are truncated: deleted ones would lie about and slow down the tests that follow.
FEW = 2_000


class Emptying:
    """Knows what a database that was just migrated holds."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor))
        self._first = _filled(tables)
        self._others = tables - self._first
        self._digest = _digest(self._first)

    def empty(self) -> bool:
        """Delete the rows of every other table; return False when that would not do, with nothing changed."""
        if _digest(self._first) != self._digest:
            return False
        filled = _filled(self._others)
        if any(_holds_more_than_a_few(table) for table in filled):
            return False
        with transaction.atomic(), connection.cursor() as cursor:
            # Neither foreign keys nor append-only triggers keep a test's rows.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in filled:
                cursor.execute(f"DELETE FROM {_quoted(table)}")
        return True


def may_leave_first_rows(case: TransactionTestCase) -> bool:
    """Whether the test asked for nothing that only Django's own flush does."""
    return case.available_apps is None and not case.serialized_rollback


def _filled(tables: set[str]) -> set[str]:
    asked = " UNION ALL ".join(
        f"(SELECT '{table}' FROM {_quoted(table)} LIMIT 1)" for table in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {table for (table,) in cursor.fetchall()}


def _digest(tables: set[str]) -> dict[str, tuple[int, int]]:
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*), sum(hashtext(row::text)) FROM {_quoted(table)} row")
            found[table] = cursor.fetchone()
    return found


def _holds_more_than_a_few(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {_quoted(table)} OFFSET %s LIMIT 1", [FEW])
        return cursor.fetchone() is not None


def _quoted(table: str) -> str:
    return connection.ops.quote_name(table)
