"""`make test` and `make quick`: every check, each told with its time, all of them even when one fails."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from runforsomething.ops.browser import provide_chromium
from runforsomething.ops.engines import EngineError, Engines
from runforsomething.ops.engines.child import launched

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = sys.executable
NO_TESTS_COLLECTED = 5
OUTCOMES = re.compile(r"(\d+) (passed|failed|error|skipped|xfailed|xpassed)")
CLOSING_LINE = re.compile(r"^=+ .*\bin [\d.]+s.*=+$")
COLOURS = re.compile(r"\x1b\[[\d;]*m")
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


@dataclass(frozen=True)
class Step:
    """One command of Python's; it passes when it ends with 0."""

    name: str
    arguments: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Result:
    """How a step went; `output` is what it wrote."""

    name: str
    passed: bool
    seconds: float
    output: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    not_run: list[str] = field(default_factory=list)


def static_steps(*, quick: bool) -> list[Step]:
    """Return the checks that run no test; a quick run leaves out what takes long or seldom fails."""
    module = "-m"
    django = {"DJANGO_SETTINGS_MODULE": "runforsomething.settings.test"}
    steps = [
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


def test_steps(*, quick: bool) -> list[Step]:
    """Return the runs of pytest."""
    if quick:
        return [_pytest("tests", "not browser and not stack and not faults")]
    browser = _pytest("browser tests", "browser and not stack", DJANGO_ALLOW_ASYNC_UNSAFE="true")
    stack = _pytest("whole-system tests", "stack", DJANGO_ALLOW_ASYNC_UNSAFE="true")
    return [_pytest("tests", "not browser and not stack"), browser, stack]


def run_quietly(step: Step, env: Mapping[str, str]) -> Result:
    """Run a step and keep its words for the case that it fails."""
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own command lines
        [PYTHON, *step.arguments],
        env={**env, **step.env},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Result(step.name, done.returncode == 0, time.monotonic() - started, done.stdout)


def run_tests(step: Step, env: Mapping[str, str]) -> Result:
    """Run pytest with its words passed through, and count what it did."""
    started = time.monotonic()
    _say(f"\n── {step.name}")
    result = Result(step.name, False, 0)
    with subprocess.Popen(  # noqa: S603 - our own command lines
        launched([PYTHON, *step.arguments], signal_number=signal.SIGINT),
        env={**env, **step.env},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            for line in process.stdout or ():
                sys.stdout.write(line)
                sys.stdout.flush()
                _note(result, COLOURS.sub("", line.strip()))
        except BaseException:
            process.send_signal(signal.SIGINT)  # pytest ends what its tests have started
            raise
    code = process.returncode
    result.passed = code == 0
    if code == NO_TESTS_COLLECTED:
        result.not_run.append(f"NOT RUN: {step.name}: there are none")
    elif code != 0 and not result.counts["failed"]:
        result.counts["failed"] += 1  # it broke off before it could count
    result.seconds = time.monotonic() - started
    return result


def run_all(*, quick: bool) -> list[Result]:
    """Run every check on engines of their own (or those that the environment names)."""
    env = dict(os.environ)
    with (
        tempfile.TemporaryDirectory(prefix="rfs-check-") as folder,
        Engines(Path(folder), durable=False) as addresses,
    ):
        env |= addresses
        with ThreadPoolExecutor(2) as pool:
            results = [
                _told(result) for result in pool.map(lambda s: run_quietly(s, env), static_steps(quick=quick))
            ]
        if not quick:
            provide_chromium(_say)
        return results + [run_tests(step, env) for step in test_steps(quick=quick)]


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
        _say("\nStopped: the checks are not complete.")
        return 130
    lines = summary(results)
    _say("\n".join([*lines[:-1], f"{time.monotonic() - started:.0f} s in all", lines[-1]]))
    return 0 if all(result.passed for result in results) else 1


def _pytest(name: str, marks: str, **env: str) -> Step:
    colour = "yes" if sys.stdout.isatty() else "no"
    return Step(name, ("-m", "pytest", f"--color={colour}", "-m", marks), env)


def _note(result: Result, line: str) -> None:
    if line.startswith("NOT RUN:"):
        result.not_run.append(line)
    elif CLOSING_LINE.match(line) or re.match(r"^\d+ \w+.* in [\d.]+s", line):
        for count, outcome in OUTCOMES.findall(line):
            name = {"error": "failed", "xfailed": "skipped", "xpassed": "passed"}.get(outcome, outcome)
            result.counts[name] += int(count)


def _told(result: Result) -> Result:
    _say(f"{'ok    ' if result.passed else 'FAILED'} {result.name} ({result.seconds:.1f} s)")
    if not result.passed:
        _say(result.output.rstrip())
    return result


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
