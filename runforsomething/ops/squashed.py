"""Several migrations that were made into one.

What has had all of them has had the one (Django's `replaces`); what has had only some cannot go on.
"""

from collections.abc import Collection
from typing import Any

from django.core.management import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Name = tuple[str, str]


def unknown(applied: Collection[Name]) -> list[Name]:
    """Return which of these migrations this version neither has nor has made into another."""
    migrations = MigrationLoader(None).disk_migrations
    replaced = {old for migration in migrations.values() for old in migration.replaces}
    return sorted(set(applied) - set(migrations) - replaced)


def half_done(applied: Collection[Name]) -> list[str]:
    """Return the apps of which some migrations that are one now were applied, and some not."""
    done = set(applied)
    migrations = MigrationLoader(None).disk_migrations.values()
    parts = [(migration.app_label, set(migration.replaces)) for migration in migrations]
    return sorted({label for label, replaced in parts if replaced & done and replaced - done})


def refuse_half_done(using: str = "default", **_kwargs: Any) -> None:
    """Raise CommandError before migrate, to which such an app would look as if it had no migrations."""
    if labels := half_done(MigrationRecorder(connections[using]).applied_migrations()):
        raise CommandError(
            "This database is of a time before the first release, half-way through the migrations of "
            f"{', '.join(labels)} that are one now: migrate it with the version of that time first, "
            "or begin with an empty one."
        )
