from celery import shared_task

from core import clock
from core.accounts import sessions
from core.accounts.limits import forget_what_ran_out
from core.accounts.sign_in_link import forget_old_links


@shared_task
def forget_old_limits() -> int:
    """Delete the counts of limits that ran out."""
    return forget_what_ran_out()


@shared_task
def forget_ended_sessions() -> int:
    """Delete what is kept of sessions that have ended."""
    forget_old_links(now=clock.now())
    return sessions.forget_ended(now=clock.now())
