import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from core.accounts.models import User
from funding.policy import current_policy
from offices.models import Office
from runforsomething.ops.demonstration.copying.load import load
from runforsomething.ops.demonstration.ground import Ground
from runforsomething.ops.demonstration.numbers import PUBLISHED
from runforsomething.ops.demonstration.owners import share_out_states
from runforsomething.ops.demonstration.plan import Plan


class Command(BaseCommand):
    help = "Load a demonstration: people who belong to nobody, on real offices."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--candidates",
            type=int,
            default=PUBLISHED,
            metavar="N",
            help=f"how many sign-ups ({PUBLISHED:,})",
        )
        parser.add_argument(
            "--seed", type=int, default=2017, metavar="S", help="the same seed, the same people"
        )
        parser.add_argument("--until", metavar="DATE", help="the day on which the story ends (today)")

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_unless_fit(options["candidates"])
        began = time.monotonic()
        plan = Plan.of(
            options["candidates"],
            seed=options["seed"],
            until=_end_of(options["until"]),
            ground=Ground.load(),
            policy=current_policy(),
        )
        load(plan, seed=options["seed"], policy=current_policy())
        share_out_states(since=date(2025, 1, 1))
        took = time.monotonic() - began
        self.stdout.write(f"Loaded a demonstration of {options['candidates']:,} sign-ups in {took:.1f} s.")


def _refuse_unless_fit(candidates: int) -> None:
    if not settings.DEMONSTRATION:
        raise CommandError("A production installation takes no demonstration.")
    if User.objects.filter(is_demonstration=False).exists():
        raise CommandError(
            "There are real people in this database: load the demonstration into an empty one."
        )
    if User.objects.exists():
        raise CommandError("There is a demonstration in this database: load another one into an empty one.")
    if not Office.objects.exists():
        raise CommandError("There are no offices yet: run load_offices first.")
    if candidates < 1:
        raise CommandError("--candidates takes a number from 1.")


def _end_of(day: str | None) -> datetime:
    if day is None:
        return clock.now()
    try:
        return datetime.combine(date.fromisoformat(day), clock_time(), UTC) + timedelta(
            days=1, microseconds=-1
        )
    except ValueError as error:
        raise CommandError(f"--until takes a date such as 2026-03-14, not {day!r}.") from error
