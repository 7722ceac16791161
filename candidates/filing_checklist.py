"""What has to be done until one is on a ballot: each item with the facts of the office, their dates and sources."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from candidates.enums import LIVE, FilingItem
from candidates.models import Candidacy, FilingTick
from core.lifecycle import Refused
from offices.enums import OF_AN_ELECTION, FactKind
from offices.fact_values import as_day
from offices.facts import Known

# What the office's facts say of an item; the others hold for every office.
FACTS_OF = {
    FilingItem.RESIDENCY: (FactKind.RESIDENCY, FactKind.MINIMUM_AGE),
    FilingItem.SIGNATURES: (FactKind.SIGNATURES,),
    FilingItem.FEE: (FactKind.FEE,),
    FilingItem.FILE: (FactKind.FILING_OPENS, FactKind.FILING_CLOSES),
}
# Done by the last day of filing, as far as that is known.
DUE_WITH_FILING = frozenset(
    {FilingItem.SIGNATURES, FilingItem.FEE, FilingItem.DISCLOSURE, FilingItem.FILE}
)  # fmt: skip
ADVICE = {
    FilingItem.RESIDENCY: _("Some offices count from the day of filing, some from election day."),
    FilingItem.COMMITTEE: _("Many states want it before the first dollar is raised or spent."),
    FilingItem.ACCOUNT: _("We pay committees, not people: an account in your own name cannot be paid."),
    FilingItem.SIGNATURES: _("Some will be struck out: collect more than the law asks for."),
    FilingItem.FEE: _("Ask the office that takes it how it can be paid, and keep the receipt."),
    FilingItem.DISCLOSURE: _("What you own and owe, where the law asks for it; it becomes public."),
    FilingItem.FILE: _("Go days before the last one, with everything in copies."),
    FilingItem.PROOF: _(
        "The day from which it shows you is the one from which we count until funding opens."
    ),
}


@dataclass(frozen=True)
class Fact:
    """`known` is None while nobody has found it out."""

    kind: FactKind
    known: Known | None


@dataclass(frozen=True)
class Item:
    """`done_at` is when the candidate ticked it; `due_on` the last day for it, where that is known."""

    code: FilingItem
    advice: Any
    facts: tuple[Fact, ...]
    due_on: date | None
    done_at: datetime | None

    @property
    def is_anything_unknown(self) -> bool:
        return any(fact.known is None for fact in self.facts)


def checklist_of(facts: Iterable[Known], *, election_on: date, done: Mapping[str, datetime]) -> list[Item]:
    """Return every item in the usual order.

    Of `facts`, those of the election of `election_on` and those that belong to no election count. `done` says by
    item when it was ticked.
    """
    known = {fact.kind: fact for fact in facts if fact.election_on == _election(fact.kind, election_on)}
    closes = known.get(FactKind.FILING_CLOSES)
    last_day = as_day(closes.value) if closes else None
    return [
        Item(
            code=item,
            advice=ADVICE[item],
            facts=tuple(Fact(kind, known.get(kind)) for kind in FACTS_OF.get(item, ())),
            due_on=last_day if item in DUE_WITH_FILING else None,
            done_at=done.get(item),
        )
        for item in FilingItem
    ]


def ticks_of(candidacy: Candidacy) -> dict[str, datetime]:
    """Return by item when it was ticked. One query."""
    return dict(candidacy.filing_ticks.values_list("item", "ticked_at"))


@transaction.atomic
def tick(candidacy: Candidacy, *, seen: Collection[str], now_done: Collection[str], at: datetime) -> None:
    """Tick and untick what differs between `seen`, the ticks that the page showed, and `now_done`.

    What another window ticked meanwhile stays. Raises Refused once the race is over.
    """
    locked = Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk)
    if locked.status not in LIVE:
        raise Refused("over", _("This race is over; its list stays as it is."))
    before, after = set(seen), set(now_done)
    locked.filing_ticks.filter(item__in=before - after).delete()
    FilingTick.objects.bulk_create(
        [FilingTick(candidacy=locked, item=item, ticked_at=at) for item in sorted(after - before)],
        ignore_conflicts=True,
    )


def _election(kind: FactKind, election_on: date) -> date | None:
    return election_on if kind in OF_AN_ELECTION else None
