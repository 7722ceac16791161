"""What a race is known to have cost, from the closest group of offices for which anything is known (R19)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from offices.models import CostObservation, Office, Race

CYCLES = 3


@dataclass(frozen=True)
class CostFacts:
    """One observed cost: US dollars, the cycle's year, whether of the same office, how many campaigns."""

    amount: Decimal
    cycle: int
    same_race: bool
    n: int | None


def observations_for(race: Race) -> list[CostFacts]:
    """Return what is known of the cost of `race`, newest cycle first; an empty list means unknown.

    The closest group that has any observation answers alone: the same office, else the same level in the same
    state, else the same level in the whole country. At most three queries, and one for the race's office.
    """
    return observations_like(race.office)


def observations_like(office: Office) -> list[CostFacts]:
    """Return what is known of the cost of a race for `office`, as `observations_for` does. At most three queries."""
    known = CostObservation.objects.order_by("-cycle", "pk")
    groups = (
        (known.filter(office=office), True),
        (known.filter(office__level=office.level, office__state=office.state), False),
        (known.filter(office__level=office.level), False),
    )
    for observations, is_same in groups:
        facts = _facts(observations, same_race=is_same)
        if facts:
            return facts
    return []


def observed_of(offices: Collection[Office]) -> dict[int, list[CostFacts]]:
    """Return by office id what races for just this office cost, newest cycle first. One query."""
    found: dict[int, list[CostFacts]] = defaultdict(list)
    rows = CostObservation.objects.filter(office__in=offices).order_by("-cycle", "pk")
    for office_id, amount, cycle, n in rows.values_list("office_id", "amount", "cycle", "n"):
        found[office_id].append(CostFacts(amount=amount, cycle=cycle, same_race=True, n=n))
    return found


def typical(facts: Collection[CostFacts]) -> Decimal | None:
    """Return the mean over the newest three cycles, in US dollars to the cent; None when nothing is known."""
    cycles = sorted({fact.cycle for fact in facts}, reverse=True)[:CYCLES]
    amounts = [fact.amount for fact in facts if fact.cycle in cycles]
    return (sum(amounts, Decimal(0)) / len(amounts)).quantize(Decimal("0.01")) if amounts else None


def _facts(observations: QuerySet[CostObservation], *, same_race: bool) -> list[CostFacts]:
    return [
        CostFacts(amount=amount, cycle=cycle, same_race=same_race, n=n)
        for amount, cycle, n in observations.values_list("amount", "cycle", "n")
    ]
