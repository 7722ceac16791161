"""The table of ASVS items names tests that exist, and leaves no item out."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "security" / "asvs.md"
# How many items each section of ASVS 5.0.0 has.
ITEMS = {
    "6.1": 3,
    "6.2": 12,
    "6.3": 8,
    "6.4": 6,
    "6.5": 8,
    "6.6": 4,
    "6.7": 2,
    "6.8": 4,
    "7.1": 3,
    "7.2": 4,
    "7.3": 2,
    "7.4": 5,
    "7.5": 3,
    "7.6": 2,
}
ROW = re.compile(r"^\| (\d+\.\d+)\.(\d+) \| [123] \| .+ \| (.+) \| `(\S+)::(\w+)` \|$", re.MULTILINE)


def rows() -> list[tuple[str, str, str, str, str]]:
    return ROW.findall(TABLE.read_text(encoding="utf-8"))


def test_every_item_has_a_row() -> None:
    wanted = [(section, str(number)) for section, count in ITEMS.items() for number in range(1, count + 1)]
    assert [(section, number) for section, number, *_ in rows()] == wanted


def test_every_test_that_is_named_exists() -> None:
    missing = [
        f"{path}::{name}"
        for *_, path, name in rows()
        if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert not missing
