"""Makes a backup while the system runs: one moment of the database, and then the files that it knows of."""

import fcntl
import os
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from core.clock import now
from runforsomething.ops.backup.archive import ArchiveWriter
from runforsomething.ops.backup.client import address, program
from runforsomething.ops.backup.errors import BackupError
from runforsomething.ops.backup.files import uploaded
from runforsomething.ops.backup.manifest import Manifest
from runforsomething.ops.backup.tables import SCHEMA, count_rows

# gzip is in every build of PostgreSQL; its first level is three times as fast as the usual one for a tenth more.
DUMP = ["--format=custom", "--compress=gzip:1", "--no-owner", "--no-privileges", f"--schema={SCHEMA}"]


def make_backup(target: Path) -> Manifest:
    """Write a backup to `target`, encrypted if BACKUP_KEY is set; raises BackupError.

    `target` appears only when all of it is on disk; it is never written over.
    """
    try:
        with _appearing(target) as file, _snapshot() as (own, snapshot):
            archive = ArchiveWriter(file, key=settings.BACKUP_KEY)
            facts = _facts(own)
            _dump(own, snapshot, archive)
            for path, content, size in uploaded(Path(settings.MEDIA_ROOT)):
                archive.add_file(path, content, size)
            return archive.finish(facts)
    except DatabaseError as error:
        raise BackupError(f"the database did not answer: {str(error).strip()}") from error
    except OSError as error:
        raise BackupError(f"{error.strerror or error}") from error


def product_version() -> str:
    """Return the version in pyproject.toml."""
    facts = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(facts["project"]["version"])


@contextmanager
def _appearing(target: Path) -> Iterator[BinaryIO]:
    """Yield a file beside `target` that takes its name when the block ends well, and else is removed."""
    target = target.absolute()
    if target.exists():
        raise BackupError("a file of that name is there already")
    if target.is_relative_to(Path(settings.MEDIA_ROOT).absolute()):
        raise BackupError("it would lie among the files that it holds: choose a place outside of MEDIA_DIR")
    prefix, suffix = f".{target.name}.", ".part"
    _remove_abandoned(target.parent, f"{prefix}*{suffix}")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=prefix, suffix=suffix)
    try:
        with open(handle, "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # says that this run lives
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(name, target)  # unlike a rename, it refuses a name that somebody has taken meanwhile
        _sync_folder(target.parent)
    finally:
        Path(name).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_abandoned(folder: Path, pattern: str) -> None:
    """Remove what killed runs left: nobody holds its lock."""
    for path in folder.glob(pattern):
        with suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


@contextmanager
def _snapshot() -> Iterator[tuple[BaseDatabaseWrapper, str]]:
    """Yield a connection of its own that sees one moment for as long as the block runs, and that moment's name."""
    with closing(connection.copy()) as own, own.cursor() as cursor:
        own.set_autocommit(False)
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield own, cursor.fetchone()[0]
        own.rollback()


def _facts(own: BaseDatabaseWrapper) -> Manifest:
    with own.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0].split()[0]
        return Manifest(
            product=product_version(),
            made_at=now().isoformat(timespec="seconds"),
            postgres=version,
            migrations=sorted(MigrationRecorder(own).applied_migrations()),
            rows=count_rows(cursor),
        )


def _dump(own: BaseDatabaseWrapper, snapshot: str, archive: ArchiveWriter) -> None:
    pg_dump = program("pg_dump", at_least=own.connection.server_version // 10_000)
    where, env = address(own)
    command = [str(pg_dump), *DUMP, f"--snapshot={snapshot}", f"--dbname={where}"]
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(  # noqa: S603 - our own command line
            command, stdout=subprocess.PIPE, stderr=words, stdin=subprocess.DEVNULL, env=env
        ) as dump,
    ):
        try:
            archive.add_database(cast(IO[bytes], dump.stdout))
        except BaseException:
            dump.kill()
            raise
        if dump.wait() != 0:
            words.seek(0)
            raise BackupError(f"pg_dump failed: {words.read().decode(errors='replace').strip()}")
