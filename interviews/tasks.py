"""What the workers do about calls and talks."""

from celery import shared_task

from core import clock
from interviews import attendance, waiting_list
from interviews.holding import forget_expired
from interviews.notifying import tell_of_free_times
from interviews.readings import ask_for_readings


@shared_task
def tend_talks() -> dict[str, int]:
    """Forget the holds that have run out, then tell those who wait for a free time."""
    now = clock.now()
    return {"forgotten": forget_expired(now=now), "told": tell_of_free_times(now=now)}


@shared_task
def give_second_readings() -> int:
    """Choose among the notes that came in, and give each that was chosen to a reader."""
    return ask_for_readings(now=clock.now())


@shared_task
def tend_calls() -> None:
    """Offer free seats, end what has expired, and note who came by their own link."""
    now = clock.now()
    waiting_list.tend(now=now)
    attendance.settle(now=now)
