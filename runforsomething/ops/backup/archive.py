"""The parts of a backup as a tar stream: the database in pieces, the files, and at the end the manifest."""

import hashlib
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO

from runforsomething.ops.backup.errors import BackupError
from runforsomething.ops.backup.manifest import Manifest, Part, read_manifest
from runforsomething.ops.backup.sealing import ALTERED, SealedReader, SealedWriter

PIECE = 4 << 20
READ = 1 << 20
DATABASE, FILES = "database", "files"
MANIFEST, MANIFEST_SUM = "manifest.json", "manifest.sha256"


class _Hashing:
    """Passes reads through and keeps count and hash of them."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self._hash = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self._hash.update(data)
        self.size += len(data)
        return data

    def part(self, name: str) -> Part:
        return Part(name, self.size, self._hash.hexdigest())


class ArchiveWriter:
    """Writes parts into `file`; what is not closed with `finish` can never be restored."""

    def __init__(self, file: BinaryIO, *, key: str = "") -> None:
        self._sealed = SealedWriter(file, key=key)
        target: Any = self._sealed  # it has all of a file that a tar stream asks for
        self._tar = tarfile.open(mode="w|", fileobj=target, format=tarfile.PAX_FORMAT, bufsize=READ)  # noqa: SIM115
        self._parts: list[Part] = []

    def add_database(self, stream: IO[bytes]) -> None:
        """Add the dump that `stream` yields, in pieces, since nobody knows its size beforehand."""
        source = _Hashing(stream)
        number = 0
        while piece := source.read(PIECE):
            self._add(f"{DATABASE}/{number:08}", BytesIO(piece), len(piece))
            number += 1
        self._parts.append(source.part(DATABASE))

    def add_file(self, path: str, file: IO[bytes], size: int) -> None:
        """Add the first `size` bytes of an uploaded file, `path` relative with `/`; raises OSError if it is shorter."""
        source = _Hashing(file)
        self._add(f"{FILES}/{path}", source, size)
        self._parts.append(source.part(f"{FILES}/{path}"))

    def finish(self, manifest: Manifest) -> Manifest:
        """Add the manifest, with every part's checksum, and its own; return it."""
        manifest = replace(manifest, parts=self._parts)
        data = manifest.as_json()
        self._add(MANIFEST, BytesIO(data), len(data))
        own_sum = hashlib.sha256(data).hexdigest().encode()
        self._add(MANIFEST_SUM, BytesIO(own_sum), len(own_sum))
        self._tar.close()
        self._sealed.close()
        return manifest

    def _add(self, name: str, source: IO[bytes] | _Hashing, size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self._tar.addfile(member, source)


class Archive:
    """A backup that is open for reading; every method starts at its beginning."""

    def __init__(self, file: BinaryIO, *, key: str = "") -> None:
        self._file = file
        self._key = key

    def verify(self) -> Manifest:
        """Read all of it and return its manifest; raises BackupError unless every byte is as it was written."""
        try:
            found, ending = self._read_through()
        except tarfile.TarError:
            raise BackupError(ALTERED) from None
        manifest = read_manifest(ending.get(MANIFEST, b""), ending.get(MANIFEST_SUM, b""))
        if found != manifest.parts:
            raise BackupError(ALTERED)
        return manifest

    def _read_through(self) -> tuple[list[Part], dict[str, bytes]]:
        """Return the parts as they are found, and the manifest with its checksum."""
        found: dict[str, _Hashing] = {}
        ending: dict[str, bytes] = {}
        for name, member in self._members():
            if name in (MANIFEST, MANIFEST_SUM):
                ending[name] = member.read()
                continue
            part = DATABASE if name.startswith(f"{DATABASE}/") else name
            _refuse_strange(part)
            hashing = found.setdefault(part, _Hashing(member))
            hashing.source = member
            while hashing.read(READ):
                pass
        return [hashing.part(name) for name, hashing in found.items()], ending

    def database(self) -> Iterator[bytes]:
        """Yield the database's dump, piece by piece."""
        for name, member in self._members():
            if not name.startswith(f"{DATABASE}/"):
                return
            yield member.read()

    def files(self) -> Iterator[tuple[PurePosixPath, IO[bytes]]]:
        """Yield each uploaded file's relative path, and the file to be read before the next one is asked for."""
        for name, member in self._members():
            if name.startswith(f"{FILES}/"):
                yield PurePosixPath(name).relative_to(FILES), member

    def _members(self) -> Iterator[tuple[str, IO[bytes]]]:
        sealed: Any = SealedReader(self._file, key=self._key)
        try:
            with tarfile.open(mode="r|", fileobj=sealed, bufsize=READ) as tar:
                for member in tar:
                    content = tar.extractfile(member)
                    if content is None:
                        raise BackupError(ALTERED)
                    yield member.name, content
        except tarfile.TarError:
            raise BackupError(ALTERED) from None
        sealed.read()  # what follows the last member is checked as well


def _refuse_strange(name: str) -> None:
    """Raise BackupError for a name that would lie outside of the folder that it is put back into."""
    path = PurePosixPath(name)
    if name != DATABASE and (path.parts[0] != FILES or len(path.parts) < 2 or ".." in path.parts):
        raise BackupError(ALTERED)
