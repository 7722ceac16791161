"""What the passing of time brings about an application: one that lies half done is asked after twice."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F, QuerySet

from core.outbox.reminders import Reminder, register_reminder
from core.outbox.timing import OnDay
from funding.enums import ApplicationStatus
from funding.models import FundingApplication


def drafts(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
    """Applications begun then that were not handed in."""
    found = FundingApplication.objects.filter(
        status=ApplicationStatus.DRAFT, created_at__gte=since, created_at__lt=until
    )
    rows = found.order_by()
    return rows.values_list("candidacy__candidate__user_id", "public_id", "created_at", F("created_at"))


for kind, days in (("draft_unfinished", 7), ("draft_still_unfinished", 21)):
    register_reminder(Reminder(kind, "application", OnDay(days, time(10)), timedelta(days=3), drafts))
