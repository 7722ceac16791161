"""What our own candidates spent becomes a figure of the book of costs, from five on and never to be told apart."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from django.db import connection

from funding.models import SpendingReport
from offices.models import OwnSpending

# Taken until the transaction ends by whoever works the figures out.
BOOK_LOCK = 7_220_410_019
CENT = Decimal("0.01")


class Group(NamedTuple):
    """Races that are alike: the level, the state (two capitals) and the year of the election."""

    level: str
    state: str
    cycle: int


@dataclass(frozen=True)
class OwnFigure:
    """The mean in US dollars, to the cent, over `n` campaigns."""

    amount: Decimal
    n: int


def own_figures(reported: Iterable[tuple[Group, Decimal]]) -> dict[Group, OwnFigure]:
    """Return one figure for each group of which five or more campaigns reported; they come in the order reported.

    Counted are whole fives: from a mean that changed with each report one could work out what the newest one says.
    """
    amounts: dict[Group, list[Decimal]] = defaultdict(list)
    for group, amount in reported:
        amounts[group].append(amount)
    found = {}
    for group, all_of_it in amounts.items():
        counted = all_of_it[: len(all_of_it) - len(all_of_it) % OwnSpending.FEWEST]
        if counted:
            mean = sum(counted, Decimal(0)) / len(counted)
            found[group] = OwnFigure(mean.quantize(CENT, ROUND_HALF_EVEN), len(counted))
    return found


def feed_the_book(group: Group, *, at: datetime) -> None:
    """Work out the figure of `group` anew, in the caller's transaction, one at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BOOK_LOCK])
    race = "candidacy__race"
    reports = SpendingReport.objects.filter(
        campaign_spent__isnull=False,
        **{
            f"{race}__office__level": group.level,
            f"{race}__office__state": group.state,
            f"{race}__election__date__year": group.cycle,
        },
    ).order_by("handed_in_at", "pk")
    spent = reports.values_list("campaign_spent", flat=True)
    figure = own_figures((group, amount) for amount in spent).get(group)
    if figure is None:
        return
    known = OwnSpending.objects.filter(**group._asdict()).first()
    if known is None or (known.amount, known.n) != (figure.amount, figure.n):
        OwnSpending.objects.update_or_create(
            **group._asdict(), defaults={"amount": figure.amount, "n": figure.n, "changed_at": at}
        )
