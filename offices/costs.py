"""What a race is known to have cost, from the closest group of offices for which anything is known (R19)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from offices.models import CostObservation, Race


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
    office = race.office
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


def _facts(observations: QuerySet[CostObservation], *, same_race: bool) -> list[CostFacts]:
    return [
        CostFacts(amount=amount, cycle=cycle, same_race=same_race, n=n)
        for amount, cycle, n in observations.values_list("amount", "cycle", "n")
    ]
