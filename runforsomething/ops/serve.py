"""The web server of a real installation: gunicorn, which ends without a request that failed.

    python -m runforsomething.ops.serve --bind 0.0.0.0:8000

On SIGTERM it first says on `/readyz` that it is about to stop and goes on serving for DRAIN_SECONDS, so that the proxy
sends nobody here any more; only then gunicorn closes its door, lets what is under way end, and goes. Without that, the
requests that stand at the door when it closes fail.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from runforsomething.settings.declared import given

# Names, in the environment of the web processes, the file whose existence says that they are about to stop.
DRAINING = "DRAINING_FILE"
GUNICORN = [sys.executable, "-m", "gunicorn", "runforsomething.wsgi"]
ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


def serve(arguments: Sequence[str], *, drain_seconds: float) -> int:
    """Run gunicorn with `arguments` until it ends or this process is told to; return its code."""
    asked = threading.Event()
    for number in ENDINGS:
        signal.signal(number, lambda *_: asked.set())
    with tempfile.TemporaryDirectory(prefix="rfs-serve-") as folder:
        draining = Path(folder) / "draining"
        env = os.environ | {DRAINING: str(draining)}
        with subprocess.Popen([*GUNICORN, *arguments], env=env) as gunicorn:  # noqa: S603
            while gunicorn.poll() is None and not asked.wait(0.2):
                pass
            if asked.is_set():
                _drain(gunicorn, draining, drain_seconds)
        code = gunicorn.returncode
    return 0 if asked.is_set() and code in (0, -signal.SIGTERM) else code


def _drain(gunicorn: "subprocess.Popen[bytes]", draining: Path, seconds: float) -> None:
    draining.touch()
    try:
        gunicorn.wait(seconds)
    except subprocess.TimeoutExpired:
        gunicorn.terminate()


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1:], drain_seconds=given("DRAIN_SECONDS")))
