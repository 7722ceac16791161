"""The Celery application: a doorbell and a few static ticks. What is due stands in the database's rows."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "runforsomething.settings.dev")

app = Celery("runforsomething")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
