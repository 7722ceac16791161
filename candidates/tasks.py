from celery import shared_task

from candidates.intake import absorb_waiting
from core import clock


@shared_task
def absorb_intakes() -> int:
    """Absorb the sign-ups that wait."""
    return absorb_waiting(now=clock.now())
