"""What of calls and talks moves when two records are made one, and what stands in the way."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from candidates.models import Candidate, PersonMerge
from candidates.movers import Mover, register_built, register_mover, register_obstacle
from interviews.enums import InterviewStatus
from interviews.models import (
    ConflictOfInterest,
    Decision,
    Interview,
    Interviewer,
    InterviewRequest,
    Registration,
    Scorecard,
    TalkHold,
    WatchedRecording,
)


def same_call(kept: Candidate, other: Candidate) -> list[int]:
    """One seat a person: the second seat in a call stays with the record that goes."""
    there = kept.registrations.live().values("call")
    return list(other.registrations.live().filter(call__in=there).values_list("pk", flat=True))


def recording_already(kept: Candidate, other: Candidate) -> list[int]:
    standing = ~Q(accepted=False) | Q(accepted__isnull=True)
    if not kept.recordings.filter(standing).exists():
        return []
    return list(other.recordings.filter(standing).values_list("pk", flat=True))


def asked_already(kept: Candidate, other: Candidate) -> list[int]:
    if not kept.interview_requests.exists():
        return []
    return list(other.interview_requests.values_list("pk", flat=True))


def declared_already(kept: Candidate, other: Candidate) -> list[int]:
    there = kept.conflicts_of_interest.values("interviewer")
    return list(other.conflicts_of_interest.filter(interviewer__in=there).values_list("pk", flat=True))


def every_hold(kept: Candidate, other: Candidate) -> list[int]:
    """Ten minutes are over before two records are one; what is held then is held by nobody."""
    return list(TalkHold.objects.filter(candidate=other).values_list("pk", flat=True))


register_mover(Mover(Registration, "candidate", stays=same_call))
register_mover(Mover(WatchedRecording, "candidate", stays=recording_already))
register_mover(Mover(InterviewRequest, "candidate", stays=asked_already))
register_mover(Mover(Interview, "candidate"))
register_mover(Mover(ConflictOfInterest, "candidate", stays=declared_already))
register_mover(Mover(TalkHold, "candidate", stays=every_hold))


@register_obstacle
def talks_of_both(kept: Candidate, other: Candidate, now: datetime) -> Iterator[str]:
    booked = Interview.objects.filter(candidate__in=[kept, other], status=InterviewStatus.BOOKED)
    if booked.values("candidate").distinct().count() > 1:
        yield _("Both have a talk booked: cancel one of the two first.")
    if Interviewer.objects.filter(user=other.user_id).exists():
        yield _("%(name)s is an interviewer: keep that record.") % {"name": other}
    pair = Q(candidate=kept, interviewer__user=other.user_id) | Q(
        candidate=other, interviewer__user=kept.user_id
    )
    if Interview.objects.filter(pair).exists():
        yield _("One of the two has interviewed the other: they cannot be one person.")


@register_built
def what_came_of_the_talks(merge: PersonMerge) -> Iterator[str]:
    talks = merge.moved["rows"].get("interviews.interview.candidate", ())
    since = merge.recorded_at
    if Scorecard.objects.filter(interview__in=talks, submitted_at__gte=since).exists():
        yield _("Notes of a talk have come in since.")
    if Decision.objects.filter(interview__in=talks, decided_at__gte=since).exists():
        yield _("A talk has been decided since.")
    seats = merge.moved["rows"].get("interviews.registration.candidate", ())
    if Registration.objects.filter(pk__in=seats, attended__isnull=False, call__starts_at__gte=since).exists():
        yield _("Attendance at an intro call has been recorded since.")
