"""A system of its own, a browser, and the people of the walk."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.chromium import chromium_path
from tests.e2e.cast import Cast
from tests.e2e.people import Person
from tests.stack import Stack

MONDAY_MORNING = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("America/Chicago"))
PATIENCE_MS = 20_000  # a machine may be busy with other tests
WORKERS = ("staff", "interviewer", "mentor", "reviewer", "reviewer2", "finance", "finance2", "donor")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole system, with the demonstration, on a Monday morning; its workers look for work every second."""
    with Stack(tmp_path_factory.mktemp("walk"), clock=MONDAY_MORNING, TICK_SECONDS="1") as running:
        yield running
    assert running.left_behind() == []


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pictures() -> Path | None:
    """With WALK_PICTURES, a folder: where the pictures go, to be looked at."""
    if not os.environ.get("WALK_PICTURES"):
        return None
    folder = Path(os.environ["WALK_PICTURES"])
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("[0-9][0-9]-*.png"):
        old.unlink()
    return folder


@pytest.fixture
def cast(stack: Stack, chromium: Browser, pictures: Path | None) -> Iterator[Cast]:
    """Everybody at a browser of their own; nobody's browser may complain of anything."""
    candidate = Person(chromium, stack, pictures, "Juniper Fairwell", "juniper@example.net", on_phone=True)
    workers = {name: Person(chromium, stack, pictures, name, f"{name}@example.org") for name in WORKERS}
    everybody = Cast(stack, candidate, **workers)
    yield everybody
    for person in everybody.people:
        person.context.close()
