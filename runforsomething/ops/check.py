"""`make test` and `make quick`: every check, each told with its time, all of them even when one fails."""

import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from runforsomething.ops.browser import provide_chromium
from runforsomething.ops.engines import EngineError, Engines
from runforsomething.ops.engines.copies import MADE_READY, make_test_database
from runforsomething.ops.steps import Result, Step, run_beside_each_other, run_quietly, say

TEST_SETTINGS = "runforsomething.settings.test"
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"

# What production needs to load; nothing is contacted.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "runforsomething.settings.production",
    "SECRET_KEY": "checked-only-" + "0123456789abcdef" * 4,
    "ALLOWED_HOSTS": "example.org",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "CLOCK_FILE": "",
    "ORG_SITE_URL": "https://example.org",
    "ORG_EMAIL_FROM": "hello@example.org",
    "ORG_EMAIL_HELP": "help@example.org",
    "TRUSTED_PROXY_COUNT": "1",
}


EVERY_PAGE = tuple(f"tests/ops/test_{name}.py" for name in ("access", "access_matrix", "lists", "wording"))
HOUSE = ("tests/ops", "tests/faults")
PEOPLE = ("tests/core", "tests/candidates")
AT_ONCE = 1 + (os.cpu_count() or 1)  # a run computes nine tenths of its time

# What the tests start from: each server of theirs is a copy of the one on which this was done.
MIGRATED = Step(
    "migrations", ("-m", "django", "migrate", "--noinput", "-v0"), {"DJANGO_SETTINGS_MODULE": TEST_SETTINGS}
)


def static_steps(*, quick: bool) -> list[Step]:
    """Return the checks that run no test; a quick run leaves out what takes long or seldom fails."""
    module = "-m"
    django = {"DJANGO_SETTINGS_MODULE": TEST_SETTINGS}
    steps = [
        MIGRATED,
        Step("type check (mypy)", (module, "mypy")),
        Step("lint (ruff check)", (module, "ruff", "check", ".")),
        Step("format (ruff format)", (module, "ruff", "format", "--check", ".")),
        Step("who imports whom (import-linter)", ("-c", LINT_IMPORTS)),
        Step("message catalogues (Babel)", (module, "runforsomething.ops.messages")),
        Step("missing migrations", (module, "django", "makemigrations", "--check", "--dry-run"), django),
    ]
    if not quick:
        deploy = (module, "django", "check", "--deploy", "--fail-level", "WARNING")
        steps.append(Step("production settings (check --deploy)", deploy, PRODUCTION))
        steps.append(Step("templates (djlint)", (module, "djlint", "templates", "--lint", "--quiet")))
    return steps


def runs_of_tests(*, quick: bool) -> list[Step]:
    """Return the runs of pytest that can go on beside each other, those first that take long."""
    marks = "not browser and not stack and not alone"
    if quick:
        marks += " and not faults and not data and not slow"
    runs = [
        _pytest("tests of the house", marks, *HOUSE, *_but(EVERY_PAGE)),
        _pytest("tests of the people", marks, *PEOPLE),
        _pytest("tests of the other rooms", marks, *_but([*HOUSE, *PEOPLE])),
        _pytest("tests of every page", marks, *EVERY_PAGE),
    ]
    if quick:
        runs = [replace(run, env={**run.env, "PROPERTIES": "quick"}) for run in runs]
    else:
        runs.insert(1, _pytest_of(["browser"], "tests in a browser", "browser and not stack and not alone"))
        runs.insert(4, _pytest_of(["stack"], "tests of the running system", "stack and not alone"))
    return runs


def timed_runs() -> list[Step]:
    """Return the runs of pytest that measure time: with a processor for each, and nothing else beside them."""
    return [
        _pytest_of(["alone"], "tests that measure time", "alone", "--ignore=tests/faults"),
        _pytest_of(["alone"], "tests of faults that measure time", "alone", "tests/faults"),
    ]


def run_all(*, quick: bool) -> list[Result]:
    """Run every check on engines of their own (or those that the environment names)."""
    # Else each of some two hundred processes would compile the whole project anew.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory(prefix="rfs-check-") as folder:
        engines = Engines(Path(folder), durable=False)
        with engines as addresses, ThreadPoolExecutor(2) as pool:
            checked = pool.map(lambda step: run_quietly(step, env | addresses), static_steps(quick=quick))
            results = [_told(result) for result in checked]
            if engines.postgres and results[0].passed:
                make_test_database(addresses["DATABASE_URL"])
                env[MADE_READY] = folder
        if not quick:
            provide_chromium(say)
        results += run_beside_each_other(runs_of_tests(quick=quick), env, at_once=AT_ONCE)
        if not quick:
            results += run_beside_each_other(timed_runs(), env, at_once=2)
    return results


def summary(results: Iterable[Result]) -> list[str]:
    """Return the closing lines; the last is `N passed, N failed, N skipped` over all runs of pytest."""
    results = list(results)
    total = sum((result.counts for result in results), Counter[str]())
    lines = ["", "── summary"]
    lines += [
        f"{'ok    ' if result.passed else 'FAILED'} {result.name} ({result.seconds:.1f} s)"
        for result in results
    ]
    lines += [line for result in results for line in result.not_run]
    return [*lines, f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped"]


def main(arguments: list[str]) -> int:
    """Run the checks; return 0 only if every one of them passed."""
    quick = "--quick" in arguments
    started = time.monotonic()
    try:
        results = run_all(quick=quick)
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        say("\nStopped: the checks are not complete.")
        return 130
    lines = summary(results)
    say("\n".join([*lines[:-1], f"{time.monotonic() - started:.0f} s in all", lines[-1]]))
    return 0 if all(result.passed for result in results) else 1


def _pytest(name: str, marks: str, *where: str, **env: str) -> Step:
    colour = "yes" if sys.stdout.isatty() else "no"
    slowest = ("--durations=10", "--durations-min=2")
    return Step(name, ("-m", "pytest", f"--color={colour}", "-m", marks, *slowest, *where), env)


def _but(paths: Iterable[str]) -> list[str]:
    return [f"--ignore={path}" for path in paths]


def _pytest_of(only: Sequence[str], name: str, marks: str, *where: str) -> Step:
    """A run of the few tests with one of the marks `only`: no file without them is read."""
    return _pytest(name, marks, *where, ONLY_MARKED=" ".join(only), DJANGO_ALLOW_ASYNC_UNSAFE="true")


def _told(result: Result) -> Result:
    say(f"{'ok    ' if result.passed else 'FAILED'} {result.name} ({result.seconds:.1f} s)")
    if not result.passed:
        say(result.output.rstrip())
    return result


if __name__ == "__main__":
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
