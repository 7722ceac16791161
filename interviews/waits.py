"""How long people have really waited, from those who came last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from statistics import median

from django.db.models import F

from interviews.enums import InterviewStatus
from interviews.models import Interview, Registration

RECENT = 200
# Of fewer people the middle says little.
FEWEST = 20


@dataclass(frozen=True)
class Waits:
    """Medians in whole days, rounded up; None where too few people are behind them."""

    sign_up_to_call: int | None
    request_to_talk: int | None


def usual_waits() -> Waits:
    """Return how long the last 200 people waited for what they came to. Two queries."""
    calls = Registration.objects.filter(attended=True).order_by("-pk")
    talks = Interview.objects.filter(
        status=InterviewStatus.HELD, candidate__interview_requests__isnull=False
    ).order_by("-pk")
    return Waits(
        _days(calls.values_list(F("call__starts_at") - F("candidate__signed_up_at"), flat=True)[:RECENT]),
        _days(
            talks.values_list(F("starts_at") - F("candidate__interview_requests__asked_at"), flat=True)[
                :RECENT
            ]
        ),
    )


def _days(waits: Iterable[timedelta]) -> int | None:
    days = [wait / timedelta(days=1) for wait in waits if wait >= timedelta(0)]
    return ceil(median(days)) if len(days) >= FEWEST else None
