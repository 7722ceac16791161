"""Starts real engines for a test run, before any settings are read, and ends them with it.

DATABASE_MADE_READY, where it is set, spares the run its migrations (runforsomething/ops/engines/copies.py).
DATABASE_URL and REDIS_URL, where both are set, are used instead and left alone.
"""

import fcntl
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from runforsomething.ops.engines import Engines
from runforsomething.ops.engines.addresses import NAMES
from runforsomething.ops.engines.copies import begin_as_copy
from runforsomething.ops.messages import compile_catalogues

pytest_plugins = ["tests.reporting"]
PREFIX = "rfs-tests-"
RUNS_NOTHING = {"-h", "--help", "-V", "--version", "--co", "--collect-only", "--markers", "--fixtures"}

_engines: Engines | None = None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> Iterator[None]:
    """Start them; as a wrapper this comes before pytest-django reads the settings."""
    global _engines
    compile_catalogues(Path("locale"))
    if not RUNS_NOTHING & set(args) and not all(os.environ.get(name) for name in NAMES):
        _remove_abandoned()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        if begin_as_copy(folder):
            args.append("--reuse-db")
        _engines = Engines(folder, durable=False)
        os.environ.update(_engines.start())
    try:
        return (yield)
    except BaseException:
        _end()
        raise


def pytest_collection_finish() -> None:
    """Let the garbage collector leave what stays for the whole run, and look less often: a fifth of the run's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session")
def engines() -> Engines:
    """The engines of this run, to stop and restart; a test that needs them is skipped where none are ours."""
    if _engines is None:
        pytest.skip("the engines of this run are not ours to stop")
    return _engines


def pytest_unconfigure() -> None:
    """End them, whatever ended the run."""
    _end()


def _end() -> None:
    global _engines
    if _engines is not None:
        _engines.stop()
        shutil.rmtree(_engines.local_dir, ignore_errors=True)
        _engines = None


def _remove_abandoned() -> None:
    """Remove the folders of test runs that were killed: their locks are free."""
    for lock in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/lock"):
        try:
            with lock.open("r+") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        shutil.rmtree(lock.parent, ignore_errors=True)
