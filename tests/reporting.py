"""What cannot run here is said loudly, with its count, and is never counted as passed."""

import os
import re
import shutil
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.chromium import chromium_path

MARKS = re.compile(r"\bmark\.(\w+)")
NOT_RUN = pytest.StashKey[Counter[str]]()


def missing_parts() -> dict[str, str]:
    """Return, for each marker whose tests cannot run here, why."""
    from django.conf import settings

    missing = {}
    if not settings.OFFICE_DATA_DIR.is_dir():
        missing["data"] = "OFFICE_DATA_DIR names no folder with the data files"
    if chromium_path() is None:
        missing["browser"] = "there is no Chromium on this machine"
    if shutil.which("caddy") is None:
        missing["caddy"] = "there is no Caddy on this machine"
    return missing


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """With ONLY_MARKED, some marks: read no file of tests in which none of them is used."""
    wanted = os.environ.get("ONLY_MARKED", "").split()
    if not wanted or not fnmatch(collection_path.name, "test_*.py"):
        return None
    used = set(MARKS.findall(collection_path.read_text(encoding="utf-8")))
    return True if used.isdisjoint(wanted) else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, and count, the tests whose needs are missing."""
    counts = config.stash.setdefault(NOT_RUN, Counter())
    for marker, reason in missing_parts().items():
        for item in items:
            if item.get_closest_marker(marker) is not None:
                item.add_marker(pytest.mark.skip(reason=f"NOT RUN: {reason}"))
                counts[f"marked {marker}: {reason}"] += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what did not run, where the eye falls last."""
    for what, count in config.stash.get(NOT_RUN, Counter()).items():
        terminalreporter.write_line(f"NOT RUN: {count} tests {what}", red=True, bold=True)
