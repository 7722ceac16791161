"""A whole system with as many workers, and of the kind, that `make run` starts."""

import json
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg2

from runforsomething.ops.run import WORKER
from tests.stack import Stack


class System(Stack):
    """Empty, until `cast` puts something into it."""

    def __init__(self, folder: Path, *, clock: datetime | None = None, **env: str) -> None:
        super().__init__(folder, clock=clock, web_workers=2, web_threads=4, demo=False, offices=False, **env)

    def _make_parts(self) -> None:
        super()._make_parts()
        self.worker = self._child("worker", [*WORKER, "-Q", "security,ticks", "-c", "2", "-n", "worker@%h"])
        self.security = self._child(
            "security", [*WORKER, "-Q", "security", "-P", "solo", "-n", "security@%h"]
        )
        self.background = [self.beat, self.worker, self.security]
        self._parts = [self.web, *self.background]

    def stop(self) -> None:
        if hasattr(self, "security"):
            self.security.stop()
        super().stop()

    def cast(self, call: str) -> Any:
        """Call a function of `cast` in a process of the system's; return what it printed, read as JSON."""
        printed = self.manage("shell", "-v0", "-c", f"from tests.faults import cast; cast.{call}")
        return json.loads(printed or "null")

    def ask(self, sql: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Return the rows of one query of the system's database."""
        with closing(psycopg2.connect(self.env["DATABASE_URL"])) as connection, connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
