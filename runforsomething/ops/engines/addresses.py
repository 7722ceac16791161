"""Where this folder's engines answer: the environment first, else what the running supervisor wrote."""

import os
from pathlib import Path

FILE_NAME = "engines.env"
NAMES = ("DATABASE_URL", "REDIS_URL")

# Nothing listens at these; what connects is told by the path what to do, at once and without a name look-up.
NOT_RUNNING = {
    "DATABASE_URL": "postgres://postgres@/rfs?host=/nothing-is-running-here--start-it-with-make-run",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def addresses(local_dir: Path) -> dict[str, str]:
    """Return DATABASE_URL and REDIS_URL; never raises; where none is running they refuse."""
    given = {name: os.environ[name] for name in NAMES if os.environ.get(name)}
    return NOT_RUNNING | read_addresses(local_dir) | given


def write_addresses(local_dir: Path, found: dict[str, str]) -> None:
    """Replace the file in one step, readable by its owner only: it holds the password of Redis."""
    fresh = local_dir / f"{FILE_NAME}.new"
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}={found[name]}\n" for name in NAMES)
    fresh.replace(local_dir / FILE_NAME)


def forget_addresses(local_dir: Path) -> None:
    """Remove the file, if there is one."""
    (local_dir / FILE_NAME).unlink(missing_ok=True)


def read_addresses(local_dir: Path) -> dict[str, str]:
    """Return what the folder's file names; nothing when there is none."""
    try:
        lines = (local_dir / FILE_NAME).read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = (line.partition("=") for line in lines)
    return {name: value for name, _, value in pairs if name in NAMES and value}
