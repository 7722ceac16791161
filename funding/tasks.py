from celery import shared_task

from core import clock
from funding.checking import check_all


@shared_task
def check_eligibility() -> int:
    """Check who can be funded: daily, and soon after anything changed."""
    return check_all(now=clock.now())
