"""Starts the whole system by `make run`'s own command, in a copy of the project, for the tests marked `stack`."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psutil

from runforsomething.ops.engines.addresses import NAMES
from runforsomething.ops.engines.child import launched
from tests.stack import ROOT, processes_of

LEFT_OUT = (".git", ".venv", ".local", "__pycache__", ".*_cache", ".hypothesis", "staticfiles")
READY_SECONDS = 240


def copy_project(folder: Path, *, data_of: Path | None = None) -> Path:
    """Copy the project, as it is now, into `folder`; with the database of another copy, if one is named."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    if data_of is not None:
        shutil.copytree(data_of / ".local", folder / ".local")
    return folder


class MadeRun:
    """One run of the system below a shell, as below `make`; its words go to `output`.

    `terminal`, where it is given, is the terminal in front of which somebody started it.
    """

    def __init__(self, folder: Path, port: int, *, terminal: int | None = None, **env: str) -> None:
        self.folder = folder
        self.port = port
        self.output = folder / "output.txt"
        given = {name: value for name, value in os.environ.items() if name not in NAMES}
        run = [sys.executable, "-m", "runforsomething.ops.run"]
        with self.output.open("wb") as output:
            self.shell = subprocess.Popen(
                launched(["/bin/sh", "-c", '"$@"; exit $?', "make", *run]),  # no killed test run leaves it
                cwd=folder,
                env={**given, **env, "PORT": str(port)},
                stdin=subprocess.DEVNULL if terminal is None else terminal,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        """All that it wrote to the terminal."""
        return self.output.read_text(errors="replace")

    @property
    def supervisor(self) -> psutil.Process:
        """The process that keeps the others."""
        return psutil.Process(self.shell.pid).children()[0]

    def wait_until_ready(self) -> "MadeRun":
        """Return once it has said that it is ready; fails with what it said."""
        self.wait_until_said("Ctrl-C ends it all.", READY_SECONDS)
        return self

    def wait_until_said(self, text: str, seconds: float = 30) -> None:
        """Return once `text` was written to the terminal; fails with what was."""
        deadline = time.monotonic() + seconds
        while text not in self.said:
            assert self.shell.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)

    def wait_until_status(self, path: str, status: int, seconds: float = 30) -> None:
        """Return once a GET is answered with `status`; fails after `seconds`."""
        deadline = time.monotonic() + seconds
        while self._status_or_none(path) != status:
            assert time.monotonic() < deadline, f"{path} does not answer {status}"
            time.sleep(0.1)

    def status(self, path: str) -> int:
        """Return the status of a GET."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request("GET", path)
            return connection.getresponse().status

    def _status_or_none(self, path: str) -> int | None:
        try:
            return self.status(path)
        except (OSError, http.client.HTTPException):
            return None

    def wait_until_gone(self, seconds: float = 30) -> list[str]:
        """Return the command lines of what is still there after `seconds`; none, if all is well."""
        deadline = time.monotonic() + seconds
        while (left := processes_of(self.folder)) and time.monotonic() < deadline:
            time.sleep(0.1)
        return [" ".join(process.cmdline()) for process in left]

    def stop(self) -> int:
        """End it as Ctrl-C does, and return its exit code."""
        if self.shell.poll() is None:
            for child in psutil.Process(self.shell.pid).children():
                child.send_signal(signal.SIGINT)
        return self.shell.wait(60)
