"""Puts a backup in the place of what is there: all of it or nothing."""

import tarfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from psycopg2 import Error as DriverError

from core.accounts.models import User
from core.privacy import log
from runforsomething.ops import squashed
from runforsomething.ops.backup import files, tables
from runforsomething.ops.backup.archive import Archive
from runforsomething.ops.backup.errors import BackupError
from runforsomething.ops.backup.hooks import AFTER_RESTORE
from runforsomething.ops.backup.loading import load
from runforsomething.ops.backup.manifest import Manifest
from runforsomething.ops.backup.sealing import ALTERED

# Whoever still works with a table holds it; waiting for long would only hide that.
LOCK_TIMEOUT = "10s"


def restore_backup(source: Path, *, replace: bool = False) -> Manifest:
    """Verify all of `source`, then make database and files what it holds, migrated to the present; return its manifest.

    Raises BackupError, and has changed nothing then. A database that holds people is refused unless `replace`.
    """
    try:
        with source.open("rb") as file:
            archive = Archive(file, key=settings.BACKUP_KEY)
            manifest = archive.verify()
            _refuse_what_cannot_be(manifest, replace=replace)
            _replace_everything(archive, manifest, replace=replace)
    except (DatabaseError, DriverError) as error:
        raise BackupError(f"the database refused it: {str(error).strip()}") from error
    except tarfile.TarError:
        raise BackupError(ALTERED) from None
    except OSError as error:
        raise BackupError(f"{error.strerror or error}") from error
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return manifest


def take_over(erasures: Path) -> None:
    """Add a copy of the erasure log to the one that lies here; raises BackupError if it is none."""
    try:
        if not erasures.is_file():
            raise BackupError(f"there is no erasure log {erasures}")
        log.append(log.read(erasures))
    except (OSError, ValueError) as error:
        raise BackupError(f"{erasures} is not an erasure log: {error}") from error


def _replace_everything(archive: Archive, manifest: Manifest, *, replace: bool) -> None:
    """In this order, so that a kill at any point leaves a database all of whose files are there."""
    folder = Path(settings.MEDIA_ROOT)
    try:
        files.stage(archive.files(), folder)
        with transaction.atomic():
            _replace_database(archive, manifest, replace=replace)
            files.add_staged(folder)
    except BaseException:
        files.discard(folder)
        raise
    files.keep_only_staged(folder)


def _replace_database(archive: Archive, manifest: Manifest, *, replace: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
        _refuse_people(replace=replace)
        gathered = _gathered()
        cursor.execute(tables.EMPTY_THE_SCHEMA)
        load(connection, archive.database(), postgres=manifest.postgres_major)
        if tables.count_rows(cursor) != manifest.rows:
            raise BackupError("its tables did not come back with as many rows as it says")
    call_command("migrate", interactive=False, verbosity=0)
    for hook, found in zip(AFTER_RESTORE, gathered, strict=True):
        hook.apply(found)


def _gathered() -> list[Any]:
    """Return what each hook wants to keep of the database that is about to go."""
    if not _has_users_table():
        return [None for _hook in AFTER_RESTORE]
    return [hook.gather() for hook in AFTER_RESTORE]


def _refuse_what_cannot_be(manifest: Manifest, *, replace: bool) -> None:
    if strange := squashed.unknown(manifest.migrations):
        raise BackupError(
            f"it is of a newer version of this product ({manifest.product}), with the migration {'.'.join(strange[0])}"
        )
    if labels := squashed.half_done(manifest.migrations):
        raise BackupError(
            f"it is of a time before the first release, half-way through the migrations of {', '.join(labels)} "
            "that are one now: restore it with the version of that time, migrate there, and make another"
        )
    connection.ensure_connection()
    server = connection.connection.server_version // 10_000
    if server < manifest.postgres_major:
        raise BackupError(f"it is of PostgreSQL {manifest.postgres}, and this server is of version {server}")
    _refuse_people(replace=replace)


def _refuse_people(*, replace: bool) -> None:
    if not replace and _has_users_table() and User.objects.exists():
        raise BackupError("this database holds people: with --replace they are replaced by the backup's")


def _has_users_table() -> bool:
    with connection.cursor() as cursor:
        return User._meta.db_table in tables.table_names(cursor)
