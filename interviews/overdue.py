"""When notes are overdue: the interviewer is reminded twice, then our staff write them. Pure."""

from datetime import datetime, timedelta

from django.db.models import Q

from interviews.enums import InterviewStatus

# After the end of the talk. The last one is told to the interviewer, and puts the talk into the queue of our staff.
CHASED_AFTER = timedelta(hours=48)
CHASED_AGAIN_AFTER = timedelta(hours=96)
HANDED_OVER_AFTER = timedelta(days=5)


def handed_over(now: datetime) -> Q:
    """Return the condition that a talk ended five days ago or earlier and has no notes: now they are ours to write."""
    return Q(status=InterviewStatus.BOOKED, ends_at__lte=now - HANDED_OVER_AFTER)


def overdue(now: datetime) -> Q:
    """Return the condition that a talk ended two days ago or earlier and has no notes."""
    return Q(status=InterviewStatus.BOOKED, ends_at__lte=now - CHASED_AFTER)
