"""How long the demonstration takes to load: as it is by default, and very large."""

import time
from collections.abc import Iterator

import pgtrigger
from django.core.management import call_command
from django.db import connection


def run(size: int = 1_000_000) -> Iterator[str]:
    """Yield the time and the size of the default demonstration and of one of `size` candidates."""
    for candidates in (8_000, size):
        call_command("load_offices", quiet=True)
        started = time.monotonic()
        call_command("load_demo", candidates=candidates)
        seconds = time.monotonic() - started
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database()) / 1000000")
            (megabytes,) = cursor.fetchone()
        yield f"{candidates:,} candidates in {seconds:.1f} s: {megabytes:,} MB"
        with pgtrigger.ignore():  # the append-only tables are emptied too
            call_command("flush", interactive=False, verbosity=0)
