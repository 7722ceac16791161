"""Filing windows open and close: who is told, of those who have not filed.

A day of filing is noon UTC of that day for the outbox: the same date in every zone of the United States and its
territories, so that a reminder is counted in dates of the recipient's own calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.enums import CandidacyStatus, Standing
from candidates.models import Candidacy, Candidate
from core.outbox.in_hand import referred
from core.outbox.noon import Noon
from core.outbox.registry import NoLongerWanted
from core.outbox.reminders import moment_of
from core.outbox.timing import OnDay
from offices.enums import OF_AN_ELECTION, FactKind, FactStatus
from offices.fact_values import as_day
from offices.facts import confirmed_facts
from offices.models import Fact, Office

if TYPE_CHECKING:
    from core.outbox.models import OutgoingMessage

AT = time(9)
NOON = time(12)


@dataclass(frozen=True)
class Notice:
    """One kind of message, `days` after (negative: before) the day that a fact of the kind `about` names."""

    kind: str
    label: Any
    about: FactKind
    days: int
    worth: timedelta

    @property
    def when(self) -> OnDay:
        return OnDay(self.days, AT)


@dataclass(frozen=True)
class Window:
    """What a mail says of one office."""

    office: Office
    day: date
    election_on: date
    page: str


NOTICES = (
    Notice("filing_opens", _("Filing opens today"), FactKind.FILING_OPENS, 0, timedelta(days=3)),
    Notice("filing_closes_in_30", _("Thirty days left to file"), FactKind.FILING_CLOSES, -30, timedelta(days=5)),
    Notice("filing_closes_in_14", _("Two weeks left to file"), FactKind.FILING_CLOSES, -14, timedelta(days=2)),
    Notice("filing_closes_in_7", _("A week left to file"), FactKind.FILING_CLOSES, -7, timedelta(days=1)),
    Notice("filing_closes_in_2", _("Two days left to file"), FactKind.FILING_CLOSES, -2, timedelta(hours=14)),
)  # fmt: skip


def told_of(notice: Notice) -> Callable[[datetime, datetime], QuerySet[Any]]:
    """Return the anchors of `notice`: each candidate with the day's moment, from interests and from planned races."""

    def anchors(since: datetime, until: datetime) -> QuerySet[Any]:
        first, last = since.date().isoformat(), until.date().isoformat()
        facts = Fact.objects.filter(
            status=FactStatus.CONFIRMED, kind=notice.about, value__gte=first, value__lte=last
        )
        believed = confirmed_facts().filter(
            office=OuterRef("office"), kind=OuterRef("kind"), election=OuterRef("election")
        )
        facts = facts.filter(pk=Subquery(believed.values("pk")[:1])).order_by()
        return _of(facts, "office__interests", Q(), since, until).union(
            _of(
                facts,
                "office__races__candidacies",
                Q(
                    office__races__election=F("election"),
                    office__races__candidacies__status=CandidacyStatus.PLANNED,
                ),
                since,
                until,
            )
        )

    return anchors


def _of(facts: QuerySet[Any], way: str, condition: Q, since: datetime, until: datetime) -> QuerySet[Any]:
    """Return the rows of those whom `way` leads to from a fact, and who have filed nowhere."""
    person = f"{way}__candidate"
    # Other facts have values that are no days.
    noon = Case(When(kind__in=OF_AN_ELECTION, then=Noon("value")), output_field=DateTimeField())
    found = facts.filter(
        condition,
        ~_has_filed(person),
        **{f"{person}__standing": Standing.ACTIVE, f"{person}__merged_into": None},
        **{f"{person}__filed_on": None, f"{person}__verified_at__isnull": False},
    )
    rows = found.annotate(moment=noon, known=Greatest("created_at", f"{way}__created_at"))
    return rows.filter(moment__gte=since, moment__lt=until).values_list(
        f"{person}__user_id", f"{person}__public_id", "moment", "known"
    )


def _has_filed(person: str) -> Exists:
    """Whether somebody is on a ballot, or has shown that they are."""
    races = Candidacy.objects.live().filter(candidate=OuterRef(person))
    return Exists(races.filter(Q(status=CandidacyStatus.ON_BALLOT) | Q(evidence_sent_at__isnull=False)))


def prepare_for(notice: Notice) -> Callable[[OutgoingMessage], dict[str, Any]]:
    """Return the `prepare` of `notice`: the offices of which it is still true, or NoLongerWanted."""

    def prepare(message: OutgoingMessage) -> dict[str, Any]:
        rows = Candidate.objects.annotate(has_filed=_has_filed("pk"))
        candidate: Any = referred(message, "candidate", rows)
        if candidate is None:
            raise NoLongerWanted("candidate_gone")
        if candidate.standing != Standing.ACTIVE:
            raise NoLongerWanted(f"standing_{candidate.standing}")
        if candidate.filed_on is not None or candidate.has_filed:
            raise NoLongerWanted("filed_already")
        windows = windows_of(candidate, notice.about, moment_of(message))
        if not windows:
            raise NoLongerWanted("moved")
        return {
            "windows": windows,
            "several": len(windows) > 1,
            "day": windows[0].day,
            "page": windows[0].page,
            "help_address": settings.ORG_EMAIL_HELP,
        }

    return prepare


def windows_of(candidate: Candidate, about: FactKind, at: datetime) -> list[Window]:
    """Return the offices of `candidate` of which the day of the kind `about` is now believed to be that of `at`."""
    found = _windows(fact for fact in believed_days(candidate, about) if _noon(fact) == at)
    return sorted(found, key=lambda window: window.office.name)


def believed_days(candidate: Candidate, about: FactKind) -> list[Fact]:
    """Return the facts of the kind `about` that are believed now of what `candidate` thinks of. Three queries."""
    offices = set(candidate.interests.values_list("office_id", flat=True))
    races = candidate.candidacies.filter(status=CandidacyStatus.PLANNED)
    planned = set(races.values_list("race__office_id", "race__election_id"))
    facts = confirmed_facts().filter(
        office__in=offices | {office for office, _election in planned}, kind=about
    )
    believed: dict[tuple[int, int | None], Fact] = {}
    for fact in facts.select_related("office", "election"):
        believed.setdefault((fact.office_id, fact.election_id), fact)
    return [fact for key, fact in believed.items() if fact.office_id in offices or key in planned]


def _windows(facts: Iterable[Fact]) -> Iterable[Window]:
    for fact in facts:
        assert fact.election is not None
        page = reverse("offices:card", args=[fact.office.public_id])
        yield Window(fact.office, as_day(fact.value), fact.election.date, page)


def _noon(fact: Fact) -> datetime:
    return datetime.combine(as_day(fact.value), NOON, tzinfo=UTC)
