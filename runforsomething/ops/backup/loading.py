"""Feeds a dump to the database over Django's own connection, so that it is part of a greater transaction."""

import re
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, cast

from django.db.backends.base.base import BaseDatabaseWrapper

from runforsomething.ops.backup.client import environment, program
from runforsomething.ops.backup.errors import BackupError
from runforsomething.ops.backup.tables import SCHEMA

COPY = re.compile(rb"^COPY [^;]+ FROM stdin;\n$")
END_OF_COPY = b"\\.\n"
# psql's own commands, by which a plain dump guards itself against being read by psql as something else.
OF_PSQL = (b"\\restrict ", b"\\unrestrict ")


def load(connection: BaseDatabaseWrapper, pieces: Iterable[bytes], *, postgres: int) -> None:
    """Run the dump in `pieces`, made by PostgreSQL's major version `postgres`, in the running transaction."""
    with as_script(pieces, postgres=postgres) as script, _settings_kept(connection):
        _run(connection, script)


@contextmanager
def as_script(pieces: Iterable[bytes], *, postgres: int) -> Iterator[IO[bytes]]:
    """Yield the dump as the lines of an SQL script; raises BackupError if it could not be read to its end."""
    command = [str(program("pg_restore", at_least=postgres)), "--file=-", "--exit-on-error"]
    command += ["--no-owner", "--no-privileges", f"--schema={SCHEMA}"]
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(  # noqa: S603 - our own command line
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=words, env=environment()
        ) as reader,
    ):
        feeder = _Feeder(pieces, cast(IO[bytes], reader.stdin))
        feeder.start()
        try:
            yield cast(IO[bytes], reader.stdout)
        except BaseException:
            reader.kill()
            raise
        finally:
            feeder.join()
        if feeder.error is not None:
            raise feeder.error
        if reader.wait() != 0:
            words.seek(0)
            raise BackupError(f"pg_restore failed: {words.read().decode(errors='replace').strip()}")


class _Feeder(threading.Thread):
    """Writes the pieces into a pipe while its other end is read."""

    def __init__(self, pieces: Iterable[bytes], pipe: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._pieces = pieces
        self._pipe = pipe
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            with suppress(BrokenPipeError), self._pipe:
                for piece in self._pieces:
                    self._pipe.write(piece)
        except Exception as error:
            self.error = error


class _Rows:
    """The rows of one COPY, as psycopg2 wants to read them."""

    def __init__(self, script: IO[bytes]) -> None:
        self._script = script
        self._ended = False

    def read(self, size: int = 8192) -> bytes:
        """Return about `size` bytes of whole rows; nothing at the end."""
        rows: list[bytes] = []
        have = 0
        while have < size and not self._ended:
            row = self._script.readline()
            self._ended = row in (END_OF_COPY, b"")
            if not self._ended:
                rows.append(row)
                have += len(row)
        return b"".join(rows)


def _run(connection: BaseDatabaseWrapper, script: IO[bytes]) -> None:
    statements: list[bytes] = []
    with connection.connection.cursor() as cursor:
        for line in iter(script.readline, b""):
            if COPY.match(line):
                cursor.execute(b"".join([*statements, b"SELECT 1"]))
                cursor.copy_expert(line.decode(), _Rows(script))
                statements.clear()
            elif not line.startswith(OF_PSQL):
                statements.append(line)
        cursor.execute(b"".join([*statements, b"SELECT 1"]))


@contextmanager
def _settings_kept(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Undo what the script sets for the session, such as an empty search path."""
    read = "SELECT name, setting FROM pg_settings WHERE context = 'user'"
    with connection.cursor() as cursor:
        cursor.execute(read)
        before = dict(cursor.fetchall())
        yield
        cursor.execute(read)
        for name, setting in cursor.fetchall():
            if setting != before[name]:
                cursor.execute("SELECT set_config(%s, %s, false)", [name, before[name]])
