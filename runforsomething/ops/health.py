"""Whether this installation can serve: the database must answer and be migrated; Redis is reported."""

from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

TIMEOUT_SECONDS = 0.3
_known_migrated = False


def report() -> dict[str, Any]:
    """Return `ready`, and the state of each part."""
    database = _database()
    return {"ready": database == "ok", "database": database, "redis": _redis()}


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
    return "ok"


def _redis() -> str:
    client = redis.Redis.from_url(
        settings.CELERY_BROKER_URL, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
    )
    try:
        client.ping()
    except (redis.RedisError, OSError):
        return "away"
    finally:
        client.close()
    return "ok"
