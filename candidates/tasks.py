from celery import shared_task

from candidates import standing
from candidates.intake import absorb_waiting
from core import clock


@shared_task
def absorb_intakes() -> int:
    """Absorb the sign-ups that wait."""
    return absorb_waiting(now=clock.now())


@shared_task
def let_the_silent_rest() -> int:
    """Let those who fell silent count as taking a break."""
    return standing.let_the_silent_rest(now=clock.now())
