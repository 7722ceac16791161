"""A person's own hours: added without overlap, taken away, and dates on which they differ."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.lifecycle import Refused
from core.scheduling.commitments import lock_people
from core.scheduling.models import BusyFeed, BusyTime, DayOff, HoursOn, WeeklyHours

MOST_ROWS = 60
MOST_DAYS_OFF = 90


@transaction.atomic
def add_weekly(person: User, weekdays: Iterable[int], starts: time, ends: time) -> None:
    """Offer `[starts, ends)` on each of `weekdays` (Monday is 0), on the clock of the person's zone.

    Raises Refused when that overlaps what they offer already, or ends before it starts.
    """
    _refuse_backwards(starts, ends)
    lock_people([person.pk])
    mine = WeeklyHours.objects.filter(person=person)
    days = sorted(set(weekdays))
    if mine.filter(weekday__in=days, starts__lt=ends, ends__gt=starts).exists():
        raise Refused("overlaps", _("You offer some of these hours already. Take those away first."))
    if mine.count() + len(days) > MOST_ROWS:
        raise Refused("too_many", _("That are more rows than a week needs. Join some of them first."))
    WeeklyHours.objects.bulk_create(
        WeeklyHours(person=person, weekday=day, starts=starts, ends=ends) for day in days
    )


@transaction.atomic
def add_date(person: User, day: date, starts: time, ends: time, *, today: date) -> None:
    """Offer `[starts, ends)` on one date, in the place of that weekday's hours. Raises Refused as `add_weekly`."""
    _refuse_backwards(starts, ends)
    if day < today:
        raise Refused("past", _("This day has passed."))
    lock_people([person.pk])
    mine = HoursOn.objects.filter(person=person, day=day)
    if mine.filter(starts__lt=ends, ends__gt=starts).exists():
        raise Refused("overlaps", _("You offer some of these hours already. Take those away first."))
    if HoursOn.objects.filter(person=person, day__gte=today).count() >= MOST_ROWS:
        raise Refused("too_many", _("That are many exceptions. Change your weekly hours instead."))
    HoursOn.objects.create(person=person, day=day, starts=starts, ends=ends)


@transaction.atomic
def take_off(person: User, first: date, last: date, *, today: date) -> int:
    """Offer nothing from `first` to `last`, both included; return how many days that were. What is booked stays."""
    if last < first or last < today:
        raise Refused("backwards", _("The last day lies before the first one, or has passed."))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if len(days) > MOST_DAYS_OFF:
        raise Refused("too_long", _("That is more than three months. Pause instead."))
    DayOff.objects.bulk_create([DayOff(person=person, day=day) for day in days], ignore_conflicts=True)
    return len(days)


def read_my_calendar(person: User, address: str) -> None:
    """Read this calendar from now on, in the place of another one; without an address, none."""
    BusyTime.objects.filter(person=person).delete()
    if not address:
        BusyFeed.objects.filter(person=person).delete()
        return
    fresh = {"address": address, "read_at": None, "tried_at": None, "fault": ""}
    BusyFeed.objects.update_or_create(person=person, defaults=fresh)


def forget_past_dates(*, now: datetime) -> int:
    """Delete exceptions of more than a month ago; return how many."""
    before = (now - timedelta(days=31)).date()
    return (
        HoursOn.objects.filter(day__lt=before).delete()[0] + DayOff.objects.filter(day__lt=before).delete()[0]
    )


def _refuse_backwards(starts: time, ends: time) -> None:
    if ends <= starts:
        raise Refused("backwards", _("The end lies before the start. Hours past midnight are two rows."))
