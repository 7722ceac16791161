from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from runforsomething.settings import documentation


class Command(BaseCommand):
    help = "Write the tables of settings in docs/settings.md and README.md out of the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail where they differ")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        outdated = documentation.outdated()
        for path, text in outdated.items():
            self.stdout.write(f"{path} {'differs from' if check else 'was written out of'} the code.")
            if not check:
                (documentation.ROOT / path).write_text(text, encoding="utf-8")
        if check and outdated:
            raise SystemExit(1)
