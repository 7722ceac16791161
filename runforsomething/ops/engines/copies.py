"""A migrated database, made once and copied: each server of a test run begins as a copy of one that was stopped."""

import os
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg2

from runforsomething.ops.engines.postgres import DATABASE

# Names the folder of the server to copy, as `Engines` keep it.
MADE_READY = "DATABASE_MADE_READY"
TEST_DATABASE = f"test_{DATABASE}"  # as Django names it


def make_test_database(address: str) -> None:
    """Give the server at `address`, whose database is migrated and which nobody uses, one for the tests."""
    maintenance = address.replace(f"/{DATABASE}?", "/postgres?")
    with closing(psycopg2.connect(maintenance)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{TEST_DATABASE}" TEMPLATE "{DATABASE}"')


def begin_as_copy(local_dir: Path) -> bool:
    """Have the server of `local_dir` begin as a copy of the one that the environment names; return whether it does."""
    made, wanted = os.environ.get(MADE_READY), local_dir / "postgres"
    if not made or wanted.exists():
        return False
    cp = shutil.which("cp") or "cp"
    # Unlike shutil.copytree this keeps whose the files are, which the server insists on.
    subprocess.run([cp, "-a", str(Path(made) / "postgres"), str(wanted)], check=True)  # noqa: S603
    return True
