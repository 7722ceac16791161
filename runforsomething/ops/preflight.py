"""What would make a start fail later, told before it, in one sentence that says what to do."""

import shutil
import socket
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
NEEDED_BYTES = 500_000_000


class Refusal(Exception):
    """The system is not started; the text says why and what to do."""


def port_from(environment: Mapping[str, str]) -> int:
    """Return the port to serve on: PORT, or 8000; raises Refusal for what is not a port."""
    text = environment.get("PORT") or str(DEFAULT_PORT)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise Refusal(f"PORT is {text!r}, which is no port: give a number from 1024 to 65535.")
    return int(text)


def refuse_taken_port(port: int) -> None:
    """Raise Refusal if `port` cannot be served on."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the web server does
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Refusal(f"Port {port} is for the administrator only: PORT=8001 make run.") from None
        except OSError:
            raise Refusal(
                f"Port {port} is in use: stop what uses it, or choose another: PORT={_next(port)} make run."
            ) from None


def refuse_full_disk(folder: Path, needed_bytes: int = NEEDED_BYTES) -> None:
    """Raise Refusal if the disk that holds `folder` has less than `needed_bytes` left."""
    free = shutil.disk_usage(folder).free
    if free < needed_bytes:
        raise Refusal(
            f"Only {free // 1_000_000} MB are free on the disk that holds {folder}: "
            f"make room for {needed_bytes // 1_000_000} MB, then start again."
        )


def _next(port: int) -> int:
    return port + 1 if port < 65535 else DEFAULT_PORT
