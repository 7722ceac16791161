"""The uploaded files: read while the system runs, and put back without a moment in which one is missing."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import IO

STAGING = ".restoring"
# Of the present alone: in no backup, and left as they are by a restore.
OF_THE_PRESENT = ("exports", "erasures.jsonl")


def uploaded(folder: Path) -> Iterator[tuple[str, IO[bytes], int]]:
    """Yield each regular file below `folder`, one that goes meanwhile left out: relative path, open file, size now."""
    for path in _paths(folder):
        with suppress(FileNotFoundError), (folder / path).open("rb") as file:
            yield path, file, os.fstat(file.fileno()).st_size


def stage(files: Iterable[tuple[PurePosixPath, IO[bytes]]], folder: Path) -> None:
    """Write the files into a folder of their own inside of `folder`, safely on disk, touching no other file."""
    discard(folder)
    staging = folder / STAGING
    staging.mkdir(mode=0o700, parents=True)
    for path, source in files:
        target = staging / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            shutil.copyfileobj(source, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())


def add_staged(folder: Path) -> None:
    """Give each staged file its place where nothing has it: both the old and the new state find theirs then."""
    for path in _staged(folder):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.link(folder / STAGING / path, folder / path)


def keep_only_staged(folder: Path) -> None:
    """Put each staged file in its place, whatever has it, and remove all others. A second run ends what one began."""
    wanted = _staged(folder)
    for path in _paths(folder):
        if path not in wanted:
            (folder / path).unlink(missing_ok=True)
    for path in wanted:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / STAGING / path).replace(folder / path)
    discard(folder)


def discard(folder: Path) -> None:
    """Forget what is staged."""
    shutil.rmtree(folder / STAGING, ignore_errors=True)


def _staged(folder: Path) -> set[str]:
    return set(_paths(folder / STAGING))


def _paths(folder: Path) -> list[str]:
    """Return the relative path of each regular file below `folder`, in order; symbolic links are none of ours."""
    found = []
    for parent, below, names in os.walk(folder):
        at_top = Path(parent) == folder
        below[:] = [name for name in below if name != STAGING and not (at_top and name in OF_THE_PRESENT)]
        paths = [Path(parent, name) for name in names if not (at_top and name in OF_THE_PRESENT)]
        found += [
            path.relative_to(folder).as_posix() for path in paths if path.is_file() and not path.is_symlink()
        ]
    return sorted(found)
