"""Errors are reported where a setting says so, and say nothing of whom they happened to."""

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import brotli
import pytest
from django.conf import settings

from tests.ops.walker import told_of_the_walker

pytestmark = pytest.mark.slow


class Reports(HTTPServer):
    """Takes what is sent to Sentry, and keeps it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taker)
        self.texts: list[str] = []

    @property
    def dsn(self) -> str:
        return f"http://key@127.0.0.1:{self.server_port}/1"

    @property
    def events(self) -> list[dict[str, Any]]:
        """The reports in what was sent: the lines of an envelope that tell of an error."""
        lines = [json.loads(line) for text in self.texts for line in text.splitlines() if line.strip()]
        return [line for line in lines if "event_id" in line and "platform" in line]


class _Taker(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}[self.headers["Content-Encoding"]]
        self.server.texts.append(unpack(body).decode())  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args: Any) -> None: ...


@pytest.fixture
def reports() -> Iterator[Reports]:
    with Reports() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def run_failing_site(dsn: str) -> str:
    env = os.environ | {"SENTRY_DSN": dsn, "DJANGO_SETTINGS_MODULE": "runforsomething.settings.dev"}
    command = [sys.executable, "-m", "tests.ops.failing_site"]
    done = subprocess.run(command, env=env, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_reports_say_where_and_nothing_of_whom(reports: Reports) -> None:
    assert run_failing_site(reports.dsn) == "True"
    raised = {event["exception"]["values"][-1]["type"] for event in reports.events if "exception" in event}
    assert raised == {"ValueError", "LookupError"}
    page = next(event for event in reports.events if event.get("transaction") == "/fails/")
    assert page["request"] == {"method": "POST"}
    assert page["exception"]["values"][-1]["value"] == "ValueError"
    assert len(page["tags"]["request_id"]) == 36
    assert page["exception"]["values"][-1]["stacktrace"]["frames"][-1]["function"] == "fails"
    assert told_of_the_walker("\n".join(reports.texts)) == []


def test_nothing_is_loaded_or_sent_without_the_setting(reports: Reports) -> None:
    assert run_failing_site("") == "False"
    assert reports.texts == []
