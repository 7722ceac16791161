"""Processes that a killed run of this same folder left behind: found and ended, nobody else's."""

import os
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil

from runforsomething.ops.engines.child import MARK


def living_in(folder: Path) -> list[psutil.Process]:
    """Return the processes that work in `folder` (a data folder: servers change into theirs)."""
    wanted = str(folder.resolve())
    return [process for process in _others() if _working_folder(process) == wanted]


def marked(folder: Path) -> list[psutil.Process]:
    """Return the processes started on behalf of the folder, as their environment says."""
    wanted = str(folder.resolve())
    return [process for process in _others() if _mark(process) == wanted]


def end(processes: Iterable[psutil.Process], *signals: int, seconds: float = 5) -> None:
    """Send each signal in turn to the eldest that are left, waiting in between; at last kill the rest."""
    left = list(processes)
    for number in signals:
        for process in _eldest(left):
            with suppress(psutil.Error):
                process.send_signal(number)
                process.resume()  # one that hangs, stopped, would not hear it
        left = still_there(left, seconds)
        if not left:
            return
    for process in left:
        with suppress(psutil.Error):
            process.kill()
    still_there(left, seconds)


def end_leftovers(local_dir: Path) -> None:
    """End all that an earlier run in this folder left; the caller holds the folder's lock."""
    servers = {process.pid for process in living_in(local_dir / "postgres")}
    end((process for process in marked(local_dir) if process.pid not in servers), signal.SIGTERM)
    end(living_in(local_dir / "redis"), signal.SIGTERM)
    end_postgres(local_dir / "postgres")


def end_postgres(data_dir: Path) -> None:
    """End every server process that works in the data folder: fast, then at once, then by force."""
    end(living_in(data_dir), signal.SIGINT, signal.SIGQUIT, seconds=10)


def still_there(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Return those that have not ended within `seconds`."""
    deadline = time.monotonic() + seconds
    while (left := [process for process in processes if _runs(process)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def _runs(process: psutil.Process) -> bool:
    try:
        return (
            process.is_running() and process.status() != psutil.STATUS_ZOMBIE
        )  # some containers reap nobody
    except psutil.Error:
        return False


def _others() -> Iterator[psutil.Process]:
    ours = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    return (process for process in psutil.process_iter() if process.pid not in ours)


def _working_folder(process: psutil.Process) -> str | None:
    with suppress(psutil.Error, OSError):
        return process.cwd()
    return None


def _mark(process: psutil.Process) -> str | None:
    with suppress(psutil.Error, OSError):
        return process.environ().get(MARK)
    return None


def _eldest(processes: list[psutil.Process]) -> list[psutil.Process]:
    pids = {process.pid for process in processes}
    found = []
    for process in processes:
        with suppress(psutil.Error):
            if process.ppid() not in pids:
                found.append(process)
    return found
