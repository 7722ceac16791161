"""As whom the database server runs: it refuses to be root.

An ordinary user runs it as themselves. Root has two ways, tried in this order, neither of which changes a
folder that was there before:

- `namespace`: a user namespace in which root is user 1000. Files stay root's, and every folder that root owns
  can be entered. Some containers forbid it.
- a user id (`nobody`, or whoever owns the data already) that keeps one capability, to pass through closed
  folders.
"""

import os
import pwd
import subprocess
from pathlib import Path

from runforsomething.ops.engines.child import launched
from runforsomething.ops.engines.errors import EngineError

PROBE = 'cd "$1" && "$2" --version && test "$(PATH=/usr/bin:/bin id -u)" != 0'


def identity_for(data_dir: Path, postgres: Path) -> str:
    """Return the WHO of `launch.py` as which `postgres` can work in `data_dir`; raises EngineError."""
    owner = data_dir.stat().st_uid
    if os.geteuid() != 0:
        if owner != os.geteuid():
            raise EngineError(
                f"The database in {data_dir} belongs to another user: run this as that user, "
                "or give the folder to yourself with chown -R."
            )
        return "same"
    for who in candidates(owner):
        if _works(who, data_dir, postgres):
            if who.isdigit():
                give_to(int(who), data_dir)
            return who
    raise EngineError(
        "PostgreSQL does not run as root here: run this as an ordinary user, "
        "or set DATABASE_URL to a running server."
    )


def candidates(owner: int) -> list[str]:
    """Return the ways open to root when the data belong to `owner`, the best first."""
    return [str(owner)] if owner else ["namespace", str(_nobody())]


def give_to(uid: int, folder: Path) -> None:
    """Make `uid` the owner of a data folder of ours and of all in it."""
    if folder.stat().st_uid == uid:
        return
    for parent, _, names in os.walk(folder):
        for name in names:
            os.chown(os.path.join(parent, name), uid, -1, follow_symlinks=False)
        os.chown(parent, uid, -1)


def _nobody() -> int:
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        return 65534


def _works(who: str, data_dir: Path, postgres: Path) -> bool:
    command = launched(["/bin/sh", "-c", PROBE, "probe", str(data_dir), str(postgres)], who=who)
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - our own command line
