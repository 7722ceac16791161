"""Copies finished rows while another process writes the next ones: two cores, bounded memory."""

import gc
import signal
from collections.abc import Callable, Iterable
from io import BytesIO
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, NoReturn, TypeVar

from django.db import connection

Batch = list[tuple[str, list[str]]]
Send = Callable[[Iterable[Batch]], None]
Told = TypeVar("Told")
# A fork knows all that the writers were given; they need not be told it.
FORK = get_context("fork")


def copy(write: Callable[[Send], Told]) -> Told:
    """Have `write` send batch after batch from a process of its own; copy them and return what it returns at the end.

    The parts of a batch are copied in their order, on this process's connection and within its transaction. `write`
    reaches no database. Raises ChildProcessError if it ends early; its traceback is on standard error.
    """
    here, there = FORK.Pipe(duplex=False)
    writer = FORK.Process(target=_write, args=(write, here, there), daemon=True)
    writer.start()
    there.close()
    try:
        with connection.cursor() as cursor:
            while (batch := here.recv()) is not None:
                for statement, text in batch:
                    cursor.copy_expert(statement, BytesIO(text))
        told: Told = here.recv()
        return told
    except (EOFError, OSError):  # The latter in the middle of a message.
        writer.join()
        raise ChildProcessError(
            f"The process that writes the rows ended early, with exit code {writer.exitcode}: nothing is loaded."
        ) from None
    finally:
        writer.kill()
        writer.join()
        here.close()


def _write(write: Callable[[Send], Any], here: Connection, there: Connection) -> None:
    """Write in the child: a batch as one message, so that the next one is made while it is copied."""
    here.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Rows are in no circles, and there are very many of them to look through.
    gc.disable()
    connection.execute_wrappers.append(_refuse)
    told = write(
        lambda parts: there.send([(statement, _text(lines)) for part in parts for statement, lines in part])
    )
    there.send(None)
    there.send(told)


def _text(lines: list[str]) -> bytes:
    return "".join(lines).encode()


def _refuse(*_query: Any) -> NoReturn:
    raise RuntimeError("The database belongs to the process that copies.")
