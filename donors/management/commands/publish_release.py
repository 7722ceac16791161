from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from core.lifecycle import Refused
from donors.releases import publish


class Command(BaseCommand):
    help = "Freeze the donors' figures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as-of", metavar="DATE", help="as of the end of this UTC day (YYYY-MM-DD), not of now"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        try:
            release = publish(as_of=_end_of(options["as_of"]) if options["as_of"] else now, now=now)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Released as of {release}.")


def _end_of(day: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day), time(), UTC) + timedelta(days=1, microseconds=-1)
    except ValueError as error:
        raise CommandError(f"--as-of takes a date such as 2026-03-14, not {day!r}.") from error
