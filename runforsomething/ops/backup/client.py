"""PostgreSQL's own programs, found and pointed at Django's database."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2.extensions import make_dsn

from runforsomething.ops.backup.errors import BackupError
from runforsomething.ops.engines.errors import EngineError
from runforsomething.ops.engines.postgres import binary

VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def program(name: str, *, at_least: int) -> Path:
    """Return `pg_dump` or `pg_restore` of PostgreSQL's major version `at_least` or newer; raises BackupError."""
    for path in _candidates(name):
        done = subprocess.run([path, "--version"], capture_output=True, text=True, env=environment())  # noqa: S603
        found = VERSION.search(done.stdout)
        if found and int(found[1]) >= at_least:
            return path
    raise BackupError(f"{name} of PostgreSQL {at_least} or newer is needed: install that version's client")


def address(connection: BaseDatabaseWrapper) -> tuple[str, dict[str, str]]:
    """Return the database's address without its password, and the environment that holds the password."""
    given = connection.get_connection_params()
    password = given.pop("password", "")
    plain = {name: value for name, value in given.items() if isinstance(value, str | int)}
    for name in ("client_encoding", "assume_role"):
        plain.pop(name, None)
    return make_dsn(None, **plain), environment() | ({"PGPASSWORD": password} if password else {})


def environment() -> dict[str, str]:
    """Return this process's environment with nothing in it that would turn the programs elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


def _candidates(name: str) -> Iterator[Path]:
    with suppress(EngineError):
        yield binary(name)
    if found := shutil.which(name):
        yield Path(found)
