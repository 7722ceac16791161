"""The erasure log beside the database, so that a restored backup cannot bring somebody back.

One line of JSON per erasure: a random id, the moment, the version. It lies in MEDIA_DIR, which a restore of the
database leaves alone; backups leave it out, since what it is for is older than it.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

NAME = "erasures.jsonl"


@dataclass(frozen=True)
class Entry:
    person: UUID
    erased_at: datetime
    version: int

    def line(self) -> str:
        told = {
            "person": str(self.person),
            "erased_at": self.erased_at.isoformat(),
            "version": self.version,
        }
        return json.dumps(told) + "\n"


def path() -> Path:
    return Path(settings.MEDIA_ROOT) / NAME


def append(entries: Iterable[Entry]) -> None:
    """Write the entries at the end of the log, safely on disk, those that it has already left out."""
    known = {entry.person for entry in read(path())}
    lines = "".join(entry.line() for entry in entries if entry.person not in known)
    if not lines:
        return
    path().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        if _is_cut_off():
            file.write(b"\n")
        file.write(lines.encode())
        file.flush()
        os.fsync(file.fileno())


def read(file: Path) -> list[Entry]:
    """Return what is in the log, nothing if there is none. A last line that was cut off is left out.

    Raises ValueError for any other line that is not an erasure.
    """
    return list(_entries(file.read_text(encoding="utf-8"))) if file.is_file() else []


def _entries(text: str) -> Iterator[Entry]:
    lines = [line for line in text.split("\n") if line.strip()]
    for number, line in enumerate(lines, 1):
        try:
            told = json.loads(line)
            moment = datetime.fromisoformat(told["erased_at"])
            if moment.tzinfo is None:
                raise ValueError("a moment without its offset")
            yield Entry(UUID(told["person"]), moment, int(told["version"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if number == len(lines) and not text.endswith("\n"):
                return
            raise ValueError(f"line {number} is not an erasure") from error


def _is_cut_off() -> bool:
    content = path().read_bytes()
    return bool(content) and not content.endswith(b"\n")
