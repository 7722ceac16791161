"""The legislature of a state: how its seats were last contested, in figures, and where the sources disagree.

Reading takes a few queries; everything else is pure: contests in, figures out. Blank is unknown.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Prefetch, Sum, TextChoices
from django.utils.translation import gettext_lazy as _

from offices.enums import LEGISLATURE, ContestSource, Level
from offices.freshness import is_old_contest
from offices.models import Contest, Holder, Office
from offices.selectors import in_listing_order

TRUST = {source: place for place, source in enumerate(ContestSource.values)}
DISPUTABLE = ("no_dem", "no_rep", "one_major_party_only", "winner_party")


class Outcome(TextChoices):
    """What a past contest means for somebody who thinks of running, the widest opening first."""

    ALONE = "alone", _("nobody else ran")
    WITHOUT_US = "without-us", _("nobody of our party ran")
    ONE_PARTY = "one-party", _("one major party only")
    CONTESTED = "contested", _("contested")
    UNKNOWN = "unknown", _("not known")


class Recorded(NamedTuple):
    """A past contest as one source records it: the columns of Contest by their names."""

    office_id: int | None
    office_name: str
    level: str
    year: int
    source: str
    is_special: bool
    seats: int | None
    uncontested: bool | None
    one_major_party_only: bool | None
    no_dem: bool | None
    no_rep: bool | None
    winner_party: str


@dataclass(frozen=True)
class Seat:
    """A district of today with its last contests: those of one year, one kind and the most trusted source."""

    office: Office
    contests: tuple[Recorded, ...]
    outcomes: tuple[Outcome, ...]
    is_old: bool

    @property
    def outcome(self) -> Outcome:
        """The widest opening, where a district had several contests at once."""
        return min(self.outcomes, key=list(Outcome).index, default=Outcome.UNKNOWN)

    @property
    def is_unsure(self) -> bool:
        """Whether a major party was missing, and it is not known if there was anybody else."""
        known = self.outcome not in (Outcome.CONTESTED, Outcome.UNKNOWN)
        return known and all(contest.uncontested is None for contest in self.contests)

    def is_contested_without_parties(self, party_flag: str) -> bool:
        """Whether somebody else ran, and it is not known if our party did."""
        known = [contest for contest in self.contests if getattr(contest, party_flag, None) is not None]
        return self.outcome is Outcome.CONTESTED and not known


@dataclass(frozen=True)
class Tally:
    """In how many contests something is so, and of how many it is unknown."""

    yes: int
    unknown: int


@dataclass(frozen=True)
class Figures:
    """What one source counts in one chamber and year; regular and special elections are never added up.

    `unrecorded`: of how many districts of today the source holds no contest, None for special elections.
    `elsewhere`: how many of the contests were in districts that do not exist under that name today.
    `seats`: how many seats were filled, None where the source does not say it of all.
    """

    source: ContestSource
    is_special: bool
    contests: int
    seats: int | None
    nobody_else: Tally
    without_us: Tally
    one_party: Tally
    unrecorded: int | None
    elsewhere: int


class Says(NamedTuple):
    source: ContestSource
    value: bool | str


@dataclass(frozen=True)
class Disagreement:
    """One district and year in which sources contradict each other; what each says, by the field's name."""

    office_id: int | None
    office_name: str
    level: Level
    year: int
    points: dict[str, tuple[Says, ...]]


@dataclass(frozen=True)
class Comparison:
    """`incomparable`: districts and years in which one source counts more contests than the other."""

    disagreements: list[Disagreement]
    compared: int
    incomparable: int


def seat_counts() -> dict[str, dict[Level, tuple[int, int]]]:
    """Return by state and chamber the numbers of districts and of seats that we know. One query."""
    found: dict[str, dict[Level, tuple[int, int]]] = defaultdict(dict)
    rows = Office.objects.filter(is_listed=True, level__in=LEGISLATURE).values_list("state", "level")
    for state, level, districts, seats in rows.annotate(Count("pk"), Sum("seats")).order_by():
        found[state][Level(level)] = (districts, seats or 0)
    return dict(found)


def legislature_of(state: str) -> list[Office]:
    """Return the districts of both chambers with their holders, house first, by number. Two queries."""
    found = Office.objects.filter(is_listed=True, state=state, level__in=LEGISLATURE)
    holders = Prefetch("holders", Holder.objects.order_by("as_of", "name"))
    return in_listing_order(found.prefetch_related(holders))


def contests_of(state: str) -> list[Recorded]:
    """Return every contest for the legislature that any source records, the most trusted first. One query."""
    rows = Contest.objects.filter(state=state, level__in=LEGISLATURE).order_by("pk")
    found = [Recorded(*row) for row in rows.values_list(*Recorded._fields)]
    return sorted(found, key=lambda contest: TRUST[contest.source])


def outcome_of(contest: Recorded, party_flag: str) -> Outcome:
    """Return what the contest means for the party whose absence `party_flag` names (blank: no such flag)."""
    if contest.uncontested:
        return Outcome.ALONE
    if party_flag and getattr(contest, party_flag):
        return Outcome.WITHOUT_US
    if contest.uncontested is False:
        return Outcome.CONTESTED
    if contest.no_dem is False and contest.no_rep is False and contest.seats == 1:
        return Outcome.CONTESTED
    return Outcome.ONE_PARTY if contest.one_major_party_only else Outcome.UNKNOWN


def last_contests(contests: Iterable[Recorded]) -> dict[int, tuple[Recorded, ...]]:
    """Return by office the contests of its newest year: regular ones if there were any, of one source."""
    found: dict[int, list[Recorded]] = defaultdict(list)
    for contest in contests:
        if contest.office_id is not None:
            found[contest.office_id].append(contest)
    return {office_id: _most_telling(rows) for office_id, rows in found.items()}


def _most_telling(contests: list[Recorded]) -> tuple[Recorded, ...]:
    def rank(contest: Recorded) -> tuple[int, bool, int]:
        return -contest.year, contest.is_special, TRUST[contest.source]

    best = min(map(rank, contests))
    return tuple(contest for contest in contests if rank(contest) == best)


def seats_of(
    offices: Iterable[Office], contests: Iterable[Recorded], *, party_flag: str, today: date
) -> list[Seat]:
    """Return each office with its last contests among `contests`, in the order of the offices."""
    last = last_contests(contests)
    return [_seat(office, last.get(office.pk, ()), party_flag, today) for office in offices]


def _seat(office: Office, contests: tuple[Recorded, ...], party_flag: str, today: date) -> Seat:
    is_old = bool(contests) and is_old_contest(
        contests[0].year, level=office.level, term_years=office.term_years, today=today
    )
    outcomes = tuple(outcome_of(contest, party_flag) for contest in contests)
    return Seat(office, contests, outcomes, is_old)


def figures_of(contests: Iterable[Recorded], offices: Collection[int], *, party_flag: str) -> list[Figures]:
    """Return the figures of one chamber in one year; regular elections first, the most trusted source first.

    `offices` are the ids of the chamber's districts of today.
    """
    groups: dict[tuple[bool, int], list[Recorded]] = defaultdict(list)
    for contest in contests:
        groups[contest.is_special, TRUST[contest.source]].append(contest)
    return [_figures(groups[key], offices, party_flag) for key in sorted(groups)]


def _figures(contests: list[Recorded], offices: Collection[int], party_flag: str) -> Figures:
    def tally(field: str) -> Tally:
        values = Counter(getattr(contest, field, None) for contest in contests)
        return Tally(yes=values[True], unknown=values[None])

    recorded = {contest.office_id for contest in contests}
    filled = [contest.seats for contest in contests]
    is_special = contests[0].is_special
    return Figures(
        source=ContestSource(contests[0].source),
        is_special=is_special,
        contests=len(contests),
        seats=None if None in filled else sum(filter(None, filled)),
        nobody_else=tally("uncontested"),
        without_us=tally(party_flag),
        one_party=tally("one_major_party_only"),
        unrecorded=None if is_special else len(set(offices) - recorded),
        elsewhere=sum(contest.office_id not in offices for contest in contests),
    )


def compare(contests: Iterable[Recorded]) -> Comparison:
    """Return where two sources contradict each other on a regular election, the newest year first.

    They do if both know a fact and say different things of it: unknown contradicts nothing. Where one source
    holds one contest for a district and another holds several, what they say is not compared, but counted.
    """
    places: dict[tuple[str, str, int], dict[str, list[Recorded]]] = defaultdict(lambda: defaultdict(list))
    for contest in contests:
        if not contest.is_special:
            district = str(contest.office_id or contest.office_name.casefold())
            places[contest.level, district, contest.year][contest.source].append(contest)
    disagreements, compared, incomparable = [], 0, 0
    for sources in places.values():
        if len(sources) < 2:
            continue
        if any(len(rows) > 1 for rows in sources.values()):
            incomparable += 1
            continue
        compared += 1
        statements = [row for rows in sources.values() for row in rows]
        if points := _contradictions(statements):
            first = statements[0]
            disagreements.append(
                Disagreement(first.office_id, first.office_name, Level(first.level), first.year, points)
            )
    disagreements.sort(key=lambda found: -found.year)
    return Comparison(disagreements, compared, incomparable)


def _contradictions(statements: list[Recorded]) -> dict[str, tuple[Says, ...]]:
    points = {}
    for field in DISPUTABLE:
        said = tuple(
            Says(ContestSource(row.source), getattr(row, field))
            for row in statements
            if getattr(row, field) not in (None, "")
        )
        if len({value for _source, value in said}) > 1:
            points[field] = said
    return points
