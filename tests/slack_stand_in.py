"""A server that stands in for Slack's Web API: it keeps who is in which channel, and can be told to misbehave."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Workspace:
    """`answers` are given to the next calls in their turn, instead of the true ones; `calls` are all that came."""

    url: str = ""
    members: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    channels: dict[str, set[str]] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    slow: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def methods(self) -> list[str]:
        return [method for method, _arguments in self.calls]

    def answer(self, method: str, arguments: dict[str, str]) -> Answer:
        time.sleep(self.slow)
        with self.lock:
            self.calls.append((method, arguments))
            if self.answers:
                return self.answers.pop(0)
            said = getattr(self, "_" + method.replace(".", "_"))(**arguments)
        return 200, {}, json.dumps(said).encode()

    def _users_lookupByEmail(self, email: str) -> dict[str, Any]:  # noqa: N802 - as Slack calls it
        found = [key for key, address in self.members.items() if address == email]
        return {"ok": True, "user": {"id": found[0]}} if found else no("users_not_found")

    def _users_info(self, user: str) -> dict[str, Any]:
        if user not in self.members:
            return no("user_not_found")
        return {"ok": True, "user": {"id": user, "deleted": user in self.gone}}

    def _conversations_invite(self, channel: str, users: str) -> dict[str, Any]:
        if channel not in self.channels:
            return no("channel_not_found")
        if users in self.channels[channel]:
            return no("already_in_channel")
        self.channels[channel].add(users)
        return {"ok": True, "channel": {"id": channel}}

    def _conversations_kick(self, channel: str, user: str) -> dict[str, Any]:
        if user not in self.channels.get(channel, set()):
            return no("not_in_channel")
        self.channels[channel].discard(user)
        return {"ok": True}


def no(code: str) -> dict[str, Any]:
    return {"ok": False, "error": code}


def too_many(retry_after: str) -> Answer:
    return 429, {"Retry-After": retry_after}, json.dumps(no("ratelimited")).encode()


def says(data: Any, status: int = 200) -> Answer:
    return status, {}, data if isinstance(data, bytes) else json.dumps(data).encode()


@contextmanager
def serve(workspace: Workspace) -> Iterator[Workspace]:
    """Serve `workspace` on a free port of this machine, at its `url`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            given = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
            status, headers, body = workspace.answer(self.path.rsplit("/", 1)[1], given)
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):  # the other side did not wait
                self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    workspace.url = f"http://127.0.0.1:{server.server_port}/api/"
    try:
        yield workspace
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
