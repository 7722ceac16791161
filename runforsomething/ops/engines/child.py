"""A child process that does not outlive this one, with a log of bounded size."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

LAUNCHER = Path(__file__).with_name("launch.py")
LOG_LIMIT_BYTES = 10_000_000
MARK = "RFS_FOLDER"  # names, in a child's environment, the folder on whose behalf it runs


def launched(command: Sequence[str], *, signal_number: int = signal.SIGTERM, who: str = "same") -> list[str]:
    """Return the command line that runs `command` tied to this process (see `launch.py`)."""
    tie = [str(int(signal_number)), str(os.getpid()), who, "--"]
    return [sys.executable, "-I", "-S", str(LAUNCHER), *tie, *command]


def bound_log(log: Path) -> None:
    """Keep one earlier copy of a log that has grown too long, and empty it; its writers append."""
    with suppress(FileNotFoundError):
        if log.stat().st_size > LOG_LIMIT_BYTES:
            shutil.copyfile(log, log.with_name(f"{log.name}.1"))
            os.truncate(log, 0)


def tail(log: Path, lines: int = 15) -> str:
    """Return the last lines of a log, or nothing."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 20_000))
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


class Child:
    """One process in a session of its own, so that a Ctrl-C in the terminal reaches only its supervisor."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str],
        cwd: Path,
        stop_signal: int = signal.SIGTERM,
        grace_seconds: float = 10,
        who: str = "same",
    ) -> None:
        self.name = name
        self.log = log
        self.grace_seconds = grace_seconds
        self._command = launched(command, signal_number=stop_signal, who=who)
        self._env = dict(env)
        self._cwd = cwd
        self._stop_signal = stop_signal
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process's id; raises RuntimeError before the first start."""
        if self._process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """None while it runs or before it was started, else how it ended (minus the signal's number)."""
        return None if self._process is None else self._process.poll()

    @property
    def alive(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def start(self, stdin: IO[bytes] | None = None) -> None:
        """Start it, appending to its log; what an earlier start left of its session is ended first."""
        self.end_session()
        bound_log(self.log)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command lines
                self._command,
                stdin=subprocess.DEVNULL if stdin is None else stdin,
                stdout=log,
                stderr=log,
                cwd=self._cwd,
                env=self._env,
                start_new_session=True,
            )

    def ask_to_stop(self) -> None:
        """Send the stop signal; nothing happens if it has ended."""
        if self._process is not None:
            self._process.send_signal(self._stop_signal)
            self._process.send_signal(signal.SIGCONT)  # one that hangs, stopped, would not hear it

    def wait(self, seconds: float) -> bool:
        """Return whether it has ended within `seconds`."""
        if self._process is None:
            return True
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self) -> None:
        """Ask, wait for its time limit, then kill it and whatever is left of its session."""
        self.ask_to_stop()
        self.wait(self.grace_seconds)
        self.end_session()

    def end_session(self) -> None:
        """Kill whatever is left of its session; the number is ours until the last of it is gone."""
        if self._process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
