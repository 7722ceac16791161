"""The whole system in a folder of its own, run by the code of this checkout.

    with Stack(tmp_path, clock=datetime(2026, 3, 2, 15, tzinfo=UTC)) as stack:
        ...  # stack.url, stack.mails(to="…"), stack.move_clock(…), stack.manage("demo_code", "…")

Nothing here imports Django. Its parts (`postgres`, `redis`, `web`, `worker`, `beat`) can be stopped, killed and
started again one by one; whatever runs at the end is ended.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import psutil

from runforsomething.ops.engines.child import MARK, Child, tail
from runforsomething.ops.engines.copies import begin_as_copy
from runforsomething.ops.engines.postgres import Postgres
from runforsomething.ops.engines.redis import Redis
from runforsomething.ops.run import BEAT, WEB, WORKER
from runforsomething.ops.supervisor import end
from tests.mails import Mail, mails_in

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
READY_SECONDS = 60
Result = TypeVar("Result")

# Several commands in one process, since each start costs more than most commands do.
COMMANDS = """\
import sys, django
from django.core.management import call_command
django.setup()
for line in sys.argv[1:]:
    call_command(*line.split())
"""

# One process that answers for every sign-in of a test; it ends with its input.
CODES = """\
import sys, django
from django.core.management import call_command
from django.db import close_old_connections
django.setup()
for line in sys.stdin:
    close_old_connections()
    call_command("demo_code", line.strip())
    print("done", flush=True)
"""


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def processes_of(folder: Path) -> list[psutil.Process]:
    """Return every process that was started on behalf of `folder`, whoever is its parent now."""
    local_dir = str(folder.resolve() / ".local")
    return [process for process in psutil.process_iter() if _belongs(process, local_dir)]


def wait_until(found: Callable[[], Result], seconds: float = 30, what: Callable[[], str] = str) -> Result:
    """Return what `found` returns once that is true; fails with `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (result := found()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what()}"
        time.sleep(0.05)
    return result


class Stack:
    """One system. `clock` None leaves it the system's clock; `demo` loads the demonstration, on offices.

    `offices` without `demo` loads only these; `data_dir` names the CSV files, else they come from the packages
    alone. `env` is for every process.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: datetime | None = None,
        web_workers: int = 1,
        web_threads: int = 4,
        with_worker: bool = True,
        with_beat: bool = True,
        demo: bool = True,
        offices: bool = True,
        data_dir: Path | None = None,
        candidates: int = 60,
        **env: str,
    ) -> None:
        self.folder = folder.resolve()
        self.local_dir = self.folder / ".local"
        self.log_dir = self.local_dir / "log"
        self.log_dir.mkdir(parents=True)
        self.mail_dir = self.folder / "mail"
        self.clock_file = self.folder / "clock"
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        begin_as_copy(self.local_dir)
        self.postgres = Postgres(self.local_dir, durable=False)
        self.redis = Redis(self.local_dir)
        self._web_size = ["--workers", str(web_workers), "--threads", str(web_threads)]
        self._with = {"worker": with_worker, "beat": with_beat}
        self._codes: subprocess.Popen[str] | None = None
        self._steps = ["migrate --noinput -v0"]
        if offices or demo:
            self._steps.append("load_offices --quiet")
        if demo:
            self._steps.append(f"load_demo --candidates {candidates}")
        if clock is not None:
            self.move_clock(clock)
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "runforsomething.settings.dev",
            "PORT": str(self.port),
            "ORG_SITE_URL": self.url,
            "MAILBOX_DIR": str(self.mail_dir),
            "MEDIA_DIR": str(self.folder / "media"),
            "OFFICE_DATA_DIR": str(data_dir or self.folder / "no-files"),
            "CLOCK_FILE": str(self.clock_file) if clock is not None else "",
            # Its people type faster than any, and all from one address.
            "SIGN_UP_SECONDS": "0",
            "SIGN_UPS_PER_HOUR": "1000000",
            "PYTHONUNBUFFERED": "1",
            "PROMETHEUS_MULTIPROC_DIR": str(self.local_dir / "metrics"),
            MARK: str(self.local_dir),
            **env,
        }

    def __enter__(self) -> Self:
        try:
            self.env |= {"DATABASE_URL": self.postgres.start(), "REDIS_URL": self.redis.start()}
            self._run("-c", COMMANDS, *self._steps)
            self._make_parts()
            for part in self._parts:
                part.start()
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End whatever still runs."""
        if self._codes is not None:
            self._codes.kill()
            self._codes.communicate()
        if hasattr(self, "web"):
            end([self.web], [self.beat, self.worker])
        self.redis.stop()
        self.postgres.stop()

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> None:
        """Return when `/readyz` answers 200; fails with the end of the log."""
        wait_until(lambda: self.status("/readyz") == 200, seconds, lambda: tail(self.web.log))

    def status(self, path: str) -> int | None:
        """Return the status of a GET; None when nobody answers."""
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=10)) as connection:
            try:
                connection.request("GET", path)
                return connection.getresponse().status
            except (OSError, http.client.HTTPException):
                return None

    def manage(self, *arguments: str) -> str:
        """Run a management command and return what it printed; fails with what it complained of."""
        return self._run("manage.py", *arguments)

    def demo_code(self, address: str) -> str:
        """Return what `demo_code` prints for `address`, without a start of Django for each."""
        if self._codes is None:
            command = [sys.executable, "-c", CODES]
            pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            self._codes = subprocess.Popen(command, env=self.env, cwd=ROOT, bufsize=1, **pipes)
        asked, answers = self._codes.stdin, self._codes.stdout
        assert asked is not None
        assert answers is not None
        asked.write(f"{address}\n")
        said = []
        while (line := answers.readline()) != "done\n":
            assert line, f"demo_code {address} broke off"
            said.append(line)
        return "".join(said)

    def move_clock(self, moment: datetime) -> None:
        """Make it `moment` (aware) for every process from now on."""
        assert moment.tzinfo is not None
        fresh = self.clock_file.with_suffix(".new")
        fresh.write_text(moment.isoformat(), encoding="ascii")
        fresh.replace(self.clock_file)

    def mails(self, to: str = "") -> list[Mail]:
        """Return the mails sent so far, oldest first; those to one address, if it is given."""
        return mails_in(self.mail_dir, to=to)

    def wait_mail(self, to: str, subject_contains: str = "", *, timeout: float = 30, after: int = 0) -> Mail:
        """Return the first mail to `to` with these words in its subject, not counting the first `after` to it."""
        return wait_until(
            lambda: next((m for m in self.mails(to)[after:] if subject_contains in m.subject), None),
            timeout,
            lambda: f"{subject_contains!r} to {to}; sent: {[mail.subject for mail in self.mails(to)]}",
        )

    def log(self, part: str, lines: int = 40) -> str:
        """Return the end of a part's log: web, worker, beat, postgres or redis."""
        return tail(self.log_dir / f"{part}.log", lines)

    def left_behind(self) -> list[str]:
        """Return the command lines of what still runs on behalf of this folder."""
        return [" ".join(process.cmdline()) for process in processes_of(self.folder)]

    def _make_parts(self) -> None:
        schedule = ["--schedule", str(self.local_dir / "beat")]
        self.web = self._child("web", [*WEB, *self._web_size, "--bind", f"{HOST}:{self.port}"])
        self.worker = self._child("worker", [*WORKER, "-Q", "security,ticks", "-P", "solo"])
        self.beat = self._child("beat", [*BEAT, *schedule])
        optional = {"worker": self.worker, "beat": self.beat}
        self._parts = [self.web, *(part for name, part in optional.items() if self._with[name])]

    def _child(self, name: str, command: list[str]) -> Child:
        log = self.log_dir / f"{name}.log"
        return Child(name, [sys.executable, "-m", *command], log=log, env=self.env, cwd=ROOT)

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def _belongs(process: psutil.Process, local_dir: str) -> bool:
    try:
        return process.environ().get(MARK) == local_dir or process.cwd().startswith(f"{local_dir}/")
    except (psutil.Error, OSError):
        return False
