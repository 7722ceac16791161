from celery import shared_task

from candidates import standing
from candidates.finding import find_all
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


@shared_task
def find_duplicates() -> int:
    """Compare everybody who is new or has changed with the others."""
    return find_all(now=clock.now())
