"""One line for each request: its id, method, route, status, time and the user's id. No address, query or body.

A task that a request rang for has the request's id in its lines.
"""

import time
import uuid
from collections.abc import Awaitable
from typing import Any

import structlog
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django_structlog.celery.signals import bind_extra_task_metadata
from django_structlog.middlewares import RequestMiddleware
from django_structlog.signals import bind_extra_request_finished_metadata

# Asked for every few seconds by machines; `/metrics` counts them.
UNTOLD = ("/healthz", "/readyz", "/metrics")


class RequestLogMiddleware(RequestMiddleware):
    """Tells of a request by its route: a path can hold a secret, a query somebody's address."""

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        if request.path in UNTOLD:
            return self.get_response(request)
        request.log_started = time.monotonic()  # type: ignore[attr-defined]
        return super().__call__(request)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        match = request.resolver_match
        return f"{request.method} /{match.route}" if match else f"{request.method} (no such page)"

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        """Bind who it was if the request asked for it; asking here would cost pages two queries."""
        user = getattr(request, "_cached_user", None)
        if user is not None and user.pk is not None:
            structlog.contextvars.bind_contextvars(user_id=user.pk)


@receiver(bind_extra_request_finished_metadata)
def tell_time_and_id(
    sender: object,
    request: HttpRequest,
    response: HttpResponseBase,
    log_kwargs: dict[str, object],
    **rest: object,
) -> None:
    """Add how long it took; give the browser the id, by which its line can be found."""
    started = getattr(request, "log_started", None)
    if started is not None:
        log_kwargs["duration_ms"] = round((time.monotonic() - started) * 1000)
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    response["X-Request-ID"] = str(request_id or uuid.uuid4())


@receiver(bind_extra_task_metadata)
def tell_which_task(sender: object, task: Any, **rest: object) -> None:
    """Name the task in every line that it writes."""
    structlog.contextvars.bind_contextvars(task=task.name)
