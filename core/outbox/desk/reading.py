"""What went out: filtered, newest first, a page at a time. Nothing here counts or skips rows of the whole table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from core.outbox.desk.people import found_by
from core.outbox.enums import Lane
from core.outbox.models import OutgoingMessage
from core.outbox.registry import all_kinds, kind_of
from core.privacy.hiding import without_hidden

if TYPE_CHECKING:
    from core.accounts.models import User

PAGE = 30


@dataclass(frozen=True)
class Page:
    """`older` is what to ask for to see the next ones, empty on the last page."""

    rows: list[OutgoingMessage]
    older: str


def is_secret(kind: str) -> bool:
    """True of kinds whose text lets somebody in; nobody here reads or repeats them. So is what nobody declares."""
    try:
        declared = kind_of(kind)
    except KeyError:
        return True
    return declared.secret or declared.lane == Lane.SECURITY


def label_of(kind: str) -> str:
    try:
        return str(kind_of(kind).label)
    except KeyError:
        return kind


def choices() -> list[tuple[str, str]]:
    """Return every kind by its label; two that share one are told apart by their codes."""
    labels = [str(kind.label) for kind in all_kinds()]
    named = [
        (kind.code, f"{kind.label} ({kind.code})" if labels.count(str(kind.label)) > 1 else str(kind.label))
        for kind in all_kinds()
    ]
    return sorted(named, key=lambda choice: choice[1].casefold())


def messages_for(viewer: User) -> QuerySet[OutgoingMessage]:
    """Return the messages that `viewer`, who may read messages at all, may know of."""
    rows: QuerySet[OutgoingMessage] = without_hidden(OutgoingMessage.objects.all(), viewer)
    return rows.select_related("recipient")


def went_out(viewer: User, wanted: Mapping[str, Any]) -> QuerySet[OutgoingMessage]:
    """Return the messages of `who` (name or mail), `kind`, `status`, `lane` and `day` (on the viewer's clock)."""
    rows = messages_for(viewer)
    for name in ("kind", "status", "lane"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    if wanted.get("day"):
        begins, ends = bounds_of(wanted["day"], viewer.time_zone)
        rows = rows.filter(created_at__gte=begins, created_at__lt=ends)
    if wanted.get("who"):
        rows = rows.filter(recipient__in=[person.pk for person in found_by(wanted["who"], viewer)])
    return rows


def bounds_of(day: date, zone: str) -> tuple[datetime, datetime]:
    """Return the moments at which `day` begins and ends on the clocks of `zone`."""
    midnights = [datetime.combine(day + timedelta(days=n), time(), ZoneInfo(zone)) for n in (0, 1)]
    return midnights[0], midnights[1]


def keyset(rows: QuerySet[OutgoingMessage], *, before: str = "") -> Page:
    """Return up to thirty of `rows`, newest first, those older than the one called `before`, a public id."""
    if before:
        rows = rows.filter(_older_than(before))
    found = list(rows.order_by("-created_at", "-id")[: PAGE + 1])
    return Page(found[:PAGE], str(found[PAGE - 1].public_id) if len(found) > PAGE else "")


def _older_than(public_id: str) -> Q:
    """An id that is nobody's is older than everything."""
    try:
        at, pk = OutgoingMessage.objects.values_list("created_at", "pk").get(public_id=public_id)
    except (ValidationError, OutgoingMessage.DoesNotExist):
        return Q(pk__in=[])
    return Q(created_at__lte=at) & (Q(created_at__lt=at) | Q(pk__lt=pk))
