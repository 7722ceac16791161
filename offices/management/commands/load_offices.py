from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from offices.loading.files import FaultyFile
from offices.loading.report import as_table
from offices.loading.run import run


class Command(BaseCommand):
    help = "Loads what one can run for, from open data; again and again, with the same ids."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--data-dir", type=Path, help="folder of the CSV files (default: OFFICE_DATA_DIR)"
        )
        parser.add_argument("--quiet", action="store_true", help="print nothing unless something is wrong")

    def handle(self, *args: Any, data_dir: Path | None, quiet: bool, **options: Any) -> None:
        if data_dir is not None and not data_dir.is_dir():
            raise CommandError(f"{data_dir} is no folder: give the one that holds the CSV files.")
        folder = data_dir or Path(settings.OFFICE_DATA_DIR)

        def say(text: str) -> None:
            if not quiet:
                self.stdout.write(text)
                self.stdout.flush()

        if not folder.is_dir():
            say("There is no folder of CSV files (OFFICE_DATA_DIR): loading from the packages only.")
        try:
            counts = run(folder if folder.is_dir() else None, say)
        except FaultyFile as fault:
            raise CommandError(f"{fault} Nothing was changed.") from fault
        say("\n" + as_table(counts))
