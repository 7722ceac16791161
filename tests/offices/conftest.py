"""A load over the hand-made extracts: the real packages, but only a dozen ZIP codes, so that it is quick."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zipcodes

from offices.loading import packages
from offices.loading.report import Count
from offices.loading.run import run

EXTRACTS = Path(__file__).parent / "data"
FEW = frozenset(
    {
        "78701",
        "63101",
        "18701",
        "02134",
        "11201",
        "62312",
        "93001",
        "99501",
        "42437",
        "20001",
        "12077",
        "09001",
    }
)

Load = Callable[..., dict[str, int]]


@pytest.fixture
def few_zip_codes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    entries = [entry for entry in zipcodes.list_all() if entry["zip_code"] in FEW]
    monkeypatch.setattr(packages.zipcodes, "list_all", lambda: entries)
    packages._other_names.cache_clear()
    yield
    packages._other_names.cache_clear()


@pytest.fixture
def extracts(tmp_path: Path) -> Path:
    """A copy of the extracts that a test may spoil."""
    return Path(shutil.copytree(EXTRACTS, tmp_path / "data"))


@pytest.fixture
def load(few_zip_codes: None) -> Load:
    """Load from the packages and from `folder`, None for the packages alone; return the counts by name."""

    def loaded(folder: Path | None = EXTRACTS) -> dict[str, int]:
        counts: list[Count] = run(folder, lambda text: None)
        return {count.name: count.number for count in counts}

    return loaded
