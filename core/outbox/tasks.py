from celery import shared_task

from core import clock
from core.outbox.enums import Lane
from core.outbox.sending import send_due as send


@shared_task
def send_security() -> dict[str, int]:
    """Send the sign-in codes that are due."""
    return dict(send(now=clock.now(), lanes=[Lane.SECURITY]))


@shared_task
def send_due() -> dict[str, int]:
    """Send whatever is due, in every lane."""
    return dict(send(now=clock.now()))
