"""Both engines of one folder together, under one lock."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from runforsomething.ops.engines import leftovers
from runforsomething.ops.engines.addresses import NAMES, forget_addresses, read_addresses, write_addresses
from runforsomething.ops.engines.errors import AlreadyRunning, EngineError
from runforsomething.ops.engines.postgres import Postgres
from runforsomething.ops.engines.redis import Redis
from runforsomething.ops.engines.socket_folder import remove_socket_folder


class Engines:
    """PostgreSQL and Redis with their data in `local_dir`.

    An engine whose address stands in the environment (DATABASE_URL, REDIS_URL) is not started and left alone.
    `durable=False` trades safety against a power cut for speed, for tests.
    """

    def __init__(self, local_dir: Path, *, durable: bool = True) -> None:
        self.local_dir = local_dir
        self.postgres: Postgres | None = None
        self.redis: Redis | None = None
        self._durable = durable
        self._lock: int | None = None

    def __enter__(self) -> dict[str, str]:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.stop()

    def claim(self, note: str = "") -> None:
        """Take the folder's lock and end what a killed run left; raises AlreadyRunning if it is taken."""
        if self._lock is not None:
            return
        try:
            self.local_dir.mkdir(mode=0o700, exist_ok=True)
            self.local_dir.chmod(0o700)
            (self.local_dir / "log").mkdir(mode=0o700, exist_ok=True)
            self._lock = os.open(self.local_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError:
            raise EngineError(
                f"{self.local_dir} cannot be written: run this as the user it belongs to, "
                "or give it to yourself with chown -R."
            ) from None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._lock, 1000).decode(errors="replace").strip()
            self._unlock()
            raise AlreadyRunning(f"This folder is running already{holder and ': ' + holder}.") from None
        os.truncate(self._lock, 0)
        os.pwrite(self._lock, note.encode(), 0)
        leftovers.end_leftovers(self.local_dir)
        _remove_old_socket(self.local_dir)
        forget_addresses(self.local_dir)

    def start(self) -> dict[str, str]:
        """Start what the environment does not name; return, and note in the folder, both addresses."""
        self.claim()
        try:
            found = {name: os.environ.get(name) or self._start(name) for name in NAMES}
        except BaseException:
            self.stop()
            raise
        write_addresses(self.local_dir, found)
        return found

    def stop(self) -> None:
        """End what was started here and give the folder free; harmless when nothing was."""
        try:
            for engine in (self.redis, self.postgres):
                if engine is not None:
                    engine.stop()
        finally:
            if self._lock is not None:
                forget_addresses(self.local_dir)
                self._unlock()

    def _start(self, name: str) -> str:
        if name == "DATABASE_URL":
            self.postgres = Postgres(self.local_dir, durable=self._durable)
            return self.postgres.start()
        self.redis = Redis(self.local_dir)
        return self.redis.start()

    def _unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _remove_old_socket(local_dir: Path) -> None:
    address = read_addresses(local_dir).get("DATABASE_URL", "")
    for host in parse_qs(urlsplit(address).query).get("host", []):
        remove_socket_folder(Path(host), local_dir.resolve() / "postgres")
