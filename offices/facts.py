"""Facts that people add: told, confirmed, believed. What is confirmed wins over any import, and both are kept."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from core.accounts.predicates import is_program_staff, is_researcher
from core.lifecycle import Edge, Lifecycle, Refused
from offices.enums import IMPORTED, OF_AN_ELECTION, FactKind, FactOrigin, FactStatus
from offices.fact_values import read_value, show_value
from offices.freshness import is_stale
from offices.models import Election, Fact, Office
from offices.news import tell_who_asked, tell_whose_word_it_was

if TYPE_CHECKING:
    from core.accounts.models import User

NUMBERS = frozenset({FactKind.MINIMUM_AGE, FactKind.SEATS, FactKind.TERM_YEARS})
# Whatever people confirmed comes before any import, and the newer check before the older one.
IMPORTS_LAST = Case(
    When(origin=FactOrigin.IMPORT, then=Value(1)), default=Value(0), output_field=IntegerField()
)


def keeps_facts(user: "User | None") -> bool:
    """Whether `user` may confirm facts: program staff and researchers."""
    return bool(is_program_staff(user) or is_researcher(user))


def _by_another_keeper(actor: "User | None", fact: Fact) -> bool:
    return keeps_facts(actor) and actor is not None and actor.pk != fact.told_by_id


FACT = Lifecycle(
    "status",
    [
        Edge(FactStatus.TOLD, FactStatus.CONFIRMED, _by_another_keeper),
        Edge(FactStatus.TOLD, FactStatus.REFUSED, _by_another_keeper),
    ],
)


@dataclass(frozen=True)
class Statement:
    """What somebody says of an office. `value` is as typed; `election` only for a filing window."""

    kind: FactKind
    value: str
    source: str
    source_url: str
    checked_on: date
    election: Election | None = None


@dataclass(frozen=True)
class Known:
    """A fact that is believed, ready to be shown."""

    kind: FactKind
    value: str
    source: str
    source_url: str
    checked_on: date
    origin: FactOrigin
    election_on: date | None
    is_stale: bool

    @property
    def text(self) -> str:
        return show_value(self.kind, self.value)


def tell(office: Office, said: Statement, *, by: "User", at: datetime) -> Fact:
    """Record what a person was told, to be checked. Raises Unreadable, or Refused for a window without election."""
    fact = _fact(office, said, by=by, at=at, origin=FactOrigin.PERSON)
    fact.status = FactStatus.TOLD
    fact.save(force_insert=True)
    return fact


@transaction.atomic
def record(office: Office, said: Statement, *, by: "User | None", at: datetime) -> bool:
    """Record what our team found out, as confirmed; return False if just this was known already.

    Raises Unreadable, or Refused for a window without its election.
    """
    fact = _fact(office, said, by=by, at=at, origin=FactOrigin.STAFF)
    fact.status = FactStatus.CONFIRMED
    if Fact.objects.filter(
        office=office,
        kind=fact.kind,
        election=fact.election,
        value=fact.value,
        source=fact.source,
        checked_on=fact.checked_on,
        status=FactStatus.CONFIRMED,
    ).exists():
        return False
    fact.save(force_insert=True)
    _write_through(office, fact.kind)
    tell_who_asked(office, fact.kind, at=at)
    return True


@transaction.atomic
def confirm(fact: Fact, *, actor: "User", at: datetime) -> None:
    """Believe what was told from now on. Raises Refused when it is decided already, or told by the actor."""
    FACT.move(fact, FactStatus.CONFIRMED, actor=actor, at=at)
    _write_through(fact.office, fact.kind)
    tell_whose_word_it_was(fact)
    tell_who_asked(fact.office, fact.kind, at=at)


@transaction.atomic
def refuse(fact: Fact, *, because: str, actor: "User", at: datetime) -> None:
    """Do not believe what was told, with the reason for whoever told it."""
    if not because.strip():
        raise Refused("no_reason", _("Say why, in a sentence that the person can read."))
    changes = {"refused_because": because.strip()[:300]}
    FACT.move(fact, FactStatus.REFUSED, actor=actor, at=at, changes=changes)
    tell_whose_word_it_was(fact)


def believed(offices: Collection[Office], *, today: date) -> dict[int, list[Known]]:
    """Return by office id what is confirmed, one per kind and election, the one to believe. One query."""
    found: dict[int, dict[tuple[str, int | None], Fact]] = defaultdict(dict)
    for fact in confirmed_facts().filter(office__in=offices).select_related("election"):
        found[fact.office_id].setdefault((fact.kind, fact.election_id), fact)
    return {
        office_id: [_known(fact, today=today) for fact in facts.values()]
        for office_id, facts in found.items()
    }


def confirmed_facts() -> QuerySet[Fact]:
    """Return the confirmed facts, of each office and kind the one to believe first."""
    return Fact.objects.filter(status=FactStatus.CONFIRMED).order_by(IMPORTS_LAST, "-checked_on", "-pk")


def _known(fact: Fact, *, today: date) -> Known:
    return Known(
        kind=FactKind(fact.kind),
        value=fact.value,
        source=fact.source,
        source_url=fact.source_url,
        checked_on=fact.checked_on,
        origin=FactOrigin(fact.origin),
        election_on=fact.election.date if fact.election else None,
        is_stale=is_stale(fact.checked_on, today=today),
    )


def _fact(office: Office, said: Statement, *, by: "User | None", at: datetime, origin: FactOrigin) -> Fact:
    if (said.kind in OF_AN_ELECTION) != (said.election is not None):
        raise Refused("election", _("A filing window belongs to an election, and nothing else does."))
    if said.election is not None and said.election.state != office.state:
        raise Refused("election_state", _("This election is held in another state."))
    if said.checked_on > at.date():
        raise Refused("future", _("The day on which it was checked lies ahead."))
    return Fact(
        office=office,
        election=said.election,
        kind=said.kind,
        value=read_value(said.kind, said.value),
        source=said.source.strip(),
        source_url=said.source_url,
        checked_on=said.checked_on,
        origin=origin,
        told_by=by,
        created_at=at,
    )


def _write_through(office: Office, kind: str) -> None:
    """Let the office say what is believed now, for rules and lists that read its columns."""
    if kind not in IMPORTED:
        return
    newest = confirmed_facts().filter(office=office, kind=kind).exclude(origin=FactOrigin.IMPORT).first()
    if newest is not None:
        value = int(newest.value) if kind in NUMBERS else newest.value
        setattr(office, kind, value)
        Office.objects.filter(pk=office.pk).update(**{kind: value})
