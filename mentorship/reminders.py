"""What the passing of time brings about a mentorship: sessions draw near, and after a month both are asked after."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from core.outbox.reminders import Reminder, register_reminder
from core.outbox.timing import Elapsed, OnDay
from mentorship.enums import MentorshipStatus
from mentorship.models import MentorSession, Mentorship


def pairs_of(person: str) -> Any:
    """Return the active pairs of which the second yes came in a period, for one of their two sides."""

    def pairs(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
        agreed = Greatest("mentor_said_yes_at", "candidate_said_yes_at")
        found = Mentorship.objects.filter(status=MentorshipStatus.ACTIVE).annotate(agreed=agreed)
        rows = found.filter(agreed__gte=since, agreed__lt=until).order_by()
        return rows.values_list(person, "public_id", "agreed", F("agreed"))

    return pairs


for kind, person in (
    ("mentoring_check_in_candidate", "candidate__user_id"),
    ("mentoring_check_in_mentor", "mentor__user_id"),
):
    register_reminder(Reminder(kind, "mentorship", OnDay(30, time(10)), timedelta(days=2), pairs_of(person)))


def sessions_of(person: str) -> Any:
    """Return the sessions that begin in a period, for one of their two sides."""

    def sessions(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
        found = MentorSession.objects.filter(cancelled_at=None, starts_at__gte=since, starts_at__lt=until)
        return found.order_by().values_list(person, "public_id", "starts_at", F("changed_at"))

    return sessions


for side, person in (
    ("candidate", "mentorship__candidate__user_id"),
    ("mentor", "mentorship__mentor__user_id"),
):
    for word, before, worth in (("tomorrow", 24 * 60, 20 * 60), ("soon", 60, 50)):
        register_reminder(
            Reminder(
                f"session_{word}_{side}",
                "session",
                Elapsed(-timedelta(minutes=before)),
                timedelta(minutes=worth),
                sessions_of(person),
            )
        )
