"""A number for each process that counts, taken again by the next one when its holder has died.

Files named after process ids would pile up with every restart, and two containers that share the folder have the same
ids. The number is held by a lock on a file, which the kernel lets go with the process.
"""

import fcntl
import os
from itertools import count
from pathlib import Path


class Slot:
    """Call it for the number of this process in `folder`; a fork takes its own at its first call."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = 0
        self._number = 0
        self._lock = -1

    def __call__(self) -> int:
        if self._process != os.getpid():
            self._take()
        return self._number

    def _take(self) -> None:
        for number in count():
            lock = os.open(self._folder / f"slot-{number}", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
            else:
                # The parent's lock, which a fork inherits, stays open: closing it here would not free it.
                self._process, self._number, self._lock = os.getpid(), number, lock
                return
