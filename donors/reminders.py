"""On which days the figures go out, and to whom."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.reminders import Reminder, register_reminder
from core.outbox.timing import OnDates
from donors.models import BoardReader
from funding.models import Donation


def is_monday(day: date) -> bool:
    return day.weekday() == 0


def is_first_of_month(day: date) -> bool:
    return day.day == 1


def readers(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
    """Whom staff have put on the list of the board report, whatever the date."""
    return _rows(User.objects.filter(pk__in=BoardReader.objects.values("person")))


def donors(since: datetime, until: datetime) -> "QuerySet[Any, Any]":
    """Whoever gave, or has a donor's account, whatever the date. Donors without a record here have no address."""
    gave = Donation.objects.filter(donor__isnull=False).values("donor")
    return _rows(User.objects.filter(Q(pk__in=gave) | Q(groups__name=Role.DONOR)).distinct())


def _rows(people: "QuerySet[User]") -> "QuerySet[Any, Any]":
    found = people.filter(is_active=True, erased_at=None).order_by()
    return found.values_list("pk", "public_id", F("date_joined"), F("date_joined"))


register_reminder(
    Reminder("board_report", "user", OnDates(is_monday, time(7, 30)), timedelta(hours=12), readers)
)
register_reminder(
    Reminder("donors_letter", "user", OnDates(is_first_of_month, time(10)), timedelta(hours=12), donors)
)
