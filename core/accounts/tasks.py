from celery import shared_task

from core.accounts.limits import forget_what_ran_out


@shared_task
def forget_old_limits() -> int:
    """Delete the counts of limits that ran out."""
    return forget_what_ran_out()
