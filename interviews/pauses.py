"""What is booked, when a candidate takes a break, leaves or falls silent."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.dispatch import receiver

from candidates.models import Candidate
from candidates.signals import bookings_given_up
from candidates.standing import register_still_with_us
from interviews import booking, intro_calls
from interviews.enums import InterviewStatus
from interviews.models import Interview, Registration, Scorecard, WatchedRecording


@receiver(bookings_given_up)
def give_up_seats_and_talks(candidate: Candidate, at: datetime, **_kwargs: Any) -> None:
    """What has begun already stays."""
    seats = Registration.objects.live().filter(candidate=candidate, call__starts_at__gt=at)
    for seat in seats.order_by("call_id"):
        intro_calls.cancel(seat, now=at)
    for talk in Interview.objects.filter(
        candidate=candidate, status=InterviewStatus.BOOKED, starts_at__gt=at
    ):
        booking.cancel(talk, actor=candidate.user, now=at)


@register_still_with_us
def booked_or_waiting_for_us(now: datetime) -> Q:
    """Whoever has something booked, or waits for us to note it or to decide, is not silent."""
    here = OuterRef("pk")
    seats = Registration.objects.live().filter(candidate=here, attended__isnull=True)
    answers = WatchedRecording.objects.unread().filter(candidate=here).order_by()
    talks = Interview.objects.filter(candidate=here, status=InterviewStatus.BOOKED)
    undecided = Scorecard.objects.undecided().filter(interview__candidate=here)
    return Q(Exists(seats)) | Q(Exists(answers)) | Q(Exists(talks)) | Q(Exists(undecided))
