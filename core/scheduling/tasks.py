from celery import shared_task

from core import clock
from core.scheduling.busy_calendars import read_due
from core.scheduling.own_hours import forget_past_dates


@shared_task
def read_calendars() -> int:
    """Read the volunteers' own calendars that are due; return how many were."""
    return read_due(now=clock.now())


@shared_task
def forget_past_exceptions() -> int:
    return forget_past_dates(now=clock.now())
