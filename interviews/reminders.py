"""What the passing of time brings about calls and talks."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, Func, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from candidates.enums import Stage
from candidates.models import Candidate
from core.outbox.enums import Channel
from core.outbox.reminders import Anchors, Reminder, register_reminder
from core.outbox.timing import Elapsed, OnDay
from interviews.enums import InterviewStatus, RegistrationStatus
from interviews.models import Interview, Interviewer, InterviewRequest, Registration
from interviews.overdue import CHASED_AFTER, CHASED_AGAIN_AFTER, HANDED_OVER_AFTER
from interviews.vetting_year import lapsed_before

A_DAY_BEFORE = Elapsed(-timedelta(hours=24))
AN_HOUR_BEFORE = Elapsed(-timedelta(hours=1))
# So late that the day's reminder is still read before the hour's comes, and the hour's before it begins.
WORTH_FOR_A_DAY, WORTH_FOR_AN_HOUR = timedelta(hours=20), timedelta(minutes=50)


def seats(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
    """Seats in calls that begin then."""
    found = Registration.objects.filter(
        status=RegistrationStatus.CONFIRMED, call__starts_at__gte=since, call__starts_at__lt=until
    )
    settled = found.annotate(settled_at=Coalesce("moved_at", "created_at"))
    return _rows(settled, "candidate__user_id", "call__starts_at", "settled_at")


def missed(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
    """Seats in calls that began then, of people of whom the host noted that they did not come."""
    found = Registration.objects.filter(
        status=RegistrationStatus.CONFIRMED,
        attended=False,
        call__starts_at__gte=since,
        call__starts_at__lt=until,
        candidate__stage=Stage.SIGNED_UP,
    )
    return _rows(found, "candidate__user_id", "call__starts_at", "created_at")


def talks_of(person: str) -> Any:
    """Return the talks that begin in a period, for one of their two sides."""

    def talks(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
        found = _talks("starts_at", since, until).annotate(settled_at=Coalesce("moved_at", "booked_at"))
        return _rows(found, person, "starts_at", "settled_at")

    return talks


def without_notes(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
    """Talks that ended then and of which the interviewer has written no notes."""
    found = _talks("ends_at", since, until).filter(scorecard=None)
    return _rows(found, "interviewer__user_id", "ends_at", "booked_at")


def introduced(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
    """Candidates who came to a call then, and have not asked for a talk."""
    asked = InterviewRequest.objects.filter(candidate=OuterRef("pk"))
    came = Registration.objects.filter(
        attended=True, call__starts_at__gte=since, call__starts_at__lt=until
    ).values("candidate_id")
    first = Max("registrations__call__starts_at", filter=Q(registrations__attended=True))
    found = Candidate.objects.filter(pk__in=came, stage=Stage.INTRODUCED).exclude(Exists(asked))
    return _rows(found.annotate(came=first), "user_id", "came", "came")


def vetting_ends(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
    """Interviewers of whom a year of vetting ends then, at midnight UTC (R11)."""
    first, last = lapsed_before(since.date()), lapsed_before(until.date())
    vetted = Interviewer.objects.filter(is_active=True, vetted_on__range=(first, last))

    def vetting_plus(time: str) -> Func:
        template = f"((%(expressions)s + interval '{time}') AT TIME ZONE 'UTC')"
        return Func(F("vetted_on"), template=template, output_field=DateTimeField())

    ends = vetted.annotate(ends=vetting_plus("1 year")).filter(ends__gte=since, ends__lt=until)
    return ends.order_by().values_list("user_id", "user__public_id", "ends", vetting_plus("0 days"))


def _talks(moment: str, since: datetime, until: datetime) -> "QuerySet[Interview]":
    period = {f"{moment}__gte": since, f"{moment}__lt": until}
    return Interview.objects.filter(status=InterviewStatus.BOOKED, **period)


def _rows(found: "QuerySet[Any]", person: str, anchor: str, known: str) -> "QuerySet[Any, Any]":
    """In the order in which the outbox reads them, whatever the model calls them."""
    moment = ExpressionWrapper(F(anchor), output_field=DateTimeField())
    return found.order_by().values_list(person, "public_id", moment, F(known))


def texted(anchors: Anchors) -> Anchors:
    """Of these rows, return those of people who agreed to texts and gave a number."""

    def of_the_texted(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
        agreed = anchors(since, until).filter(candidate__text_consented_at__isnull=False)
        return agreed.exclude(candidate__phone="")

    return of_the_texted


for kind, subject, when, worth, anchors in (
    ("intro_call_tomorrow", "registration", A_DAY_BEFORE, WORTH_FOR_A_DAY, seats),
    ("intro_call_soon", "registration", AN_HOUR_BEFORE, WORTH_FOR_AN_HOUR, seats),
    ("intro_call_missed", "registration", Elapsed(timedelta(hours=3)), timedelta(days=7), missed),
    ("interview_tomorrow_candidate", "interview", A_DAY_BEFORE, WORTH_FOR_A_DAY, talks_of("candidate__user_id")),
    ("interview_soon_candidate", "interview", AN_HOUR_BEFORE, WORTH_FOR_AN_HOUR, talks_of("candidate__user_id")),
    ("interview_tomorrow_interviewer", "interview", A_DAY_BEFORE, WORTH_FOR_A_DAY, talks_of("interviewer__user_id")),
    ("interview_soon_interviewer", "interview", AN_HOUR_BEFORE, WORTH_FOR_AN_HOUR, talks_of("interviewer__user_id")),
    ("scorecard_overdue", "interview", Elapsed(CHASED_AFTER), timedelta(days=7), without_notes),
    ("scorecard_overdue_again", "interview", Elapsed(CHASED_AGAIN_AFTER), timedelta(hours=20), without_notes),
    ("scorecard_handed_over", "interview", Elapsed(HANDED_OVER_AFTER), timedelta(days=7), without_notes),
    ("vetting_ends", "interviewer", Elapsed(-timedelta(days=30)), timedelta(days=20), vetting_ends),
    ("ask_for_your_talk", "candidate", OnDay(3, time(10)), timedelta(days=3), introduced),
):  # fmt: skip
    register_reminder(Reminder(kind, subject, when, worth, anchors))
for kind, subject, when, worth, anchors in (
    ("text_intro_call_soon", "registration", AN_HOUR_BEFORE, WORTH_FOR_AN_HOUR, seats),
    ("text_talk_tomorrow", "interview", A_DAY_BEFORE, WORTH_FOR_A_DAY, talks_of("candidate__user_id")),
    ("text_talk_soon", "interview", AN_HOUR_BEFORE, WORTH_FOR_AN_HOUR, talks_of("candidate__user_id")),
):
    register_reminder(Reminder(kind, subject, when, worth, texted(anchors), Channel.TEXT))
