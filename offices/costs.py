"""What a race is known to have cost: of the same race, and of the closest group of similar ones (R19)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BigIntegerField, Value

from offices.models import CostObservation, Office, OwnSpending, Race

CYCLES = 3
OLDEST_CYCLE_YEARS = 12


@dataclass(frozen=True)
class CostFacts:
    """One observed cost: US dollars, the cycle's year, whether of the same office, how many campaigns."""

    amount: Decimal
    cycle: int
    same_race: bool
    n: int | None


@dataclass(frozen=True)
class _Observed:
    office_id: int | None
    fact: CostFacts


class CostBook:
    """What races are known to have cost, read in bulk and each group of similar races once."""

    def __init__(self) -> None:
        self._own: dict[int, list[CostFacts]] = {}
        self._groups: dict[tuple[str, str], list[_Observed]] = {}
        self._counting: dict[tuple[str, str, int], list[_Observed]] = {}

    def read(self, offices: Collection[Office]) -> None:
        """Read what races for `offices` and those like them cost. At most three queries."""
        new = [office for office in offices if office.pk not in self._own]
        if new:
            found = observed_of(new)
            self._own |= {office.pk: found.get(office.pk, []) for office in new}
        levels = {office.level for office in offices} - {level for level, _state in self._groups}
        if not levels:
            return
        for level in levels:
            self._groups[level, ""] = []
        published = CostObservation.objects.filter(office__level__in=levels).order_by("pk")
        reported = OwnSpending.objects.filter(level__in=levels).order_by("pk")
        values = ("amount", "cycle", "n")
        seen = [
            *published.values_list("office_id", "office__level", "office__state", *values),
            *reported.values_list(Value(None, output_field=BigIntegerField()), "level", "state", *values),
        ]
        for office_id, level, state, amount, cycle, n in sorted(seen, key=lambda row: -row[4]):
            one = _Observed(office_id, CostFacts(amount=amount, cycle=cycle, same_race=False, n=n))
            self._groups[level, ""].append(one)
            self._groups.setdefault((level, state), []).append(one)

    def facts_for(self, office: Office, *, year: int) -> list[CostFacts]:
        """Return what counts for an election in `year`, newest cycle first: the same race's, then the similar ones'.

        Similar is the closest group that has anything: the same level in the same state, else the same level in the
        whole country. Cycles that do not count (R19) are left out. `read` has to have been called with `office`.
        """
        own = [fact for fact in self._own[office.pk] if is_recent(fact.cycle, year=year)]
        return own + self._similar(office, year)[1]

    def similar_to(self, office: Office, *, year: int) -> tuple[str, list[CostFacts]]:
        """Return which group of similar races answers, `state`, `country` or nothing, and what is known of it."""
        return self._similar(office, year)

    def _similar(self, office: Office, year: int) -> tuple[str, list[CostFacts]]:
        for name, state in (("state", office.state), ("country", "")):
            found = self._recent(office.level, state, year)
            others = [seen.fact for seen in found if seen.office_id != office.pk]
            if others:
                return name, others
        return "", []

    def _recent(self, level: str, state: str, year: int) -> list[_Observed]:
        key = (level, state, year)
        if key not in self._counting:
            group = self._groups.get((level, state), ())
            self._counting[key] = [seen for seen in group if is_recent(seen.fact.cycle, year=year)]
        return self._counting[key]


def is_recent(cycle: int, *, year: int) -> bool:
    """Whether the costs of a cycle count for an election in `year`: twelve years back to the year before it (R19)."""
    return year - OLDEST_CYCLE_YEARS <= cycle <= year - 1


def observations_for(race: Race) -> list[CostFacts]:
    """Return what counts for `race`, as `CostBook.facts_for` does. At most three queries, and those for the race."""
    book = CostBook()
    book.read([race.office])
    return book.facts_for(race.office, year=race.election.date.year)


def observations_like(office: Office, *, year: int) -> list[CostFacts]:
    """Return what races like those for `office` cost that count for an election in `year`. At most three queries."""
    book = CostBook()
    book.read([office])
    return book.facts_for(office, year=year)


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
