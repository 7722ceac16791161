"""Whoever found no free time and wants to hear of one is told, in the order in which they asked."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from candidates.models import Candidate
from core.outbox.services import enqueue
from interviews.availability import free_for_anybody, free_talks
from interviews.demand import still_to_book
from interviews.models import InterviewRequest

# Whoever was told and did not book is told again at the earliest after so long.
AGAIN_AFTER = timedelta(days=2)
AT_ONCE = 20
# Each costs a search of their own: so many are looked at before the next round begins anew with the first.
LOOKED_AT = 100


def tell_me(candidate: Candidate, *, at: datetime) -> None:
    """Keep that the candidate wants to hear of free times. A second time changes nothing."""
    InterviewRequest.objects.filter(candidate=candidate, notify_since=None).update(notify_since=at)


def tell_of_free_times(*, now: datetime) -> int:
    """Tell those who wait and for whom there is a free time now, the longest waiting first; return how many.

    At most twenty at once, and never more than there are free times, so that those who are told find one: whoever
    was told within two days and has not booked counts as if they had. Whoever can take none lets others pass.
    """
    told_before = still_to_book().filter(notified_at__gt=now - AGAIN_AFTER).count()
    if len(free_for_anybody(now=now)) <= told_before:
        return 0
    quiet = Q(notified_at=None) | Q(notified_at__lte=now - AGAIN_AFTER)
    waiting = still_to_book().filter(quiet, notify_since__isnull=False).select_related("candidate__user")
    told = 0
    found: set[datetime] = set()
    for request in waiting.order_by("asked_at")[:LOOKED_AT]:
        free = set(free_talks(request.candidate, now=now)) - found
        if len(free) <= told_before:
            continue
        found.add(min(free))
        told += _tell(request, now)
        if told == AT_ONCE:
            break
    return told


@transaction.atomic
def _tell(request: InterviewRequest, now: datetime) -> int:
    before = request.notified_at
    mine = InterviewRequest.objects.filter(pk=request.pk, notified_at=before)
    if not mine.update(notified_at=now, notify_since=F("notify_since")):
        return 0
    candidate = request.candidate
    enqueue(
        "talk_times_free",
        candidate.user,
        {"candidate": str(candidate.public_id)},
        key=f"talk_times_free:{candidate.public_id}:{int(now.timestamp())}",
        expires_at=now + AGAIN_AFTER,
    )
    return 1
