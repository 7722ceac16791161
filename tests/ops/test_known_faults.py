"""The table of known faults names tests that are there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (?P<tool>[^|]+) \| (?P<report>[\d, ]+) \|(?:[^|]+\|){2} (?P<shown>[^|]+) \|$")


def rows() -> list[re.Match[str]]:
    table = (
        (ROOT / "docs" / "known-faults.md").read_text(encoding="utf-8").split("|---|---|---|---|---|\n")[1]
    )
    found = [ROW.match(line) for line in table.splitlines()]
    assert None not in found, table
    return [match for match in found if match]


def test_every_row_names_a_test_that_is_there() -> None:
    for row in rows():
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row["shown"])
        assert named, row[0]
        for file, name in named:
            tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
            assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, name


def test_no_report_has_two_rows() -> None:
    reports = [(row["tool"], int(number)) for row in rows() for number in row["report"].split(",")]
    assert len(reports) == len(set(reports))
