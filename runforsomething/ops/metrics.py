"""What the processes count themselves: requests, queries, tasks. What stands in rows is in `ops/figures.py`.

With PROMETHEUS_MULTIPROC_DIR set (gunicorn sets it), every process writes into that folder, and whichever answers
`/metrics` adds them up.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery.signals import task_failure, task_postrun, task_prerun
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector

from runforsomething.ops.slots import Slot

FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
if FOLDER:
    Path(FOLDER).mkdir(parents=True, exist_ok=True, mode=0o700)
    values.ValueClass = values.MultiProcessValue(Slot(Path(FOLDER)))

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
OPERATIONS = ("SELECT", "INSERT", "UPDATE", "DELETE")

requests_total = Counter("rfs_requests", "Requests answered", ["method", "view", "status"])
request_seconds = Histogram("rfs_request_seconds", "Time to answer", ["area"], buckets=SECONDS)
queries_total = Counter("rfs_queries", "Statements sent to PostgreSQL", ["operation"])
query_seconds = Counter("rfs_query_seconds", "Time spent waiting for PostgreSQL", ["operation"])
query_errors = Counter("rfs_query_errors", "Statements that PostgreSQL refused", ["error"])
tasks_total = Counter("rfs_tasks", "Tasks run by workers", ["task", "outcome"])
task_seconds = Counter("rfs_task_seconds", "Time spent in tasks", ["task"])
task_last_run = Gauge(
    "rfs_task_last_success_timestamp_seconds", "When it last ended well", ["task"], multiprocess_mode="max"
)


class MetricsMiddleware:
    """Counts requests by view: an address as such, which anybody can make up, would be a new series each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = match.view_name if match else "none"
        method = request.method if request.method in ("GET", "HEAD", "POST") else "other"
        requests_total.labels(method, view or "unnamed", response.status_code).inc()
        area = view.partition(":")[0] if view and ":" in view else "site"
        request_seconds.labels(area).observe(time.perf_counter() - started)
        return response


def count_query(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Run one statement, counted by what it does and how it failed."""
    word = sql.lstrip("( \n")[:6].upper() if isinstance(sql, str) else ""
    operation = word if word in OPERATIONS else "other"
    started = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    except Exception as error:
        query_errors.labels(type(error).__name__).inc()
        raise
    finally:
        queries_total.labels(operation).inc()
        query_seconds.labels(operation).inc(time.perf_counter() - started)


@receiver(connection_created)
def _count_queries_of(sender: object, connection: Any, **rest: object) -> None:
    if count_query not in connection.execute_wrappers:
        # First, not last: who is inside of a wrapper's block takes the last one away at its end.
        connection.execute_wrappers.insert(0, count_query)


@task_prerun.connect
def _note_start(task: Any, **rest: object) -> None:
    task.request.metrics_started = time.perf_counter()


@task_failure.connect
def _count_failure(sender: Any, **rest: object) -> None:
    tasks_total.labels(sender.name, "failed").inc()


@task_postrun.connect
def _count_task(task: Any, state: str | None = None, **rest: object) -> None:
    started = getattr(task.request, "metrics_started", None)
    if started is not None:
        task_seconds.labels(task.name).inc(time.perf_counter() - started)
    if state == "SUCCESS":
        tasks_total.labels(task.name, "succeeded").inc()
        task_last_run.labels(task.name).set(time.time())


def exposition(*collectors: Any) -> bytes:
    """Return, as Prometheus reads it, what all processes counted and what `collectors` find."""
    registry = CollectorRegistry()
    for collector in (MultiProcessCollector(None, path=FOLDER) if FOLDER else REGISTRY, *collectors):
        registry.register(collector)
    return generate_latest(registry)
