"""Wait for a condition, not for a time."""

import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import psycopg2
from django.db import connection


def wait_until(condition: Callable[[], Any], *, seconds: float = 30, what: str = "") -> float:
    """Return after how many seconds `condition` came true; fails with `what` after `seconds`."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() < started + seconds, f"not within {seconds} s: {what or condition}"
        time.sleep(0.02)
    return time.monotonic() - started


def wait_until_somebody_waits_for_a_lock(how_many: int = 1) -> None:
    """Return once that many sessions of the test's database wait for a lock of the database."""
    sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    # A session of its own: within one transaction pg_stat_activity does not change.
    with closing(psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})) as own:
        own.autocommit = True
        with own.cursor() as cursor:

            def enough() -> bool:
                cursor.execute(sql)
                return bool(cursor.fetchone()[0] >= how_many)

            wait_until(enough, what="somebody waits for a lock")
