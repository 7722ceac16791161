from celery import shared_task

from core import clock
from core.outbox.enums import Lane
from core.outbox.reminders import write_due
from core.outbox.sending import send_due as send


@shared_task
def send_security() -> dict[str, int]:
    """Send the sign-in codes that are due."""
    return dict(send(now=clock.now(), lanes=[Lane.SECURITY]))


@shared_task
def send_due() -> dict[str, int]:
    """Write the reminders that have become due, then send whatever is due, in every lane."""
    now = clock.now()
    write_due(now=now)
    return dict(send(now=now))
