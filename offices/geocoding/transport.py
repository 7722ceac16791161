"""One GET over HTTP under one deadline, whatever the server does: silence, drips, floods.

Written on the standard library because urllib3 logs the path with its query, at DEBUG for every request and as
a warning for faulty headers, and its time-out begins anew with every byte. `http.client` logs nothing.
"""

import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException, HTTPResponse
from typing import Any, cast
from urllib.parse import urlsplit

import certifi
from django.views.decorators.debug import sensitive_variables

Clock = Callable[[], float]
# Public services turn away who does not say what they are.
USER_AGENT = "run-for-something/1"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Unanswered(Exception):
    """No answer in time, none that is HTTP, or one that is too long. Carries nothing of either side."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


@sensitive_variables("query")
def get(address: str, query: str, *, seconds: float, limit: int, clock: Clock = time.monotonic) -> Answer:
    """Return the answer to GET `address`?`query`, at most `limit` bytes, within `seconds` from now.

    Redirects are not followed. Other machines are asked over verified TLS only. Raises Unanswered, and
    nothing else, for whatever goes wrong between here and there.
    """
    deadline = Deadline(seconds, clock)
    try:
        return _exchange(address, query, deadline, limit)
    except (OSError, HTTPException, ValueError):
        pass  # raised below, so that no chain leads to an error that quotes the request or the answer
    raise Unanswered


class Deadline:
    """A moment by which everything must have happened."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Return the seconds that are left; raises TimeoutError if there are none."""
        left = self._end - self._clock()
        if left <= 0:
            raise TimeoutError
        return left


class _Stream(io.RawIOBase):
    """What arrives on a socket; each wait lasts as long as the deadline allows, not a time-out of its own."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._deadline.left())
        return self._sock.recv_into(buffer)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)


@sensitive_variables("query", "request")
def _exchange(address: str, query: str, deadline: Deadline, limit: int) -> Answer:
    parts = urlsplit(address)
    host, secure = parts.hostname or "", parts.scheme == "https"
    if not (secure or (parts.scheme == "http" and host in LOOPBACK)):
        raise ValueError("neither TLS nor this machine")
    request = (
        f"GET {parts.path}?{query} HTTP/1.1\r\nHost: {parts.netloc.rpartition('@')[2]}\r\n"
        f"User-Agent: {USER_AGENT}\r\nAccept: application/json\r\nAccept-Encoding: identity\r\n"
        "Connection: close\r\n\r\n"
    )
    with _connected(host, parts.port or (443 if secure else 80), deadline) as plain:
        plain.settimeout(deadline.left())
        with _trusted().wrap_socket(plain, server_hostname=host) if secure else plain as sock:
            sock.settimeout(deadline.left())
            sock.sendall(request.encode("ascii"))
            return _read(sock, deadline, limit)


def _read(sock: socket.socket, deadline: Deadline, limit: int) -> Answer:
    # It asks of a socket only `makefile`.
    with HTTPResponse(cast(socket.socket, _Stream(sock, deadline)), method="GET") as response:
        response.begin()
        body = response.read(limit + 1) if response.status == 200 else b""
    if len(body) > limit:
        raise ValueError("too long")
    return Answer(response.status, body)


def _connected(host: str, port: int, deadline: Deadline) -> socket.socket:
    """Return a connection to the first address of `host` that takes it; none may use up the others' time."""
    found = _resolved(host, port, deadline)
    for number, (family, kind, protocol, _name, address) in enumerate(found):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(deadline.left() / (len(found) - number))
            sock.connect(address)
        except OSError:
            sock.close()
        else:
            return sock
    raise ConnectionError


def _resolved(host: str, port: int, deadline: Deadline) -> list[Any]:
    """Return the addresses of `host`; in a thread, since a name server that hangs has no time-out."""
    found: queue.SimpleQueue[list[Any]] = queue.SimpleQueue()

    def look() -> None:
        try:
            found.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            found.put([])

    threading.Thread(target=look, name="geocoder-name", daemon=True).start()
    try:
        return found.get(timeout=deadline.left())
    except queue.Empty:
        raise TimeoutError from None


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())
