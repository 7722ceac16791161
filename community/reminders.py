"""What the passing of time brings about Slack: one nudge, three days after the first invitation."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, QuerySet

from candidates.enums import Standing
from community.models import SlackMembership, SlackStatus
from core.outbox.reminders import Reminder, register_reminder
from core.outbox.timing import Elapsed

NUDGE_AFTER, WORTH = timedelta(days=3), timedelta(days=14)


def still_to_join(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
    """People who were invited then and have not come in. One who asks for the invitation again is nudged no more."""
    found = SlackMembership.objects.filter(
        status=SlackStatus.INVITED,
        invited_at__gte=since,
        invited_at__lt=until,
        candidate__standing=Standing.ACTIVE,
    )
    moment = ExpressionWrapper(F("invited_at"), output_field=DateTimeField())
    return found.order_by().values_list("candidate__user_id", "candidate__public_id", moment, F("invited_at"))


register_reminder(Reminder("slack_nudge", "candidate", Elapsed(NUDGE_AFTER), WORTH, still_to_join))
