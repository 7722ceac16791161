"""What the drills share: commands in a process of their own against any database, and checksums of what it holds."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
CHILD = [sys.executable, "-m", "tests.ops.commands_in_turn"]

Sums = dict[str, tuple[int, str]]


@contextmanager
def open_database(address: str) -> Iterator[Any]:
    """Yield a cursor on the database, each statement for itself."""
    with closing(psycopg2.connect(address)) as opened:
        opened.autocommit = True
        with opened.cursor() as cursor:
            yield cursor


def own_address() -> str:
    """Return the address of the database that the tests themselves use."""
    given = urlsplit(os.environ["DATABASE_URL"])
    return given._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def table_sums(address: str) -> Sums:
    """Return for each table the number of its rows, and the MD5 of all of them in order."""
    with open_database(address) as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return {name: _sum(cursor, name) for (name,) in cursor.fetchall()}


def _sum(cursor: Any, table: str) -> tuple[int, str]:
    cursor.execute(
        "SELECT count(*), md5(coalesce(string_agg(line, chr(10) ORDER BY line COLLATE \"C\"), '')) "
        f'FROM (SELECT one::text AS line FROM "{table}" AS one) AS lines'
    )
    return cursor.fetchone()


def file_contents(folder: Path) -> dict[str, bytes]:
    """Return the content of each file below the folder, by its relative path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def environment(address: str, media: Path) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "runforsomething.settings.test",
        "DATABASE_URL": address,
        "MEDIA_DIR": str(media),
    }


def run_in_turn(jobs: list[dict[str, Any]], *, address: str, media: Path) -> list[str]:
    """Run management commands against a database, all in one new process; return what each said or complained of."""
    done = subprocess.run(
        CHILD,
        input=json.dumps(jobs),
        env=environment(address, media),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def restoring(path: Path, *options: str, key: str = "", **more: Any) -> dict[str, Any]:
    return {"command": ["restore", str(path), *options], "key": key, **more}
