"""Tell the workers that there is something to do.

Redis may be away, hung or emptied at any time: a ring may be lost, a row never is.
"""

import logging
import time
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from kombu import Connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# After a failed ring this process stays silent for a while, so that a flood does not wait for Redis once per request.
SILENCE_SECONDS = 5.0
_silent_until = 0.0


def ring_on_commit(task: str) -> None:
    """Ring for the Celery task named `task`, once, when the caller's transaction has committed."""
    hooks: list[Any] = [entry[1] for entry in connection.run_on_commit]
    if not any(getattr(hook, "rings_for", None) == task for hook in hooks):
        transaction.on_commit(_Ring(task))


@dataclass(frozen=True)
class _Ring:
    rings_for: str

    def __call__(self) -> None:
        ring(self.rings_for)


def ring(task: str) -> bool:
    """Queue `task` and return True; return False, within about a second, when Redis does not answer."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    timeout = settings.DOORBELL_TIMEOUT_SECONDS
    # `retry=False` covers the publishing alone: without `max_retries` kombu tries to connect for six seconds.
    options = {"socket_timeout": timeout, "socket_connect_timeout": timeout, "max_retries": 0}
    try:
        with Connection(settings.CELERY_BROKER_URL, transport_options=options) as connection:
            current_app.send_task(task, connection=connection, retry=False, ignore_result=True, expires=60)
    except (OperationalError, RedisError, OSError) as error:
        _silent_until = time.monotonic() + SILENCE_SECONDS
        logger.warning("The doorbell is away (%s); the next tick finds the row.", type(error).__name__)
        return False
    return True
