"""The morning digest: to the program staff on working days, what waits for them. Nothing waiting, no mail."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.working_days import is_working_day
from core import clock
from core.accounts.models import User
from core.accounts.predicates import is_program_staff
from core.accounts.roles import Role
from core.outbox.enums import Audience, Lane, Topic
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register
from core.outbox.reminders import Reminder, register_reminder
from core.outbox.timing import OnDates
from runforsomething.ops.waiting import mine_or_all, today_of


def _digest(message: OutgoingMessage) -> dict[str, Any]:
    person, now = message.recipient, clock.now()
    if person is None or not is_program_staff(person):
        raise NoLongerWanted("not_our_staff")
    whose, queues = mine_or_all(person, now=now)
    today = today_of(person, now=now)
    if not queues and not today:
        raise NoLongerWanted("nothing_waits")
    page = reverse("ops:staff") + (f"?whose={whose}" if whose else "")
    return {
        "today": today,
        "urgent": [queue for queue in queues if queue.urgent],
        "others": [queue for queue in queues if not queue.urgent],
        "total": sum(queue.count for queue in queues),
        "whose": whose,
        "now": now,
        "page": page,
    }


def program_staff(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
    """Whoever works here now, whatever the date."""
    people = User.objects.filter(groups__name=Role.PROGRAM_STAFF, is_active=True, erased_at=None)
    return people.order_by().values_list("pk", "public_id", F("date_joined"), F("date_joined"))


register(
    Kind(
        "staff_digest",
        Lane.BULK,
        _("Your morning digest"),
        _digest,
        audience=Audience.STAFF,
        unsubscribe=Topic.DIGEST,
        anchor="every working day",
        dropped="nothing waits for them, or they work here no more",
    )
)
register_reminder(
    Reminder("staff_digest", "user", OnDates(is_working_day, time(7, 30)), timedelta(hours=4), program_staff)
)
