"""How interviewers rate, by quarter: for program staff only, and only of those with enough talks to say anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Avg, Case, Count, F, FloatField, StdDev, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf

from interviews.enums import Criterion
from interviews.models import Interviewer, Scorecard, SecondReading

# Of fewer talks, mean and spread say more of the people talked with than of the interviewer.
FEWEST = 30
Ratings = Sequence[int | None]


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a calendar year, 1 to 4, in UTC."""

    year: int
    number: int

    @property
    def begins(self) -> datetime:
        return datetime.combine(date(self.year, 3 * self.number - 2, 1), time(), UTC)

    @property
    def ends(self) -> datetime:
        """The first moment that is not of it any more."""
        return self.next().begins

    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def before(self) -> Quarter:
        return quarter_of(self.begins - timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarter_of(moment: datetime) -> Quarter:
    day = moment.astimezone(UTC)
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_called(text: str) -> Quarter | None:
    """Return the quarter that is written as "2026-Q2"; None for anything else."""
    year, dash, number = text.partition("-Q")
    if not (
        dash and year.isdecimal() and number.isdecimal() and len(year) == 4 and 2000 <= int(year) <= 2999
    ):
        return None
    return Quarter(int(year), int(number)) if 1 <= int(number) <= 4 else None


@dataclass(frozen=True)
class Agreement:
    """Of notes read twice: how many, how many with the same recommendation, and how far the ratings are apart."""

    read: int = 0
    same: int = 0
    apart: float | None = None

    @property
    def percent(self) -> int | None:
        return round(100 * self.same / self.read) if self.read else None


def agreement(pairs: Iterable[tuple[str, str, Ratings, Ratings]]) -> Agreement:
    """Return how far two readings agree: of (recommendation, recommendation, ratings, ratings). Pure.

    A rating counts where both gave it. `apart` is the mean distance in points, None where no rating was given twice.
    """
    read = same = 0
    distances: list[int] = []
    for first, second, ratings, others in pairs:
        read += 1
        same += first == second
        distances += [
            abs(a - b) for a, b in zip(ratings, others, strict=True) if a is not None and b is not None
        ]
    return Agreement(read, same, sum(distances) / len(distances) if distances else None)


@dataclass(frozen=True)
class Figures:
    """Of one interviewer in a quarter. `spread` is the standard deviation of the talks' mean ratings, in points."""

    interviewer: Interviewer
    talks: int
    mean: float
    spread: float
    agreement: Agreement


def figures_of(quarter: Quarter) -> tuple[list[Figures], int]:
    """Return the figures of those with thirty talks or more, most talks first, and of how many there are none.

    Three queries.
    """
    notes = Scorecard.objects.filter(submitted_at__gte=quarter.begins, submitted_at__lt=quarter.ends)
    rows = list(
        notes.annotate(mean=_mean())
        .values("interview__interviewer")
        .order_by()
        .annotate(talks=Count("pk"), average=Avg("mean"), spread=StdDev("mean"))
        .values_list("interview__interviewer", "talks", "average", "spread")
    )
    enough = {row[0]: row for row in rows if row[1] >= FEWEST}
    agreed = _agreements(quarter, enough)
    people = Interviewer.objects.filter(pk__in=enough).select_related("user")
    found = [
        Figures(one, talks, average or 0.0, spread or 0.0, agreed.get(one.pk, Agreement()))
        for one in people
        for _pk, talks, average, spread in [enough[one.pk]]
    ]
    return sorted(found, key=lambda one: (-one.talks, one.interviewer.pk)), len(rows) - len(enough)


def _mean() -> Any:
    """The mean of what was rated in one talk; null where nothing was."""
    total: Any = Value(0)
    rated: Any = Value(0)
    for criterion in Criterion:
        total = total + Coalesce(F(criterion.value), 0)
        rated = rated + Case(When(**{f"{criterion.value}__isnull": False}, then=1), default=0)
    return Cast(total, FloatField()) / NullIf(Cast(rated, FloatField()), 0.0)


def _agreements(quarter: Quarter, interviewers: Iterable[int]) -> dict[int, Agreement]:
    readings = SecondReading.objects.filter(
        read_at__isnull=False,
        scorecard__interview__interviewer__in=list(interviewers),
        scorecard__submitted_at__gte=quarter.begins,
        scorecard__submitted_at__lt=quarter.ends,
    )
    pairs: dict[int, list[Any]] = defaultdict(list)
    for reading in readings.select_related("scorecard__interview"):
        first = reading.scorecard
        pairs[first.interview.interviewer_id].append(
            (first.recommendation, reading.recommendation, _ratings(first), _ratings(reading))
        )
    return {pk: agreement(of_one) for pk, of_one in pairs.items()}


def _ratings(notes: Any) -> list[int | None]:
    return [getattr(notes, criterion.value) for criterion in Criterion]
