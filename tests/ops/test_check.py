"""`make test`: what fails, breaks off or cannot run here is never counted as passed."""

import os
import subprocess
import sys
from collections.abc import Collection
from itertools import combinations
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression

from runforsomething.ops import browser
from runforsomething.ops.check import EVERY_PAGE, runs_of_tests, summary, timed_runs
from runforsomething.ops.steps import Result, Step, run_beside_each_other, run_quietly, run_tests

ROOT = Path(__file__).resolve().parent.parent.parent

TWO_TESTS_WITH_NEEDS = """
import pytest

@pytest.mark.browser
def test_with_a_browser():
    raise AssertionError("it ran")

@pytest.mark.data
def test_with_data():
    raise AssertionError("it ran")

def test_without_needs():
    pass
"""


def a_run_that_prints(text: str, code: int = 0) -> Result:
    program = f"print({text!r}); raise SystemExit({code})"
    return run_tests(Step("tests", ("-c", program)), os.environ)


def test_the_last_line_adds_up_all_runs_of_pytest() -> None:
    first = a_run_that_prints("=== 1 failed, 20 passed, 3 skipped, 2 errors in 1.50s ===", 1)
    second = a_run_that_prints("======= 4 passed, 7 deselected, 1 warning in 61.00s (0:01:01) =======")
    lines = summary([first, second])
    assert lines[-1] == "24 passed, 3 failed, 3 skipped"
    assert [first.passed, second.passed] == [False, True]


def test_a_run_of_pytest_that_breaks_off_before_it_counts_has_failed() -> None:
    result = a_run_that_prints("Traceback", 1)
    assert not result.passed
    assert summary([result])[-1] == "0 passed, 1 failed, 0 skipped"


def test_a_run_of_pytest_that_finds_no_test_has_not_passed() -> None:
    result = a_run_that_prints("=== no tests ran in 0.01s ===", 5)
    assert not result.passed
    assert result.not_run == ["NOT RUN: tests: there are none"]


def test_a_check_that_fails_is_told_with_what_it_wrote() -> None:
    result = run_quietly(Step("lint", ("-c", "raise SystemExit('a fault')")), os.environ)
    assert not result.passed
    assert result.output == "a fault\n"
    assert any(line.startswith("FAILED lint") for line in summary([result]))


def test_what_did_not_run_is_told_once_more_at_the_end() -> None:
    result = a_run_that_prints("NOT RUN: 12 tests marked data: there is no folder")
    assert "NOT RUN: 12 tests marked data: there is no folder" in summary([result])


@pytest.mark.slow
def test_tests_whose_needs_are_missing_are_skipped_and_counted_loudly(tmp_path: Path) -> None:
    (tmp_path / "test_needs.py").write_text(TWO_TESTS_WITH_NEEDS)
    here = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path), "HOME": str(tmp_path)}
    env = os.environ | here | {"OFFICE_DATA_DIR": str(tmp_path / "missing")}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(ROOT / "pyproject.toml"),
        "-p",
        "no:cacheprovider",
        str(tmp_path),
    ]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert "NOT RUN: 1 tests marked browser: there is no Chromium on this machine" in done.stdout
    assert "NOT RUN: 1 tests marked data: OFFICE_DATA_DIR names no folder with the data files" in done.stdout
    assert "1 passed, 2 skipped" in done.stdout


def test_where_no_chromium_can_be_had_that_is_said_after_each_way_was_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[str] = []
    said: list[str] = []
    monkeypatch.setattr(browser, "chromium_path", lambda: None)

    def fails(command: list[str]) -> bool:
        tried.append(command[0])
        return False

    monkeypatch.setattr(browser, "_succeeds", fails)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: name)
    assert not browser.provide_chromium(said.append)
    assert tried == ["apt-get", sys.executable]
    assert said[-1].startswith("NOT RUN: there is no Chromium")


def selects(step: Step, file: str, marks: Collection[str]) -> bool:
    """Whether this run of pytest takes a test with these marks in this file."""
    expression = step.arguments[step.arguments.index("-m", 2) + 1]
    left_out = {word.partition("=")[2] for word in step.arguments if word.startswith("--ignore=")}
    only = {word for word in step.arguments if word.startswith("tests/")}
    places = {file, *map(str, Path(file).parents)}
    takes_file = places.isdisjoint(left_out) and not (only and places.isdisjoint(only))
    return takes_file and Expression.compile(expression).evaluate(lambda name, **_kwargs: name in marks)


MARKS = ("browser", "stack", "alone", "faults", "data", "slow")


FOLDERS = ("ops", "faults", "core", "candidates", "offices", "e2e")
FILES = [*(f"tests/{folder}/test_something.py" for folder in FOLDERS), *EVERY_PAGE]


@pytest.mark.parametrize("file", FILES)
def test_whatever_its_marks_a_test_is_in_one_run_of_the_whole_check_and_of_the_quick_one_at_most(
    file: str,
) -> None:
    whole, quick = [*runs_of_tests(quick=False), *timed_runs()], runs_of_tests(quick=True)
    for count in range(len(MARKS) + 1):
        for marks in combinations(MARKS, count):
            assert [selects(step, file, marks) for step in whole].count(True) == 1, marks
            assert [selects(step, file, marks) for step in quick].count(True) == (not marks), marks
    (timed,) = [step.name for step in whole if selects(step, file, ["stack", "alone"])]
    assert timed in ("tests that measure time", "tests of faults that measure time")


def test_a_run_that_reads_only_files_with_some_marks_takes_no_test_without_them() -> None:
    for step in [*runs_of_tests(quick=False), *timed_runs()]:
        only = set(step.env.get("ONLY_MARKED", "").split())
        for count in range(len(MARKS) + 1):
            for marks in combinations(MARKS, count):
                takes = any(selects(step, file, marks) for file in FILES)
                assert not (only and takes) or not only.isdisjoint(marks), (step.name, marks)


def test_files_without_the_wanted_marks_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "test_needs.py").write_text(TWO_TESTS_WITH_NEEDS)
    (tmp_path / "test_faulty.py").write_text("raise AssertionError('it was read')")
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--collect-only", "-q"]
    done = subprocess.run(
        [*command, str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"ONLY_MARKED": "data"},
        capture_output=True,
        text=True,
    )
    assert "test_with_data" in done.stdout
    assert "it was read" not in done.stdout


def test_steps_beside_each_other_are_each_run_once_and_all_are_told(tmp_path: Path) -> None:
    steps = [Step(f"{number}", ("-c", f"print('=== {number} passed in 0.1s ===')")) for number in range(1, 6)]
    results = run_beside_each_other(steps, {}, at_once=3)
    assert sorted(result.name for result in results) == ["1", "2", "3", "4", "5"]
    assert summary(results)[-1] == "15 passed, 0 failed, 0 skipped"
