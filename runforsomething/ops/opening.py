"""What the first page says in numbers: dated, and counted seldom."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.cache import cache

from donors.models import Figure, Release
from interviews.waits import Waits, usual_waits

KEY, SECONDS = "opening", 600


@dataclass(frozen=True)
class Opening:
    """`as_of` is the day of the last release; without one there are no figures."""

    waits: Waits
    as_of: datetime | None = None
    sign_ups: Decimal | None = None
    interviewed: Decimal | None = None
    on_ballot: Decimal | None = None


def opening() -> Opening:
    """Return what the first page shows, at most ten minutes old. One query when it is kept, five when it is not."""
    kept: Opening | None = cache.get(KEY)
    if kept is None:
        kept = _count()
        cache.set(KEY, kept, SECONDS)
    return kept


def _count() -> Opening:
    release, waits = Release.objects.order_by("-as_of").first(), usual_waits()
    if release is None:
        return Opening(waits)
    codes = ("sign_ups", "interviewed", "on_ballot")
    told = dict(Figure.objects.filter(release=release, code__in=codes).values_list("code", "value"))
    return Opening(waits, release.as_of, *(told.get(code) for code in codes))
