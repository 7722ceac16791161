from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from core.accounts.models import User
from offices.models import Office
from runforsomething.ops.demonstration.story import tell


class Command(BaseCommand):
    help = "Load a demonstration: people who belong to nobody, on real offices."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--candidates", type=int, default=60, metavar="N", help="how many sign-ups (60)")
        parser.add_argument(
            "--seed", type=int, default=2017, metavar="S", help="the same seed, the same people"
        )
        parser.add_argument("--until", metavar="DATE", help="the day on which the story ends (today)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("A production installation takes no demonstration.")
        if User.objects.exists():
            raise CommandError(
                "There are people in this database already: load the demonstration into an empty one."
            )
        if not Office.objects.exists():
            raise CommandError("There are no offices yet: run load_offices first.")
        if options["candidates"] < 1:
            raise CommandError("--candidates takes a number from 1.")
        tell(candidates=options["candidates"], seed=options["seed"], until=_end_of(options["until"]))
        self.stdout.write(f"Loaded a demonstration of {options['candidates']} sign-ups.")


def _end_of(day: str | None) -> datetime:
    if day is None:
        return clock.now()
    try:
        return datetime.combine(date.fromisoformat(day), time(), UTC) + timedelta(days=1, microseconds=-1)
    except ValueError as error:
        raise CommandError(f"--until takes a date such as 2026-03-14, not {day!r}.") from error
