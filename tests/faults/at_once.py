"""Threads that begin the same work at the same moment, each with a database connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

from core.lifecycle import Refused

PATIENCE_SECONDS = 60

Answer = TypeVar("Answer")


def at_once(*works: Callable[[], Answer]) -> list[Answer | Refused]:
    """Run every work in a thread of its own, all from the same moment on; return answers and refusals in order.

    Anything else that a work raises is raised here.
    """
    barrier = Barrier(len(works))

    def run(work: Callable[[], Answer]) -> Answer | Refused:
        try:
            connection.ensure_connection()
            barrier.wait(PATIENCE_SECONDS)
            return work()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        futures = [pool.submit(run, work) for work in works]
    return [future.result() for future in futures]


def refusals(answers: Sequence[object]) -> list[str]:
    """Return the codes of those that were refused."""
    return [answer.code for answer in answers if isinstance(answer, Refused)]


def accepted(answers: Sequence[Answer | Refused]) -> list[Answer]:
    """Return what the others answered."""
    return [answer for answer in answers if not isinstance(answer, Refused)]
