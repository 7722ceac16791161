"""The walk does what people do: nothing of it reaches past the pages into the code or the database."""

import ast
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
HELPERS = ("chromium", "mails", "stack")
FILES = [*sorted(Path(__file__).parent.glob("*.py")), *(TESTS / f"{name}.py" for name in HELPERS)]
LIBRARIES = ("playwright", "axe_playwright_python", "psutil", "pytest")
# Of our own code, what starts processes: none of it imports Django.
OURS = (
    "tests.e2e",
    *(f"tests.{name}" for name in HELPERS),
    *(f"runforsomething.ops.{name}" for name in ("engines", "run", "supervisor")),
)
KNOWN = {*LIBRARIES, *OURS, *sys.stdlib_module_names}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_it_imports_no_model_and_nothing_of_django(file: Path) -> None:
    unknown = [name for name in imported_by(file) if not any(f"{name}.".startswith(f"{k}.") for k in KNOWN)]
    assert unknown == []


def imported_by(file: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names
