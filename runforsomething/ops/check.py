"""`make test` and `make quick`: every check, each told with its time, all of them even when one fails."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from runforsomething.ops.browser import provide_chromium
from runforsomething.ops.engines import EngineError, Engines
from runforsomething.ops.engines.addresses import NAMES
from runforsomething.ops.engines.child import launched
from runforsomething.ops.engines.copies import MADE_READY, make_test_database

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = sys.executable
NO_TESTS_COLLECTED = 5
OUTCOMES = re.compile(r"(\d+) (passed|failed|error|skipped|xfailed|xpassed)")
CLOSING_LINE = re.compile(r"^=+ .*\bin [\d.]+s.*=+$")
COLOURS = re.compile(r"\x1b\[[\d;]*m")
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


@dataclass(frozen=True)
class Step:
    """One command of Python's; it passes when it ends with 0."""

    name: str
    arguments: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)


# What the tests start from: each server of theirs is a copy of the one on which this was done.
MIGRATED = Step(
    "migrations", ("-m", "django", "migrate", "--noinput", "-v0"), {"DJANGO_SETTINGS_MODULE": TEST_SETTINGS}
)


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


def lanes_of_tests(*, quick: bool) -> list[list[Step]]:
    """Return the runs of pytest that can go on beside each other, each list in its order, each lane about as long."""
    house = ["tests/ops", "tests/faults"]
    if quick:
        house += ["tests/offices", "tests/interviews", "tests/funding", "tests/donors"]
    others = tuple(f"--ignore={folder}" for folder in house)
    marks = "not browser and not stack and not alone" + (
        " and not faults and not data and not slow" if quick else ""
    )
    lanes = [
        [_pytest("tests of the house", marks, *house)],
        [_pytest("tests of the rooms", marks, *others)],
    ]
    if not quick:
        running = "(browser or stack) and not alone"
        lanes.append([_pytest("tests of the running system", running, DJANGO_ALLOW_ASYNC_UNSAFE="true")])
    return lanes


def timed_lanes() -> list[list[Step]]:
    """Return the runs of pytest that measure time: with a processor for each, and nothing else beside them."""
    allowed = {"DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    return [
        [_pytest("tests that measure time", "alone", "--ignore=tests/faults", **allowed)],
        [_pytest("tests of faults that measure time", "alone", "tests/faults", **allowed)],
    ]


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


def run_tests(step: Step, env: Mapping[str, str], aside: "Aside | None" = None) -> Result:
    """Run pytest and count what it did; its words are passed through, of a run aside when it is over."""
    started = time.monotonic()
    kept: list[str] = []
    say = kept.append if aside else _say
    say(f"\n── {step.name}")
    result = Result(step.name, False, 0)
    with subprocess.Popen(  # noqa: S603 - our own command lines
        launched([PYTHON, *step.arguments], signal_number=signal.SIGINT),
        env={**env, **step.env},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        if aside:
            aside.running = process
        try:
            for line in process.stdout or ():
                say(line.rstrip("\n"))
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
    if aside:
        _say("\n".join(kept))
    return result


class Aside(Thread):
    """A lane that goes on beside the one that is watched."""

    def __init__(self, lane: Sequence[Step], env: Mapping[str, str]) -> None:
        super().__init__()
        self.running: subprocess.Popen[str] | None = None
        self.results: list[Result] = []
        self._lane, self._env = list(lane), env
        self._is_stopped = False

    def run(self) -> None:
        for step in self._lane:
            if not self._is_stopped:
                self.results.append(run_tests(step, self._env, self))

    def stop(self) -> None:
        """Begin no further step, and have pytest end what its tests have started."""
        self._is_stopped = True
        if self.running and self.running.poll() is None:
            self.running.send_signal(signal.SIGINT)


def run_beside_each_other(lanes: Sequence[Sequence[Step]], env: Mapping[str, str]) -> list[Result]:
    """Run each lane on engines of its own; one after the other on engines that the environment names."""
    watched, *others = lanes
    if all(env.get(name) for name in NAMES):
        return [run_tests(step, env) for lane in lanes for step in lane]
    asides = [Aside(lane, env) for lane in others]
    for aside in asides:
        aside.start()
    try:
        results = [run_tests(step, env) for step in watched]
    except BaseException:
        for aside in asides:
            aside.stop()
        raise
    finally:
        for aside in asides:
            aside.join()
    return results + [result for aside in asides for result in aside.results]


def run_all(*, quick: bool) -> list[Result]:
    """Run every check on engines of their own (or those that the environment names)."""
    env = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="rfs-check-") as folder:
        engines = Engines(Path(folder), durable=False)
        with engines as addresses, ThreadPoolExecutor(2) as pool:
            checked = pool.map(lambda step: run_quietly(step, env | addresses), static_steps(quick=quick))
            results = [_told(result) for result in checked]
            if engines.postgres and results[0].passed:
                make_test_database(addresses["DATABASE_URL"])
                env[MADE_READY] = folder
        if not quick:
            provide_chromium(_say)
        results += run_beside_each_other(lanes_of_tests(quick=quick), env)
        if not quick:
            results += run_beside_each_other(timed_lanes(), env)
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
        _say("\nStopped: the checks are not complete.")
        return 130
    lines = summary(results)
    _say("\n".join([*lines[:-1], f"{time.monotonic() - started:.0f} s in all", lines[-1]]))
    return 0 if all(result.passed for result in results) else 1


def _pytest(name: str, marks: str, *where: str, **env: str) -> Step:
    colour = "yes" if sys.stdout.isatty() else "no"
    slowest = ("--durations=10", "--durations-min=2")
    return Step(name, ("-m", "pytest", f"--color={colour}", "-m", marks, *slowest, *where), env)


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
