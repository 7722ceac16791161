"""Keeps child processes running until somebody asks to stop, and then ends them in order."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from runforsomething.ops.engines.child import Child, bound_log, launched
from runforsomething.ops.engines.errors import EngineError

LONGEST_PAUSE_SECONDS = 30
STEADY_SECONDS = 60  # who ran this long starts again without a pause
STEP_GRACE_SECONDS = 10


class Stop(BaseException):
    """Somebody asked to stop: a signal came, or the process that started this one is gone."""


def say(text: str) -> None:
    """Tell the person at the terminal, if there still is one."""
    with suppress(OSError, ValueError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


class Watch:
    """Notices that a stop is asked for: by Ctrl-C, SIGTERM, a closed terminal, or a parent that is gone."""

    def __init__(self) -> None:
        self.asked = False
        self._parent = os.getppid()
        self._terminal: select.poll | None = None
        signal.signal(signal.SIGINT, self._on_signal)
        signal.signal(signal.SIGTERM, self._on_signal)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup wants it to go on without a terminal
            signal.signal(signal.SIGHUP, self._on_signal)
            self._terminal = _hang_up()

    def check(self) -> None:
        """Raise Stop if it is time."""
        # A closed terminal sends its signal to the first process in it only, and `make` does not pass it on.
        closed = self._terminal is not None and bool(self._terminal.poll(0))
        if self.asked or closed or os.getppid() != self._parent:
            self.asked = True
            raise Stop

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if not self.asked:  # a second one must not interrupt the orderly end
            self.asked = True
            raise Stop


def _hang_up() -> "select.poll":
    """Return what tells of the end of the terminal that this was started from, if there is one."""
    poll = select.poll()
    for stream in (sys.stdin, sys.stdout):
        if stream is not None and stream.isatty():
            poll.register(stream, select.POLLHUP)
    return poll


@dataclass
class Kept:
    """Something that is started again when it ends, after a pause that doubles."""

    name: str
    is_alive: Callable[[], bool]
    start: Callable[[], object]
    ended: Callable[[], str] = lambda: ""
    failures: int = 0
    started: float = field(default_factory=time.monotonic)
    _due: float | None = None

    def tend(self, now: float) -> str | None:
        """Start it again if it ended and its pause is over; return the line that tells it, if any."""
        if self.is_alive():
            return None
        if self._due is None:
            self.failures = 0 if now - self.started > STEADY_SECONDS else self.failures + 1
            pause = min(2 ** (self.failures - 1), LONGEST_PAUSE_SECONDS) if self.failures else 0
            self._due = now + pause
            return f"{self.name} ended{self.ended()}; it is started again in {pause} s."
        if now < self._due:
            return None
        self._due = None
        self.started = now
        try:
            self.start()
        except (EngineError, OSError) as error:
            return f"{self.name} could not be started: {error}"
        return f"{self.name} was started again."


def keep(child: Child) -> Kept:
    """Return the child as something to be kept running."""
    return Kept(child.name, lambda: child.alive, child.start, lambda: _how(child.returncode))


def keep_until_stopped(kept: Sequence[Kept], logs: Path, watch: Watch) -> None:
    """Start again whatever ends, one line for each; returns never, raises Stop."""
    while True:
        watch.check()
        for one in kept:
            line = one.tend(time.monotonic())
            if line is not None:
                say(f"{time.strftime('%H:%M:%S')} {line}")
        for log in logs.glob("*.log"):
            bound_log(log)
        time.sleep(0.5)


def end(*groups: Sequence[Child]) -> None:
    """End the groups in order; those of one group together, each within its time limit."""
    for group in groups:
        for child in group:
            child.ask_to_stop()
        for child in group:
            child.wait(child.grace_seconds)
            child.end_session()


def run_step(command: Sequence[str], *, env: Mapping[str, str], cwd: Path, watch: Watch) -> int:
    """Run a command to its end, its words passed through; ends it first when a stop is asked for."""
    process = subprocess.Popen(  # noqa: S603 - our own command lines
        launched(command), stdin=subprocess.DEVNULL, env=dict(env), cwd=cwd, start_new_session=True
    )
    try:
        while process.poll() is None:
            watch.check()
            time.sleep(0.05)
    finally:
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(STEP_GRACE_SECONDS)
            process.kill()
            process.wait()
    return process.returncode


def _how(code: int | None) -> str:
    if code is None:
        return ""
    return f" (signal {-code})" if code < 0 else f" (code {code})"
