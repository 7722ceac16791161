"""What may be said of a message, a value or an error outside the database: nothing that could be about a person.

Texts that somebody typed reach logs by many ways: arguments of other people's log lines, addresses with their query,
values that PostgreSQL quotes, messages of exceptions. So a text passes only where it is known to be ours.
"""

import logging
import re
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import DataError
from django.db import Error as DatabaseError
from django.template import TemplateDoesNotExist, TemplateSyntaxError

HIDDEN = "‹…›"
OUR_PACKAGES = frozenset(
    ("core", "offices", "candidates", "interviews", "community", "mentorship", "funding", "donors", "runforsomething")
)  # fmt: skip
# Their lines at INFO tell of starts, ends and the names of tasks.
TELL_OF_PROCESSES = ("gunicorn.error", "celery.worker", "celery.apps", "celery.beat")
# Values under these names are codes of ours.
CODES = frozenset(
    {"event", "level", "logger", "timestamp", "request", "task", "child_task_name", "routing_key", "signame"}
    | {"exception", "kind", "lane", "status"}
)
# Their messages are about the code and its configuration.
ABOUT_CODE = (
    ImproperlyConfigured,
    ImportError,
    NameError,
    AttributeError,
    TemplateDoesNotExist,
    TemplateSyntaxError,
)
LONGEST_CHAIN = 8

_TYPED = re.compile(
    r"(?P<query>\?[^\s\"'<>]*=[^\s\"'<>]*)"  # the query of an address
    r"|(?P<mail>[^\s\"'<>@]+@[^\s\"'<>@]+\.[^\s\"'<>@]+)"
    r"|(?P<phone>\+\d{8,15}\b|\(\d{3}\)\s*\d{3}[-\s]\d{4}|\b\d{3}[-.\s]\d{3}[-.\s]\d{4}\b)"
)
_WARNING = re.compile(r"(.*?:\d+: \w+)")
_UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
Raised = tuple[type[BaseException], BaseException, TracebackType | None]


def text(words: str) -> str:
    """Return `words` without what looks like a mail address, a phone number or an address's query."""
    return _TYPED.sub(lambda found: f"‹{found.lastgroup}›", words)


def value(given: Any) -> Any:
    """Return `given` if it is a number, a truth value or an id; else what stands for something hidden."""
    if given is None or isinstance(given, bool | int | float):
        return given
    if isinstance(given, UUID) or (isinstance(given, str) and _UUID.fullmatch(given)):
        return str(given)
    return HIDDEN


def message(record: logging.LogRecord, template: str, arguments: Any) -> str:
    """Return the words of a line of the standard library's logging.

    Our own lines pass whole, since we choose what is in them; of others, their template with its numbers and ids.
    """
    if record.name.startswith("django.security."):  # an exception's message as the template
        return record.name.rpartition(".")[2]
    if record.name == "py.warnings":  # its place and class; its words quote values
        found = _WARNING.match(template)
        return found[1] if found else "a warning"
    if not (_is_ours(record.name) or _tells_of_processes(record)):
        arguments = _hidden(arguments)
    try:
        return text(template % arguments if arguments else template)
    except (TypeError, ValueError, KeyError):
        return text(template)


def error(raised: BaseException) -> str:
    """Return an exception's class, and its message where that cannot quote what somebody typed."""
    name = type(raised).__name__
    if isinstance(raised, ABOUT_CODE):
        return f"{name}: {text(str(raised))}"
    if isinstance(raised, DatabaseError) and not isinstance(raised, DataError):
        # PostgreSQL names the constraint in the first line and quotes the values in the next.
        return f"{name}: {text((str(raised).splitlines() or [''])[0])}"
    if isinstance(raised, OSError) and raised.strerror:
        return f"{name}: {text(str(raised.strerror))}"
    return name


def exception(exc_info: Raised) -> str:
    """Return where an exception and those behind it came from, the first to happen first, without values."""
    parts: list[str] = []
    current: BaseException | None = exc_info[1]
    while current is not None and len(parts) < LONGEST_CHAIN:
        parts.append("".join(traceback.format_tb(current.__traceback__)) + error(current))
        hidden = None if current.__suppress_context__ else current.__context__
        current = current.__cause__ or hidden
    return "\n".join(reversed(parts))


def _is_ours(logger: str) -> bool:
    return logger.partition(".")[0] in OUR_PACKAGES


def _tells_of_processes(record: logging.LogRecord) -> bool:
    return record.levelno == logging.INFO and record.name.startswith(TELL_OF_PROCESSES)


def _hidden(arguments: Any) -> Any:
    if isinstance(arguments, Mapping):
        return {name: value(given) for name, given in arguments.items()}
    return tuple(value(given) for given in arguments or ())
