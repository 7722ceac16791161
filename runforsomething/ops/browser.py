"""Gets a Chromium for the browser tests, where one can be had."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

from tests.chromium import chromium_path

LIMIT_SECONDS = 600
APT = [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]]
PLAYWRIGHT = [[sys.executable, "-m", "playwright", "install", "chromium"]]


def provide_chromium(say: Callable[[str], None]) -> bool:
    """Return whether there is a Chromium, after trying to install one where there was none."""
    if chromium_path() is not None:
        return True
    as_root = os.geteuid() == 0 and shutil.which("apt-get") is not None
    for commands in [APT, PLAYWRIGHT] if as_root else [PLAYWRIGHT]:
        say(f"No Chromium was found; trying: {' '.join(commands[-1])}")
        if all(_succeeds(command) for command in commands) and chromium_path() is not None:
            return True
    say("NOT RUN: there is no Chromium and none could be had, so the browser tests do not run.")
    return False


def _succeeds(command: Sequence[str]) -> bool:
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(  # noqa: S603 - the command lines above
            command, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
