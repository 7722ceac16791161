"""One line per event: readable on one machine, JSON in production, and no personal data in either.

A line carries `request_id` or `task_id`; a task that a request rang for carries both. `ops/harmless.py` decides what
may be said.
"""

from __future__ import annotations

import logging
import logging.config
from typing import TYPE_CHECKING, Any

import structlog

from runforsomething.ops import harmless

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger


def logging_settings(*, as_json: bool, level: str) -> dict[str, Any]:
    """Return what Django's LOGGING, gunicorn and Celery are given, and let structlog write by the same way."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [structlog.contextvars.merge_contextvars, _words_of_others],
        "processors": _processors(as_json=as_json),
        "use_get_message": False,
        "pass_foreign_args": True,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": _loggers(),
    }


def start_logging(settings: dict[str, Any]) -> None:
    """Log by `settings` in a process that Django did not start; warnings, which quote values, go the same way."""
    logging.config.dictConfig(settings)
    logging.captureWarnings(True)


def _loggers() -> dict[str, dict[str, Any]]:
    """Return what differs from the root: no handlers of their own, and what the request's and task's lines tell."""
    plain: dict[str, Any] = {"handlers": [], "propagate": True}
    return {
        "django": plain,
        "django.server": plain,
        # `request_finished`, `request_failed`, `task_failed` say the same, with their ids.
        "django.request": {"level": "CRITICAL"},
        "celery.app.trace": {"level": "CRITICAL"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "gunicorn.error": plain,
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        # Values of rows, even at DEBUG.
        "django.db.backends": {"level": "WARNING"},
    }


def _processors(*, as_json: bool) -> list[Processor]:
    render: Processor = structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, sort_keys=False)
    if as_json:
        render = structlog.processors.JSONRenderer(ensure_ascii=False)
    return [
        structlog.stdlib.add_log_level,
        _logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_values,
        structlog.processors.ExceptionRenderer(harmless.exception),
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        render,
    ]


def _logger_name(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    event["logger"] = event["_record"].name
    return event


def _words_of_others(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Put the words of a line of the standard library's logging together from what may be said of them."""
    arguments = event.pop("positional_args", ())
    event["event"] = harmless.message(event["_record"], event["event"], arguments)
    event.pop("stack_info", None)
    return event


def _without_values(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Keep codes, numbers and ids; hide every other value, by whatever name."""
    kept: EventDict = {}
    for name, given in event.items():
        if name in ("exc_info", "_record", "_from_structlog"):
            kept[name] = given
        elif name in harmless.CODES and isinstance(given, str):
            kept[name] = harmless.text(given)
        elif name != "exception":  # the exception itself: `exc_info` tells it
            kept[name] = harmless.value(given)
    return kept
