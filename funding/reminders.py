"""What the passing of time brings about money: a draft that lies half done is asked after, a report is asked for."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F, QuerySet

from core.outbox.noon import Noon
from core.outbox.reminders import Reminder, register_reminder
from core.outbox.timing import OnDay
from funding.enums import ApplicationStatus
from funding.models import CandidacyFunding, FundingApplication


def drafts(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
    """Applications begun then that were not handed in."""
    found = FundingApplication.objects.filter(
        status=ApplicationStatus.DRAFT, created_at__gte=since, created_at__lt=until
    )
    rows = found.order_by()
    return rows.values_list("candidacy__candidate__user_id", "public_id", "created_at", F("created_at"))


def reports(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
    """Races that were paid for, of which the election was then, and of which nothing was reported."""
    found = CandidacyFunding.objects.filter(
        paid__gt=0,
        candidacy__race__election__date__gte=since.date(),
        candidacy__race__election__date__lte=until.date(),
        candidacy__spending_report=None,
    ).annotate(noon=Noon("candidacy__race__election__date"))
    rows = found.filter(noon__gte=since, noon__lt=until).order_by()
    return rows.values_list("candidacy__candidate__user_id", "candidacy__public_id", "noon", F("noon"))


for kind, days in (("report_due", 14), ("report_overdue", 31)):
    register_reminder(Reminder(kind, "candidacy", OnDay(days, time(10)), timedelta(days=5), reports))
for kind, days in (("draft_unfinished", 7), ("draft_still_unfinished", 21)):
    register_reminder(Reminder(kind, "application", OnDay(days, time(10)), timedelta(days=3), drafts))
