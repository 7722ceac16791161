from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.strict_csv import FaultyCsv
from offices import fact_files


class Command(BaseCommand):
    help = "Loads a CSV file of facts, costs or races (docs/offices-files.md): whole, or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="only say what is wrong with it")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            fact_files.refuse_large(file.stat().st_size)
            text = fact_files.text_of(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except FaultyCsv as fault:
            raise CommandError(f"{fault}\nNothing was changed.") from fault
        now = clock.now()
        done = fact_files.check(text, today=now.date()) if dry_run else fact_files.load(text, by=None, at=now)
        if done.problems:
            raise CommandError("\n".join([*done.problems, "Nothing was changed."]))
        if dry_run:
            self.stdout.write(
                f"{len(done.rows):,} rows, and nothing is wrong with them. Nothing was changed."
            )
        else:
            self.stdout.write(f"Loaded {len(done.rows):,} rows, {done.new:,} of them new.")
