"""Sends finished rows to the database while the next ones are being written: two cores, bounded memory."""

from collections.abc import Iterable
from io import StringIO
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Self

from django.db import connection

Batch = list[tuple[str, list[str]]]
# How many batches may wait; each holds the rows of some thousand people.
WAITING = 2
# One read per COPY: each would have to wait for the interpreter, which is busy with the next rows.
WHOLE = 1 << 28


class Press:
    """A thread that copies batch after batch on this thread's own connection, within its transaction.

    Nothing else may use the connection inside the `with` block; leaving it waits for the last batch, and raises what
    went wrong.
    """

    def __init__(self) -> None:
        self._queue: Queue[Batch | None] = Queue(maxsize=WAITING)
        self._fault: BaseException | None = None
        connection.ensure_connection()
        self._cursor = connection.connection.cursor()
        self._thread = Thread(target=self._run, name="copy", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._queue.put(None)
        self._thread.join()
        self._cursor.close()
        if self._fault is not None and error is None:
            raise self._fault

    def send(self, parts: Iterable[Batch]) -> None:
        """Queue the parts of one batch, in this order. Raises what went wrong with an earlier one."""
        if self._fault is not None:
            raise self._fault
        self._queue.put([sheet for part in parts for sheet in part])

    def _run(self) -> None:
        while (batch := self._queue.get()) is not None:
            try:
                if self._fault is None:
                    for statement, lines in batch:
                        self._cursor.copy_expert(statement, StringIO("".join(lines)), WHOLE)
            except BaseException as error:
                self._fault = error
