from datetime import UTC, date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from funding.checking import check_all


class Command(BaseCommand):
    help = "Check every candidacy that is on a ballot, and write the verdicts that changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on", metavar="DATE", help="as of noon UTC of this day (YYYY-MM-DD) instead of now"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        changed = check_all(now=_moment(options["on"]))
        self.stdout.write(f"{changed} verdicts changed.")


def _moment(day: str | None) -> datetime:
    if day is None:
        return clock.now()
    try:
        return datetime.combine(date.fromisoformat(day), time(12), UTC)
    except ValueError as error:
        raise CommandError(f"--on takes a date such as 2026-03-14, not {day!r}.") from error
