"""A stream in chunks, each sealed with its place in the file, so that no byte is lost, moved or changed unnoticed.

Layout: one line of JSON, then chunks of CHUNK bytes (the last may be shorter), each followed by its tag. With a key
the chunks are encrypted by AES-256-GCM; without one the tag is a SHA-256. A chunk's nonce is its number and whether
it is the last one: a file that was cut off ends with a chunk that is not. The key belongs to this one file, since it
is derived (scrypt) from BACKUP_KEY and the file's own salt; so a nonce never meets the same key twice.
"""

import hashlib
import hmac
import json
import secrets
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from runforsomething.ops.backup.errors import BackupError

FORMAT = 1
KIND = "runforsomething backup"
CHUNK = 1 << 20
LONGEST_HEADER = 1_000
SALT_BYTES = 16
ENCRYPTED, PLAIN = "aes-256-gcm", "sha-256"

ALTERED = "it was altered or cut off"
NOT_A_BACKUP = "it is not a backup of this product"


class Seal(Protocol):
    """Adds `tag_bytes` to a chunk; `open` returns the chunk, or None if it is not what was sealed."""

    tag_bytes: int

    def seal(self, nonce: bytes, chunk: bytes) -> bytes: ...

    def open(self, nonce: bytes, sealed: bytes) -> bytes | None: ...


class _Encrypting:
    tag_bytes = 16

    def __init__(self, key: str, salt: bytes, header: bytes) -> None:
        self._cipher = AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(key.encode()))
        self._header = header

    def seal(self, nonce: bytes, chunk: bytes) -> bytes:
        return self._cipher.encrypt(nonce, chunk, self._header)

    def open(self, nonce: bytes, sealed: bytes) -> bytes | None:
        try:
            return self._cipher.decrypt(nonce, sealed, self._header)
        except InvalidTag:
            return None


class _Checking:
    tag_bytes = 32

    def __init__(self, header: bytes) -> None:
        self._header = header

    def seal(self, nonce: bytes, chunk: bytes) -> bytes:
        return chunk + self._tag(nonce, chunk)

    def open(self, nonce: bytes, sealed: bytes) -> bytes | None:
        chunk, tag = sealed[: -self.tag_bytes], sealed[-self.tag_bytes :]
        return chunk if hmac.compare_digest(tag, self._tag(nonce, chunk)) else None

    def _tag(self, nonce: bytes, chunk: bytes) -> bytes:
        return hashlib.sha256(self._header + nonce + chunk).digest()


class SealedWriter:
    """Writes a sealed stream into `file`; nothing of it can be read again before `close`."""

    def __init__(self, file: BinaryIO, *, key: str = "") -> None:
        salt = secrets.token_bytes(SALT_BYTES)
        sealed_by = ENCRYPTED if key else PLAIN
        facts = {"kind": KIND, "format": FORMAT, "seal": sealed_by, "salt": salt.hex()}
        header = json.dumps(facts).encode() + b"\n"
        self._file = file
        self._seal: Seal = _Encrypting(key, salt, header) if key else _Checking(header)
        self._waiting = bytearray()
        self._number = 0
        file.write(header)

    def write(self, data: bytes) -> int:
        """Take `data`; a chunk is written as soon as more follows it."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Write the last chunk; the file stays open."""
        self._put(bytes(self._waiting), last=True)

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._seal.seal(_nonce(self._number, last=last), chunk))
        self._number += 1


class SealedReader:
    """Reads a sealed stream from the start of `file`; raises BackupError at the first chunk that is not as written."""

    def __init__(self, file: BinaryIO, *, key: str = "") -> None:
        file.seek(0)
        header = file.readline(LONGEST_HEADER)
        self._file = file
        self._encrypted, self._seal = _seal_of(header, key)
        self._number = 0
        self._next = self._frame()
        self._ready = b""

    def read(self, size: int = -1) -> bytes:
        """Return `size` bytes, fewer only at the end; all that is left if `size` is negative."""
        parts = [self._ready]
        have = len(self._ready)
        while (size < 0 or have < size) and self._next is not None:
            chunk = self._open_next()
            parts.append(chunk)
            have += len(chunk)
        whole = b"".join(parts)
        end = have if size < 0 else min(size, have)
        self._ready = whole[end:]
        return whole[:end]

    def _frame(self) -> bytes | None:
        return self._file.read(CHUNK + self._seal.tag_bytes) or None

    def _open_next(self) -> bytes:
        frame, self._next = self._next or b"", self._frame()
        chunk = self._seal.open(_nonce(self._number, last=self._next is None), frame)
        if chunk is None:
            wrong_key = self._encrypted and self._number == 0
            raise BackupError(f"it was made with another BACKUP_KEY, or {ALTERED}" if wrong_key else ALTERED)
        self._number += 1
        return chunk


def _seal_of(header: bytes, key: str) -> tuple[bool, Seal]:
    """Return whether the file is encrypted, and how its chunks are opened; raises BackupError."""
    try:
        facts = json.loads(header)
        kind, number, seal, salt = facts["kind"], facts["format"], facts["seal"], bytes.fromhex(facts["salt"])
    except (ValueError, KeyError, TypeError):
        raise BackupError(NOT_A_BACKUP) from None
    if kind != KIND or not isinstance(number, int):
        raise BackupError(NOT_A_BACKUP)
    if number > FORMAT:
        raise BackupError(f"its format {number} is of a newer version of this product")
    if number < 1 or seal not in (ENCRYPTED, PLAIN) or len(salt) != SALT_BYTES:
        raise BackupError(ALTERED)
    if seal == PLAIN:
        if key:  # else whoever can put a file in the place of an encrypted one can forge all that it holds
            raise BackupError(
                "it is not encrypted, and BACKUP_KEY is set: to trust it nevertheless, unset BACKUP_KEY"
            )
        return False, _Checking(header)
    if not key:
        raise BackupError("it is encrypted, and BACKUP_KEY is not set")
    return True, _Encrypting(key, salt, header)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
