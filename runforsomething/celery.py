"""The Celery application: a doorbell and a few static ticks. What is due stands in the database's rows."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "runforsomething.settings.dev")

app = Celery("runforsomething")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def _log_as_the_web_does(**options: Any) -> None:
    """In the place of Celery's own set-up, which would write the arguments and results of tasks."""
    from django.conf import settings

    from runforsomething.ops.logs import start_logging

    start_logging(settings.LOGGING)
