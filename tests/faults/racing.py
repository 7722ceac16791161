"""Processes of their own, each of which sends one request at the same instant."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

RACER = [sys.executable, "-I", "-S", str(Path(__file__).with_name("racer.py"))]
HEAD_START_SECONDS = 0.3


@dataclass(frozen=True)
class Finish:
    """What a racer was answered; `seconds` are counted from the common start."""

    status: int
    seconds: float
    body: str


def booking_request(session: str, start: str) -> str:
    """Return the whole request by which they book the talk at `start`."""
    return form_request(session, "/interviews/book/", {"start": start})


def form_request(session: str, path: str, fields: dict[str, str]) -> str:
    """Return the whole request by which they send a form with these fields."""
    token = uuid4().hex
    body = urlencode({"csrfmiddlewaretoken": token, "form_key": uuid4(), **fields})
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: sessionid={session}; csrftoken={token}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", body])


def race(port: int, requests: Sequence[str]) -> list[Finish]:
    """Send each request by a process of its own, all at the same instant; return the answers in order."""
    with ExitStack() as stack:
        racers = [
            stack.enter_context(
                subprocess.Popen(RACER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
            )
            for _ in requests
        ]
        for racer, request in zip(racers, requests, strict=True):
            tell(racer, json.dumps({"port": port, "request": request}))
        assert {hear(racer) for racer in racers} == {"ready\n"}
        start = time.monotonic() + HEAD_START_SECONDS
        for racer in racers:
            tell(racer, str(start))
        return [Finish(**json.loads(hear(racer))) for racer in racers]


def tell(racer: subprocess.Popen[str], line: str) -> None:
    assert racer.stdin is not None
    racer.stdin.write(f"{line}\n")


def hear(racer: subprocess.Popen[str]) -> str:
    assert racer.stdout is not None
    return racer.stdout.readline()
