"""Whose filing closes first: for the order of a list in the database, and in words for the rows of a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from candidates.models import Candidacy, Interest
from candidates.owners import load_owners
from core.accounts.models import User
from offices.enums import FactKind
from offices.facts import IMPORTS_LAST, Known, believed, confirmed_facts
from offices.filing import Filing, FilingState, filing_of


def with_closing(rows: QuerySet[Any], candidate: str, *, today: date) -> QuerySet[Any]:
    """Add `closes_on`, the next day on which filing closes for the candidate at the end of the path `candidate`.

    It is written as in ISO 8601, so that text and date have one order; null when it is over or not known. Of somebody
    with a race it is that race's, of others the first of the offices that they have in mind.
    """
    live = Candidacy.objects.live().filter(candidate=OuterRef(candidate))
    of_race = _closing(today).filter(
        Exists(
            Candidacy.objects.live().filter(
                candidate=OuterRef(OuterRef(candidate)),
                race__office=OuterRef("office"),
                race__election=OuterRef("election"),
            )
        ),
        office__in=Candidacy.objects.live()
        .filter(candidate=OuterRef(OuterRef(candidate)))
        .values("race__office"),
    )
    of_interest = _closing(today).filter(
        office__in=Interest.objects.filter(candidate=OuterRef(OuterRef(candidate))).values("office")
    )
    return rows.annotate(
        closes_on=Case(
            When(Exists(live), then=_first(of_race)), default=_first(of_interest), output_field=CharField()
        )
    )


def soonest_first() -> list[Any]:
    """Return the order of what `with_closing` has read: who files soonest, then those of whom nothing is known."""
    return [F("closes_on").asc(nulls_last=True)]


def _first(facts: QuerySet[Any]) -> Subquery:
    return Subquery(facts.order_by("value").values("value")[:1])


def _closing(today: date) -> QuerySet[Any]:
    """What is believed, of each office and election one fact, and lies ahead."""
    closing = confirmed_facts().filter(kind=FactKind.FILING_CLOSES).annotate(rank=IMPORTS_LAST)
    same = closing.filter(office=OuterRef("office"), election=OuterRef("election"))
    better = same.filter(
        Q(rank__lt=OuterRef("rank"))
        | Q(rank=OuterRef("rank"), checked_on__gt=OuterRef("checked_on"))
        | Q(rank=OuterRef("rank"), checked_on=OuterRef("checked_on"), pk__gt=OuterRef("pk"))
    )
    return closing.filter(~Exists(better), value__gte=today.isoformat())


UNKNOWN = Filing()


@dataclass(frozen=True)
class Standing:
    """What one has to know of a candidate beside the notes: for what, until when, and who looks after them."""

    race: str = ""
    filing: Filing = UNKNOWN
    owner: User | None = None

    @property
    def is_closed(self) -> bool:
        return self.filing.state is FilingState.CLOSED


def standings(candidates: Mapping[int, str], *, today: date) -> dict[int, Standing]:
    """Return one for each candidate, given as id and state. Seven queries, however many they are."""
    races: dict[int, list[Candidacy]] = defaultdict(list)
    live = Candidacy.objects.live().filter(candidate__in=candidates)
    for candidacy in live.select_related("race__office", "race__election").order_by(
        "race__election__date", "pk"
    ):
        races[candidacy.candidate_id].append(candidacy)
    wishes: dict[int, list[Any]] = defaultdict(list)
    for wish in Interest.objects.filter(candidate__in=candidates).select_related("office").order_by("pk"):
        wishes[wish.candidate_id].append(wish.office)
    offices = {one.race.office for of_one in races.values() for one in of_one}
    offices |= {office for of_one in wishes.values() for office in of_one}
    facts = believed(offices, today=today)
    owners = load_owners(on=today)

    def standing(candidate: int, state: str) -> Standing:
        owner = owners.owner_of(state, on=today)
        said = _of_races(races[candidate], facts, today) or _of_wishes(wishes[candidate], facts, today)
        race, filing = said or ("", UNKNOWN)
        return Standing(race, filing, owners.working[owner] if owner is not None else None)

    return {candidate: standing(candidate, state) for candidate, state in candidates.items()}


def _of_races(
    races: Collection[Candidacy], facts: dict[int, list[Known]], today: date
) -> tuple[str, Filing] | None:
    found = []
    for one in races:
        election = one.race.election.date
        of_this = [fact for fact in facts.get(one.race.office_id, []) if fact.election_on == election]
        found.append((one.race.office.name, filing_of(of_this, today=today)))
    return _soonest(found)


def _of_wishes(
    offices: Collection[Any], facts: dict[int, list[Known]], today: date
) -> tuple[str, Filing] | None:
    found = [(office.name, filing_of(facts.get(office.pk, []), today=today)) for office in offices]
    return _soonest(found)


def _soonest(found: list[tuple[str, Filing]]) -> tuple[str, Filing] | None:
    """The one that closes first; then what is not known, then what is closed."""
    if not found:
        return None

    def order(one: tuple[str, Filing]) -> tuple[bool, bool, int]:
        filing = one[1]
        return filing.days_left is None, filing.state is FilingState.CLOSED, filing.days_left or 0

    name, filing = min(found, key=order)
    more = len(found) - 1
    return (f"{name} +{more}" if more else name), filing
