"""A browser of one person on the site that the tests themselves serve."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from core.accounts.models import User
from tests.chromium import chromium_path

HEIGHT = 844
PATIENCE_MS = 20_000  # a machine may be busy with other tests


@contextmanager
def a_chromium() -> Iterator[Browser]:
    """Playwright runs an event loop of its own in this thread, in which the tests go on asking the database.

    Django gives them a connection of that loop's own, which nobody else would close.
    """
    expect.set_options(timeout=PATIENCE_MS)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()
        connections.close_all()


@contextmanager
def a_page(browser: Browser, site: str, *, width: int, scripts: bool, user: User | None) -> Iterator[Page]:
    """A page of somebody who is signed in as `user`; nothing may be complained of in the browser's console."""
    complaints: list[str] = []
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": HEIGHT},
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    if user is not None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    context.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield context.new_page()
    context.close()
    refused = [text for text in complaints if "422" not in text]  # a form that is shown again says so
    assert refused == []


def looks_right(page: Page, *, scripts: bool) -> None:
    """It fits the screen and, where axe can run, axe has nothing to say against it."""
    width: Any = page.viewport_size
    assert page.locator("html").bounding_box()["width"] <= width["width"], page.url  # type: ignore[index]
    if not scripts:
        return
    room, wide = page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
    assert wide <= room, page.url
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
