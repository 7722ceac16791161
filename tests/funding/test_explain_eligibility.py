"""`manage.py explain_eligibility FACTS.json`: one answer, whatever is set or stored; only the file is read."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.funding.worked import whole

ROOT = Path(__file__).resolve().parents[2]
KEYS = ["verdict", "opens_on", "average_cost", "cap", "remaining_cap", "raised", "still_to_raise", "rules"]


def explain(file: Path, capsys: Any) -> tuple[Any, str, int]:
    """Return what is answered, what is told as a fault, and the exit status."""
    status = 0
    try:
        call_command("explain_eligibility", str(file))
    except SystemExit as end:
        status = int(str(end.code))
    told = capsys.readouterr()
    return told.out and json.loads(told.out), told.err, status


def write(folder: Path, content: Any) -> Path:
    file = folder / "FACTS.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return file


def test_facts_get_one_verdict_and_a_list_gets_a_list(tmp_path: Path, capsys: Any) -> None:
    one, _told, status = explain(write(tmp_path, whole({})), capsys)
    assert (list(one), status) == (KEYS, 0)
    assert [set(rule) for rule in one["rules"]] == [{"rule", "outcome", "because"}] * 9
    several = [whole({}), whole({"ballot_date": None})]
    listed = explain(write(tmp_path, several), capsys)[0]
    assert [verdict["verdict"] for verdict in listed] == ["eligible", "not_eligible"]
    assert explain(write(tmp_path, []), capsys) == ([], "", 0)


def test_neither_settings_nor_the_language_have_a_say(tmp_path: Path, capsys: Any, settings: Any) -> None:
    file = write(tmp_path, whole({}))
    usual = explain(file, capsys)
    settings.PROGRAM_AGE_LIMIT, settings.PROGRAM_FUNDING_WAIT_MONTHS, settings.LANGUAGE_CODE = 18, 12, "es"
    assert explain(file, capsys) == usual


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe[\x00]\x00", b"\xef\xbb\xbf[]", '{"as_of": "é"}'.encode("latin-1"), b"[" * 100_000, b"{"],
    ids=["empty", "UTF-16", "byte order mark", "Latin-1", "too deeply nested", "cut off"],
)
def test_a_file_that_cannot_be_used_is_told_in_one_sentence(
    content: bytes, tmp_path: Path, capsys: Any
) -> None:
    answer, told, status = explain(write(tmp_path, content), capsys)
    assert (answer, told.count("\n"), status) == ("", 1, 2)
    assert told.startswith('The file "FACTS.json" ')


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path: Path, capsys: Any) -> None:
    for place in (tmp_path / "none.json", tmp_path):
        answer, told, status = explain(place, capsys)
        assert (answer, status) == ("", 2)
        assert "cannot be read" in told


def test_each_fault_is_a_line_of_its_own_and_nothing_is_answered(tmp_path: Path, capsys: Any) -> None:
    file = write(tmp_path, [whole({}), whole({"requested": 150, "status": "funded"})])
    answer, told, status = explain(file, capsys)
    assert (answer, status) == ("", 2)
    assert [line.split()[:3] for line in told.splitlines()] == [
        ["Item", "1:", "status"],
        ["Item", "1:", "requested"],
    ]


@pytest.mark.slow
def test_it_needs_no_database_and_no_broker_and_nobody_who_reads_it(tmp_path: Path) -> None:
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
    environment = {**os.environ, **nowhere, "DJANGO_SETTINGS_MODULE": "runforsomething.settings.dev"}
    file = write(tmp_path, [whole({})] * 2_000)

    def run(command: str) -> subprocess.CompletedProcess[str]:
        words = {**environment, "PYTHON": sys.executable, "FACTS": str(file)}
        return subprocess.run(
            ["bash", "-c", f"set -o pipefail; {command}"],
            cwd=ROOT,
            env=words,
            text=True,
            capture_output=True,
            timeout=60,
        )

    explained = '"$PYTHON" manage.py explain_eligibility "$FACTS"'
    for command in (f"{explained} >&-", f"{explained} | head -c 1"):
        done = run(command)
        assert (done.returncode, done.stderr) == (0, ""), command
