"""Short private folders for PostgreSQL's sockets: a socket's whole path has about 100 bytes, a project's has more."""

import os
import shutil
import socket
import tempfile
from contextlib import closing, suppress
from pathlib import Path

PREFIX = "rfs-"
OWNER_NOTE = "owner"
LIMIT_BYTES = 80
SOCKET = ".s.PGSQL.5432"


def make_socket_folder(owner: Path) -> Path:
    """Make one with a note of whose data folder it serves; those of folders that are gone are removed."""
    usual = tempfile.gettempdir()
    parent = usual if len(os.fsencode(usual)) < LIMIT_BYTES else "/tmp"  # noqa: S108 - mkdtemp makes it private
    for old in Path(parent).glob(f"{PREFIX}*/{OWNER_NOTE}"):
        with suppress(OSError):
            if _is_abandoned(old):
                shutil.rmtree(old.parent, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    (folder / OWNER_NOTE).write_text(str(owner))
    return folder


def remove_socket_folder(folder: Path, owner: Path) -> None:
    """Remove a killed run's folder; one of another project, whose address was copied along, stays."""
    with suppress(OSError):
        if (folder / OWNER_NOTE).read_text() == str(owner):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(note: Path) -> bool:
    """Return whether a folder is ours, serves data that are gone, and nobody answers in it."""
    if note.stat().st_uid != os.geteuid() or Path(note.read_text()).exists():
        return False
    with closing(socket.socket(socket.AF_UNIX)) as probe:
        return probe.connect_ex(str(note.with_name(SOCKET))) != 0
