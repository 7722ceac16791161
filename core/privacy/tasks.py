from celery import shared_task

from core import clock
from core.privacy import asking, exporting


@shared_task
def keep_promises() -> None:
    """Make the exports that wait, delete those that expired, and carry out the erasures that are due."""
    now = clock.now()
    exporting.make_waiting(now=now)
    exporting.expire(now=now)
    asking.carry_out_due(now=now)
