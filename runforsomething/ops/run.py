"""`make run`: the whole system on this machine, until Ctrl-C.

Starts PostgreSQL and Redis (or uses those that the environment names), brings the database up to date, then
keeps web, workers and beat running. All that it started ends with it, however it ends.
"""

import http.client
import os
import shutil
import signal
import sys
import time
from contextlib import closing
from pathlib import Path

from runforsomething.ops import preflight
from runforsomething.ops.engines import EngineError, Engines
from runforsomething.ops.engines.child import MARK, Child, tail
from runforsomething.ops.supervisor import Kept, Stop, Watch, end, keep, keep_until_stopped, run_step, say

ROOT = Path(__file__).resolve().parent.parent.parent
LOCAL_DIR = ROOT / ".local"
READY_SECONDS = 120

WEB = ["gunicorn", "runforsomething.wsgi", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
WEB += ["--keep-alive", "5", "--graceful-timeout", "8", "--no-control-socket"]
WORKER = [
    "celery",
    "-A",
    "runforsomething",
    "worker",
    "--without-gossip",
    "--without-mingle",
    "--without-heartbeat",
]
WORKER += ["--loglevel", "INFO"]
BEAT = ["celery", "-A", "runforsomething", "beat", "--pidfile", "", "--loglevel", "INFO"]


def environment(addresses: dict[str, str], port: int) -> dict[str, str]:
    """Return the environment of every process of this run."""
    fixed = {
        "DJANGO_SETTINGS_MODULE": "runforsomething.settings.dev",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        "PROMETHEUS_MULTIPROC_DIR": str(LOCAL_DIR / "metrics"),
        MARK: str(LOCAL_DIR),
    }
    site = {"ORG_SITE_URL": f"http://{preflight.HOST}:{port}"}
    return site | dict(os.environ) | addresses | fixed


class System:
    """The engines, web, workers and beat of one run."""

    def __init__(self, port: int, watch: Watch) -> None:
        self.port = port
        self.watch = watch
        self.engines = Engines(LOCAL_DIR)
        self.web: list[Child] = []
        self.background: list[Child] = []

    def start(self) -> None:
        """Start everything and return when `/readyz` answers; raises Refusal or EngineError."""
        self.engines.claim(f"http://{preflight.HOST}:{self.port} (process {os.getpid()})")
        preflight.refuse_full_disk(LOCAL_DIR)
        preflight.refuse_taken_port(self.port)
        say("Starting PostgreSQL and Redis …")
        env = environment(self.engines.start(), self.port)
        shutil.rmtree(LOCAL_DIR / "metrics", ignore_errors=True)  # counted by processes that are gone
        if self.step("runforsomething.ops.prepare", env=env) != 0:
            raise preflight.Refusal(
                "The database could not be prepared: see above, mend it, then start again."
            )
        say("Starting web, workers and beat …")
        self.make_children(env)
        for child in self.web:
            child.start()
        self.wait_until_ready()
        for child in self.background:  # after the web server, which people wait for
            child.start()
        self.greet(env)

    def make_children(self, env: dict[str, str]) -> None:
        """Describe web, workers and beat; nothing starts yet."""
        schedule = LOCAL_DIR / "beat"
        for old in LOCAL_DIR.glob(
            "beat*"
        ):  # a killed beat can leave it torn; what is due stands in the database
            old.unlink()

        def child(name: str, command: list[str], grace_seconds: float) -> Child:
            log = LOCAL_DIR / "log" / f"{name}.log"
            return Child(
                name,
                [sys.executable, "-m", *command],
                log=log,
                env=env,
                cwd=ROOT,
                grace_seconds=grace_seconds,
            )

        self.web = [child("web", [*WEB, "--bind", f"{preflight.HOST}:{self.port}"], 10)]
        self.background = [
            child("beat", [*BEAT, "--schedule", str(schedule)], 5),
            child("worker", [*WORKER, "-Q", "security,ticks", "-c", "2", "-n", "worker@%h"], 10),
            # A lane of its own, so that a sign-in code does not wait for 100,000 reminders.
            child("security", [*WORKER, "-Q", "security", "-P", "solo", "-n", "security@%h"], 10),
        ]

    def step(self, module: str, *arguments: str, env: dict[str, str]) -> int:
        """Run a module to its end; return its code."""
        return run_step([sys.executable, "-m", module, *arguments], env=env, cwd=ROOT, watch=self.watch)

    def wait_until_ready(self) -> None:
        """Return when `/readyz` answers 200; raises Refusal, with the end of the log, if it does not."""
        deadline = time.monotonic() + READY_SECONDS
        while not _ready(self.port):
            self.watch.check()
            if not self.web[0].alive or time.monotonic() > deadline:
                log = self.web[0].log
                raise preflight.Refusal(
                    f"{tail(log)}\nThe web server did not get ready: its log {log} ends as above."
                )
            time.sleep(0.1)

    def greet(self, env: dict[str, str]) -> None:
        """Say where it is, who can sign in, and how to end it."""
        say(f"\nReady: http://{preflight.HOST}:{self.port}/\n")
        self.step("django", "demo_sign_ins", env=env)
        say("\nTheir codes: .venv/bin/python manage.py demo_code EMAIL")
        say("Logs: .local/log/\nCtrl-C ends it all.")

    def keep(self) -> None:
        """Keep everything running until Stop is raised."""
        kept = [keep(child) for child in (*self.web, *self.background)]
        postgres, redis = self.engines.postgres, self.engines.redis
        if redis is not None:
            kept.insert(0, Kept("redis", lambda: redis.alive, redis.start))
        if postgres is not None:
            kept.insert(0, Kept("postgres", lambda: postgres.alive, postgres.start))
        keep_until_stopped(kept, LOCAL_DIR / "log", self.watch)

    def stop(self) -> None:
        """End web, then beat and workers, then Redis and PostgreSQL."""
        end(self.web, self.background)
        self.engines.stop()


def main() -> int:
    """Run until asked to stop; return 0 then, or 1 after one sentence that says why it could not run."""
    watch = Watch()
    system = None
    try:
        system = System(preflight.port_from(os.environ), watch)
        system.start()
        system.keep()
    except (preflight.Refusal, EngineError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except Stop:
        say("\nStopping …")
    finally:
        watch.asked = True  # from here on nothing interrupts the end
        if system is not None:
            system.stop()
    return 0


def _ready(port: int) -> bool:
    with closing(http.client.HTTPConnection(preflight.HOST, port, timeout=10)) as connection:
        try:
            connection.request("GET", "/readyz", headers={"Host": f"{preflight.HOST}:{port}"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    sys.exit(main())
