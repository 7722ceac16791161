"""A stand-in for the Census Geocoder: a real server on loopback that answers as a test tells it to."""

import json
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

Behaviour = Callable[[socket.socket, threading.Event], None]

AUSTIN = {
    "States": [{"GEOID": "48", "NAME": "Texas", "BASENAME": "Texas", "STUSAB": "TX"}],
    "Counties": [{"GEOID": "48453", "NAME": "Travis County", "BASENAME": "Travis"}],
    "Incorporated Places": [{"GEOID": "4805000", "NAME": "Austin city", "BASENAME": "Austin"}],
    "County Subdivisions": [{"GEOID": "4845390130", "NAME": "Austin CCD", "BASENAME": "Austin"}],
    "2024 State Legislative Districts - Lower": [
        {"GEOID": "48049", "NAME": "State House District 49", "BASENAME": "49", "SLDL": "049"}
    ],
    "2024 State Legislative Districts - Upper": [
        {"GEOID": "48014", "NAME": "State Senate District 14", "BASENAME": "14", "SLDU": "014"}
    ],
    "Unified School Districts": [
        {"GEOID": "4808940", "NAME": "Austin Independent School District", "BASENAME": "Austin"}
    ],
    "119th Congressional Districts": [{"GEOID": "4837", "NAME": "Congressional District 37"}],
    "Census Tracts": [{"GEOID": "48453001101", "NAME": "Census Tract 11.01", "BASENAME": "11.01"}],
}
BOSTON = {
    "States": [{"GEOID": "25", "NAME": "Massachusetts", "BASENAME": "Massachusetts"}],
    "Counties": [{"GEOID": "25025", "NAME": "Suffolk County", "BASENAME": "Suffolk"}],
}


def match(layers: dict[str, Any], **parts: str) -> dict[str, Any]:
    """Return one of the places that an answer names. The real one repeats the address, and so does this."""
    return {
        "matchedAddress": "742 QUOKKABURY LN, AUSTIN, TX, 78701",
        "coordinates": {"x": -97.74, "y": 30.27},
        "addressComponents": {"zip": "78701", "state": "TX", "streetName": "QUOKKABURY"} | parts,
        "geographies": layers,
    }


def document(*matches: Any) -> bytes:
    return json.dumps({"result": {"input": {}, "addressMatches": list(matches)}}).encode()


def says(body: bytes, *, status: str = "200 OK", headers: str = "") -> Behaviour:
    """Answer at once."""

    def behave(sock: socket.socket, stopped: threading.Event) -> None:
        head = f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        sock.sendall(head.encode() + body)

    return behave


def hangs(*, before: bytes = b"") -> Behaviour:
    """Say `before` and then nothing more."""

    def behave(sock: socket.socket, stopped: threading.Event) -> None:
        sock.sendall(before)
        stopped.wait(20)

    return behave


def drips(text: bytes, *, before: bytes = b"") -> Behaviour:
    """Say `before` and then `text` over and over, a byte every twentieth of a second."""

    def behave(sock: socket.socket, stopped: threading.Event) -> None:
        sock.sendall(before)
        while True:
            for byte in text:
                if stopped.wait(0.05):
                    return
                sock.sendall(bytes([byte]))

    return behave


def floods(*, before: bytes) -> Behaviour:
    """Say `before` and then more than anybody wants."""

    def behave(sock: socket.socket, stopped: threading.Event) -> None:
        sock.sendall(before)
        while not stopped.is_set():
            sock.sendall(b" " * 65536)

    return behave


def raw(text: bytes) -> Behaviour:
    """Say `text`, whatever it is, and hang up."""

    def behave(sock: socket.socket, stopped: threading.Event) -> None:
        sock.sendall(text)

    return behave


class StandIn(socketserver.ThreadingTCPServer):
    """`behaves` may be changed between questions; `asked` has the query of each, if the server `reads` it."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, reads: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reads = reads
        self.behaves: Behaviour = says(document(match(AUSTIN)))
        self.asked: list[dict[str, list[str]]] = []
        self.paths: list[str] = []
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/geocoder"

    def handle_error(self, request: Any, client_address: Any) -> None: ...


class _Handler(socketserver.StreamRequestHandler):
    server: StandIn

    def handle(self) -> None:
        if self.server.reads:
            self._read()
        self.server.behaves(self.connection, self.server.stopped)

    def _read(self) -> None:
        target = self.rfile.readline().split(b" ")[1].decode()
        while self.rfile.readline().strip():
            pass
        self.server.paths.append(urlsplit(target).path)
        self.server.asked.append(parse_qs(urlsplit(target).query))


@contextmanager
def stand_in(*, reads: bool = True) -> Iterator[StandIn]:
    with StandIn(reads=reads) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            server.shutdown()
            thread.join()


def closed_url() -> str:
    """Return an address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"http://127.0.0.1:{port}/geocoder"
