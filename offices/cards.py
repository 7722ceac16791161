"""What is known of an office, put together for whoever thinks of running for it. Unknown stays unknown."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from offices import costs
from offices.duties import duties_of
from offices.enums import OUT_OF_SCOPE, FactKind, Level
from offices.facts import Known, believed
from offices.filing import Filing, filing_of
from offices.freshness import is_old_contest
from offices.models import Holder, Office
from offices.selectors import LastContest, last_contests

REQUIREMENTS = (FactKind.MINIMUM_AGE, FactKind.RESIDENCY, FactKind.SIGNATURES, FactKind.FEE)


@dataclass(frozen=True)
class Requirement:
    """`known` is None while nobody has found it out; `text` then is empty."""

    kind: FactKind
    known: Known | None
    text: str


@dataclass(frozen=True)
class Card:
    office: Office
    facts: dict[FactKind, Known]
    filing: Filing
    contest: LastContest | None
    is_old_contest: bool
    holders: Sequence[Holder]
    observed: Sequence[costs.CostFacts]

    @property
    def level(self) -> Level:
        return Level(self.office.level)

    @property
    def name(self) -> str:
        return self.office.name

    @property
    def last(self) -> LastContest | None:
        """The last contest as far as it still says something of today."""
        return None if self.is_old_contest else self.contest

    @property
    def cost(self) -> Decimal | None:
        return costs.typical(self.observed)

    @property
    def cost_cycles(self) -> tuple[int, int] | None:
        """The first and the last cycle that the observed costs are from."""
        cycles = [fact.cycle for fact in self.observed]
        return (min(cycles), max(cycles)) if cycles else None

    @property
    def duties(self) -> str:
        known = self.facts.get(FactKind.DUTIES)
        return known.value if known else duties_of(self.office.kind, self.office.level)

    @property
    def pay(self) -> Known | None:
        return self.facts.get(FactKind.PAY)

    @property
    def told_holder(self) -> Known | None:
        return self.facts.get(FactKind.HOLDER)

    @property
    def requirements(self) -> list[Requirement]:
        return [self._requirement(kind) for kind in REQUIREMENTS]

    @property
    def is_in_scope(self) -> bool:
        return self.level not in OUT_OF_SCOPE

    @property
    def sources(self) -> list[Known]:
        """Every fact with its source, in the order of their kinds."""
        found = [*self.facts.values(), *self.filing.sources]
        return sorted(found, key=lambda known: list(FactKind).index(known.kind))

    @property
    def is_anything_stale(self) -> bool:
        return any(known.is_stale for known in self.sources)

    def _requirement(self, kind: FactKind) -> Requirement:
        known = self.facts.get(kind)
        text = known.text if known else ""
        if kind is FactKind.MINIMUM_AGE and not text and self.office.minimum_age:
            text = str(self.office.minimum_age)
        return Requirement(kind, known, text)


def cards_of(offices: Collection[Office], *, now: datetime) -> list[Card]:
    """Return a card for each office, in the given order. Four queries; none for no offices."""
    if not offices:
        return []
    contests, observed = last_contests(offices), costs.observed_of(offices)
    facts, holders = believed(offices, today=now.date()), _holders_of(offices)
    return [
        _card(
            office,
            facts.get(office.pk, []),
            contests.get(office.pk),
            holders.get(office.pk, ()),
            observed.get(office.pk, ()),
            today=now.astimezone(ZoneInfo(office.time_zone)).date(),
        )
        for office in offices
    ]


def _card(
    office: Office,
    facts: Sequence[Known],
    contest: LastContest | None,
    holders: Sequence[Holder],
    observed: Sequence[costs.CostFacts],
    *,
    today: date,
) -> Card:
    is_old = contest is not None and is_old_contest(
        contest.year, level=office.level, term_years=office.term_years, today=today
    )
    of_the_office = {known.kind: known for known in facts if known.election_on is None}
    return Card(
        office=office,
        facts=of_the_office,
        filing=filing_of(facts, today=today),
        contest=contest,
        is_old_contest=is_old,
        holders=holders,
        observed=observed,
    )


def _holders_of(offices: Collection[Office]) -> dict[int, list[Holder]]:
    found: dict[int, list[Holder]] = defaultdict(list)
    for holder in Holder.objects.filter(office__in=offices).order_by("name", "pk"):
        found[holder.office_id].append(holder)
    return found
