"""The Celery application: a doorbell and a few static ticks. What is due stands in the database's rows."""

import os
import sys
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init
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


@worker_init.connect
@beat_init.connect
def _refuse_demonstration(**options: Any) -> None:
    """A signal's receivers may raise what they like: only an exit ends the process."""
    from django.core.exceptions import ImproperlyConfigured

    from runforsomething.ops.checks import refuse_demonstration

    try:
        refuse_demonstration()
    except ImproperlyConfigured as fault:
        sys.exit(str(fault))
