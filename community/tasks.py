from celery import shared_task

from community import looking, tending
from community.events import forget_old_events
from core import clock


@shared_task
def tend_slack() -> dict[str, int]:
    """Bring everybody in Slack to where they belong, then look for a few who were invited."""
    now = clock.now()
    forget_old_events(now=now)
    return {**tending.tend(now=now), **looking.look(now=now)}
