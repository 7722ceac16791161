"""Who and what takes part in the drill: a second server, a system at work, its backups, and what comes of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from candidates.enums import Stage
from core.accounts.roles import Role
from donors.releases import publish
from runforsomething.ops.engines.postgres import Postgres
from tests.factories.people import bring_to, make_user, put_on_ballot
from tests.ops.backups import Sums, open_database

SECRET_TEXT = b"a plan that is nobody else's business"
NOW = datetime(2026, 6, 1, 17, 0, tzinfo=UTC)


class Server:
    """A second server; a new database on it is empty, or a copy of one that nobody is connected to."""

    def __init__(self, folder: Path) -> None:
        (folder / "log").mkdir()
        self._postgres = Postgres(folder, durable=False)
        self.url = self._postgres.start()
        self._numbers = count(1)

    def new_database(self, like: str = "template0") -> str:
        """Return its name."""
        name = f"drill{next(self._numbers)}"
        with open_database(self.url) as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        return name

    def address(self, name: str) -> str:
        return self.url.replace("/rfs?", f"/{name}?")

    def stop(self) -> None:
        self._postgres.stop()


class Backups:
    """Two backups of the same moment, what they must hold, and where they lie."""

    def __init__(self, folder: Path) -> None:
        self.plain = folder / "plain.backup"
        self.encrypted = folder / "encrypted.backup"
        self.media = folder / "media"
        self.sums: Sums = {}
        self.files: dict[str, bytes] = {}


@dataclass
class Restored:
    """The database's name, its uploaded files, and what the restore said."""

    database: str
    media: Path
    said: str


def make_people() -> None:
    for stage in (Stage.SIGNED_UP, Stage.INTRODUCED, Stage.INTERVIEWED):
        bring_to(stage, now=NOW)
    committed = bring_to(
        Stage.COMMITTED, now=NOW, user=make_user(email="drill@example.org", first_name="José")
    )
    put_on_ballot(committed, ballot_date=date(2026, 5, 20), now=NOW - timedelta(days=2))
    make_user(Role.PROGRAM_STAFF, email="drill-staff@example.org")
    publish(as_of=NOW, now=NOW)


def write_files(folder: Path, contents: dict[str, bytes]) -> None:
    for path, content in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
