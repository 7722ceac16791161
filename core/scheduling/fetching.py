"""Fetch what stands at an address that a person typed, and nothing that stands in our own network.

The name is resolved once and the connection goes to the very address that was looked at: a name that answers
differently the second time leads nowhere else. A redirection is looked at like the first address. Proxies of the
environment are not asked, since they would resolve the name again.
"""

import socket
import ssl
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from urllib.parse import urljoin, urlsplit

from core.scheduling.models import FeedFault

MOST_BYTES = 2_000_000
MOST_SECONDS = 15.0
MOST_REDIRECTIONS = 3
HTTPS = 443
HEADERS = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "calendar-reader"}
# Networks whose addresses hold an IPv4 address, to which a gateway would lead on.
LEADING_ON = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16"))

# `host` -> its addresses, as `socket.getaddrinfo` would find them.
Resolve = Callable[[str], Sequence[str]]
# Whether a connection may go to this address.
Allow = Callable[[str], bool]


class CannotFetch(Exception):
    """What stands there could not be had. `fault` says why, in a code of FeedFault."""

    def __init__(self, fault: FeedFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def is_public(address: str) -> bool:
    """Whether `address` (of either family) lies in the public internet.

    Not: loopback, private, link-local, shared (RFC 6598), multicast, reserved, documentation; nor an IPv6 address that
    stands for such an IPv4 address, or that a gateway could lead to one (RFC 6052, 3056, 4380).
    """
    found: IPv4Address | IPv6Address = ip_address(address.split("%")[0])
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if found.teredo is not None or any(found in network for network in LEADING_ON):
            return False
        if found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def addresses_of(host: str) -> list[str]:
    found = socket.getaddrinfo(host, HTTPS, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class PinnedConnection(HTTPSConnection):
    """Speaks TLS as `host`, over a connection to `address`."""

    def __init__(self, host: str, address: str, port: int, context: ssl.SSLContext, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds, context=context)
        self._address, self._tls = address, context
        self._line: socket.socket | None = None

    def connect(self) -> None:
        self._line = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._line = self._tls.wrap_socket(self._line, server_hostname=self.host)

    def hang_up(self) -> None:
        """End what another thread is waiting for. `sock` has gone already while an answer without a length is read."""
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True)
class Fetcher:
    """`fetch` gets what stands at an address; the rest is there to be set otherwise by tests."""

    resolve: Resolve = addresses_of
    allow: Allow = is_public
    port: int = HTTPS
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    most_bytes: int = MOST_BYTES
    most_seconds: float = MOST_SECONDS

    def fetch(self, address: str) -> bytes:
        """Return what stands at the https address. Raises CannotFetch; it takes at most `most_seconds` in all."""
        until = time.monotonic() + self.most_seconds
        for _ in range(MOST_REDIRECTIONS + 1):
            answer = self._ask(address, until)
            if isinstance(answer, bytes):
                return answer
            address = urljoin(address, answer)
        raise CannotFetch(FeedFault.REFUSED)

    def _ask(self, address: str, until: float) -> bytes | str:
        """Return what stands there, or where it leads."""
        host, path = self._parts(address)
        connection = self._connect(host, until)
        # A server that sends a byte now and then gets no more time than one that sends none.
        watch = Timer(_left(until), connection.hang_up)
        watch.start()
        try:
            connection.request("GET", path, headers=HEADERS)
            with closing(connection.getresponse()) as answer:
                _left(until)  # what was cut off looks like what has ended
                if answer.status in (301, 302, 303, 307, 308):
                    return answer.headers.get("Location", "")
                if answer.status != 200 or answer.headers.get("Content-Encoding", "identity") != "identity":
                    raise CannotFetch(FeedFault.REFUSED)
                text = self._read(answer)
                _left(until)
                return text
        except TimeoutError as error:
            raise CannotFetch(FeedFault.TOO_SLOW) from error
        except (OSError, HTTPException, ValueError) as error:
            is_late = time.monotonic() >= until
            raise CannotFetch(FeedFault.TOO_SLOW if is_late else FeedFault.REFUSED) from error
        finally:
            watch.cancel()
            connection.close()

    def _parts(self, address: str) -> tuple[str, str]:
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError as error:
            raise CannotFetch(FeedFault.ADDRESS) from error
        if parts.scheme != "https" or not parts.hostname or parts.username or port not in (None, HTTPS):
            raise CannotFetch(FeedFault.ADDRESS)
        return parts.hostname, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def _connect(self, host: str, until: float) -> PinnedConnection:
        """Every address of the name has to be allowed; the first one is the one that is asked."""
        found = self._resolved(host, until)
        if not found:
            raise CannotFetch(FeedFault.NOT_FOUND)
        if not all(self.allow(address) for address in found):
            raise CannotFetch(FeedFault.NOT_PUBLIC)
        return PinnedConnection(host, found[0], self.port, self.context, _left(until))

    def _resolved(self, host: str, until: float) -> Sequence[str]:
        """The resolver has no limit of its own, so it is left behind when time is up."""
        pool = ThreadPoolExecutor(1)
        try:
            return pool.submit(self.resolve, host).result(_left(until))
        except TooLate as error:
            raise CannotFetch(FeedFault.TOO_SLOW) from error
        except (OSError, UnicodeError, ValueError) as error:
            raise CannotFetch(FeedFault.NOT_FOUND) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _read(self, answer: HTTPResponse) -> bytes:
        """Raises IncompleteRead where less comes than was announced, such as after hanging up."""
        text = answer.read(self.most_bytes + 1)
        if len(text) > self.most_bytes:
            raise CannotFetch(FeedFault.TOO_LARGE)
        if answer.length:
            raise IncompleteRead(text)
        return text


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise CannotFetch(FeedFault.TOO_SLOW)
    return left
