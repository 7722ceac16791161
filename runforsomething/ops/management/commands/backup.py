from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from runforsomething.ops.backup.errors import BackupError
from runforsomething.ops.backup.making import make_backup


class Command(BaseCommand):
    help = "Write the database and the uploaded files into one file, encrypted if BACKUP_KEY is set."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = make_backup(options["file"])
        except BackupError as error:
            raise CommandError(f"No backup was made: {error}.") from error
        size = options["file"].stat().st_size / 1e6
        sealed = "encrypted" if settings.BACKUP_KEY else "not encrypted (BACKUP_KEY is not set)"
        self.stdout.write(
            f"{options['file']} holds {sum(manifest.rows.values()):,} rows of {len(manifest.rows)} tables and "
            f"{manifest.files:,} files as of {manifest.made_at}: {size:,.1f} MB, {sealed}."
        )
