from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from runforsomething.ops.backup.errors import BackupError
from runforsomething.ops.backup.restoring import restore_backup, take_over


class Command(BaseCommand):
    help = "Put a backup in the place of the database and the uploaded files, all of it or nothing."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--replace",
            action="store_true",
            help="also where the database holds people, who are gone afterwards",
        )

        parser.add_argument(
            "--erasures",
            metavar="LOG",
            type=Path,
            help="a copy of MEDIA_DIR/erasures.jsonl: whoever stands there is erased from the backup, too",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["erasures"]:
                take_over(options["erasures"])
            manifest = restore_backup(options["file"], replace=options["replace"])
        except BackupError as error:
            raise CommandError(
                f"{options['file']} was not restored and nothing was changed: {error}."
            ) from error
        self.stdout.write(
            f"Restored {sum(manifest.rows.values()):,} rows of {len(manifest.rows)} tables and "
            f"{manifest.files:,} files as of {manifest.made_at}, and migrated them to this version."
        )
