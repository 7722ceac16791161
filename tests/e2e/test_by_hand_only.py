"""The walk does what people do: nothing of it reaches past the pages into the code or the database."""

import ast
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
FILES = [
    *sorted(Path(__file__).parent.glob("*.py")),
    TESTS / "stack.py",
    TESTS / "mails.py",
    TESTS / "chromium.py",
]
# Of our own code, what starts processes; none of it imports Django.
ALLOWED = {"playwright", "axe_playwright_python", "psutil", "pytest", "tests", "runforsomething.ops"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_it_imports_no_model_and_nothing_of_django(file: Path) -> None:
    known = ALLOWED | sys.stdlib_module_names
    unknown = [name for name in imported_by(file) if not any(f"{name}.".startswith(f"{k}.") for k in known)]
    assert unknown == []


def imported_by(file: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names
