"""A proxy as small as can be: it asks its servers whether they are ready, and sends each request to one that is.

A server that refuses the connection is passed over; a request that got through is never sent twice.
"""

import http.client
import socket
import threading
import time
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

LOOK_SECONDS = 0.2
TRY_SECONDS = 10


class SmallProxy(ThreadingHTTPServer):
    """In front of `ports` of this machine, as a context."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, ports: list[int]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.ports = ports
        self.ready: list[int] = []
        self._turn = count()
        self._closed = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> "SmallProxy":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        for port in self.ports:
            threading.Thread(target=self._look_after, args=[port], daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._closed.set()
        self.shutdown()
        self.server_close()

    def connected(self) -> http.client.HTTPConnection | None:
        """Return a connection to a server that is ready and takes it; None if none does for a while."""
        deadline = time.monotonic() + TRY_SECONDS
        while time.monotonic() < deadline:
            ready, turn = list(self.ready), next(self._turn)
            for number in range(len(ready)):
                connection = http.client.HTTPConnection(
                    "127.0.0.1", ready[(turn + number) % len(ready)], timeout=60
                )
                with suppress(OSError):
                    connection.connect()
                    return connection
            time.sleep(0.05)
        return None

    def _look_after(self, port: int) -> None:
        while not self._closed.wait(LOOK_SECONDS):
            is_ready = _is_ready(port)
            if is_ready and port not in self.ready:
                self.ready.append(port)
            elif not is_ready and port in self.ready:
                self.ready.remove(port)


def _is_ready(port: int) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False


class _Handler(BaseHTTPRequestHandler):
    server: SmallProxy

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        connection = self.server.connected()
        if connection is None:
            self.send_error(503)
            return
        with closing(connection):
            try:
                connection.request(self.command, self.path, body, dict(self.headers.items()))
                answer = connection.getresponse()
                text = answer.read()
            except (OSError, http.client.HTTPException):
                self.send_error(502)
                return
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in ("connection", "content-length", "transfer-encoding"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = _pass_on  # noqa: N815 - their names in the library

    def log_message(self, *args: Any) -> None: ...
