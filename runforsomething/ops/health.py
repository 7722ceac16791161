"""Whether this installation can serve: the database must answer and be migrated; Redis is reported."""

import os
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from pathlib import Path
from threading import Thread
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis.backoff import NoBackoff
from redis.retry import Retry

from runforsomething.ops.serve import DRAINING

REDIS_SECONDS = 0.3
DATABASE_SECONDS = 1.0
_known_migrated = False
_asked: Future[str] | None = None


def report() -> dict[str, Any]:
    """Return `ready`, and the state of each part, within two seconds."""
    database = _database_in_time()
    found: dict[str, Any] = {"ready": database == "ok", "database": database, "redis": _redis()}
    if is_draining():
        found |= {"ready": False, "draining": True}
    return found


def is_draining() -> bool:
    """Return whether whoever sends requests here should send them elsewhere from now on."""
    file = os.environ.get(DRAINING, "")
    return bool(file) and Path(file).exists()


def _database_in_time() -> str:
    """Ask in a thread, since a server that hangs lets the asker hang; while one still waits, no other is sent."""
    global _asked
    if _asked is None or _asked.done():
        _asked = Future()
        Thread(target=_answer, args=[_asked], name="health", daemon=True).start()
    try:
        return _asked.result(DATABASE_SECONDS)
    except TooLate:
        return "away"


def _answer(asked: "Future[str]") -> None:
    try:
        asked.set_result(_database())
    except BaseException as error:
        asked.set_exception(error)


def _database() -> str:
    global _known_migrated
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _known_migrated:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return "not migrated"
            _known_migrated = True
    except DatabaseError:
        return "away"
    finally:
        connection.close()
    return "ok"


def _redis() -> str:
    client = redis.Redis.from_url(
        settings.CELERY_BROKER_URL,
        socket_timeout=REDIS_SECONDS,
        socket_connect_timeout=REDIS_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        client.ping()
    except (redis.RedisError, OSError):
        return "away"
    finally:
        client.close()
    return "ok"
