"""What a backup says of itself, and how it is checked against what is in it."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from runforsomething.ops.backup.errors import BackupError
from runforsomething.ops.backup.sealing import ALTERED, FORMAT


@dataclass(frozen=True)
class Part:
    """The database, or one file, with its size in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`migrations` are those that were applied, `rows` the number of rows of each table, `made_at` ISO 8601 in UTC."""

    product: str
    made_at: str
    postgres: str
    migrations: list[tuple[str, str]]
    rows: dict[str, int]
    parts: list[Part] = field(default_factory=list)
    format: int = FORMAT

    def as_json(self) -> bytes:
        """Return it as JSON, the same bytes for the same manifest."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @property
    def postgres_major(self) -> int:
        return int(self.postgres.split(".")[0])

    @property
    def files(self) -> int:
        """How many uploaded files it holds."""
        return sum(part.name.startswith("files/") for part in self.parts)


def read_manifest(data: bytes, sha256: bytes) -> Manifest:
    """Return the manifest in `data`; raises BackupError if it is not the one that `sha256` was taken of."""
    if hashlib.sha256(data).hexdigest().encode() != sha256.strip():
        raise BackupError(ALTERED)
    try:
        facts: dict[str, Any] = json.loads(data)
        facts["parts"] = [Part(**part) for part in facts["parts"]]
        facts["migrations"] = [(app, name) for app, name in facts["migrations"]]
        return Manifest(**facts)
    except (ValueError, KeyError, TypeError):
        raise BackupError(ALTERED) from None
