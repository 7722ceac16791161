"""How the steps of `make test` are run: quietly or in sight, one by one or beside each other, and what they counted."""

import re
import signal
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from threading import Thread

from runforsomething.ops.engines.addresses import NAMES
from runforsomething.ops.engines.child import launched

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = sys.executable
NO_TESTS_COLLECTED = 5
OUTCOMES = re.compile(r"(\d+) (passed|failed|error|skipped|xfailed|xpassed)")
CLOSING_LINE = re.compile(r"^=+ .*\bin [\d.]+s.*=+$")
COLOURS = re.compile(r"\x1b\[[\d;]*m")


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
    tell = kept.append if aside else say
    tell(f"\n── {step.name}")
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
                tell(line.rstrip("\n"))
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
        say("\n".join(kept))
    return result


class Aside(Thread):
    """Takes one step after the other, beside whoever takes them too."""

    def __init__(self, steps: deque[Step], env: Mapping[str, str]) -> None:
        super().__init__()
        self.running: subprocess.Popen[str] | None = None
        self.results: list[Result] = []
        self._steps, self._env = steps, env

    def run(self) -> None:
        for step in taken_from(self._steps):
            self.results.append(run_tests(step, self._env, self))

    def stop(self) -> None:
        """Have pytest end what its tests have started; the caller sees to it that no further step is left."""
        if self.running and self.running.poll() is None:
            self.running.send_signal(signal.SIGINT)


def taken_from(steps: deque[Step]) -> Iterator[Step]:
    """Yield the first of the steps that nobody has taken, until none is left."""
    while True:
        try:
            yield steps.popleft()
        except IndexError:
            return


def run_beside_each_other(steps: Sequence[Step], env: Mapping[str, str], *, at_once: int) -> list[Result]:
    """Run each step on engines of its own, so many at once; one after the other on engines that `env` names."""
    left = deque(steps)
    if all(env.get(name) for name in NAMES):
        at_once = 1
    asides = [Aside(left, env) for _ in range(at_once - 1)]
    watched = left.popleft()
    for aside in asides:
        aside.start()
    try:
        results = [run_tests(step, env) for step in chain([watched], taken_from(left))]
    except BaseException:
        left.clear()
        for aside in asides:
            aside.stop()
        raise
    finally:
        for aside in asides:
            aside.join()
    return results + [result for aside in asides for result in aside.results]


def _note(result: Result, line: str) -> None:
    if line.startswith("NOT RUN:"):
        result.not_run.append(line)
    elif CLOSING_LINE.match(line) or re.match(r"^\d+ \w+.* in [\d.]+s", line):
        for count, outcome in OUTCOMES.findall(line):
            name = {"error": "failed", "xfailed": "skipped", "xpassed": "passed"}.get(outcome, outcome)
            result.counts[name] += int(count)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
