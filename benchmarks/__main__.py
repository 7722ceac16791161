"""`make bench`: each benchmark in a process of its own, on a fresh server that is as durable as in production."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from runforsomething.ops.engines import Engines

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("demonstration", "reminders", "delivery", "slots", "eligibility")
RUN = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from benchmarks.{name} import run
for line in run({size}):
    print("  " + line, flush=True)
"""


def main(arguments: list[str]) -> int:
    """Run those that are named, as NAME or NAME=SIZE, else all; return 0 only if every one came to its end."""
    asked = dict(argument.partition("=")[::2] for argument in arguments) or dict.fromkeys(NAMES, "")
    if unknown := set(asked) - set(NAMES):
        sys.stderr.write(f"No such benchmark: {', '.join(sorted(unknown))}. There are {', '.join(NAMES)}.\n")
        return 2
    return max(_run(name, size) for name, size in asked.items())


def _run(name: str, size: str) -> int:
    sys.stdout.write(f"{name}\n")
    sys.stdout.flush()
    settings = {
        "DJANGO_SETTINGS_MODULE": "runforsomething.settings.dev",
        "OFFICE_DATA_DIR": str(ROOT / "no-files"),
    }
    with tempfile.TemporaryDirectory(prefix="rfs-bench-") as folder, Engines(Path(folder)) as addresses:
        command = [sys.executable, "-c", RUN.format(name=name, size=int(size) if size else "")]
        return subprocess.run(command, cwd=ROOT, env={**os.environ, **addresses, **settings}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
