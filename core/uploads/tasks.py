from celery import shared_task

from core import clock
from core.uploads.services import delete_strays


@shared_task
def delete_stray_files() -> int:
    return delete_strays(now=clock.now())
