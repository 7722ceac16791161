"""A browser of one person on the site that the tests themselves serve."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright

from core.accounts.models import User
from tests.chromium import chromium_path
from tests.ops.test_access import sign_in

HEIGHT = 844
PATIENCE_MS = 20_000  # a machine may be busy with other tests
LOCALES = {"en": "en-US", "es": "es-US"}
# Width, scripts and language, so that any two of them meet. LOOKS=all takes every pair; `make test` takes the phone,
# and the bare desktop too of what strangers and candidates depend on.
ALL_LOOKS = [(390, True, "es"), (390, False, "en"), (1280, True, "en"), (1280, False, "es")]
PHONE, BARE_DESKTOP = (390, True, "es"), (1280, False, "en")
EVERY_LOOK = os.environ.get("LOOKS") == "all"
LOOKS = ALL_LOOKS if EVERY_LOOK else [PHONE]
LOOKS_OF_MANY = ALL_LOOKS if EVERY_LOOK else [PHONE, BARE_DESKTOP]


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
def a_page(
    browser: Browser,
    site: str,
    *,
    width: int,
    scripts: bool,
    user: User | None,
    language: str = "en",
    expected: tuple[str, ...] = ("422",),
) -> Iterator[Page]:
    """A page of somebody who has signed in with a second step as `user`, if given.

    Nothing may be complained of in the browser's console but what is `expected`: a form that is shown again says so.
    """
    complaints: list[str] = []
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": HEIGHT},
        locale=LOCALES[language],
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    if user is not None:
        cookie = sign_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    context.on("console", lambda said: complaints.append(said.text) if is_the_sites(said) else None)
    yield context.new_page()
    context.close()
    refused = [text for text in complaints if not any(part in text for part in expected)]
    assert refused == [], refused


def is_the_sites(said: ConsoleMessage) -> bool:
    """What axe does is complained of too, without an address: on some pages it sets a style, which is refused."""
    return said.type == "error" and bool(said.location["url"])


def looks_right(page: Page, *, scripts: bool) -> None:
    """It fits the screen and, where axe can run (it hangs without scripts), axe has nothing to say against it.

    The address and the language of a page are known before the rest of it has arrived: what is looked at is the whole.
    """
    page.wait_for_load_state()
    keep_picture(page)
    width: Any = page.viewport_size
    assert page.locator("html").bounding_box()["width"] <= width["width"], page.url  # type: ignore[index]
    room, wide = page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
    assert wide <= room, page.url
    if not scripts:
        return
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def keep_picture(page: Page) -> None:
    """With WALK_PICTURES, a folder: the page as it looks now, light and dark, to be looked at."""
    if not os.environ.get("WALK_PICTURES"):
        return
    folder, width = Path(os.environ["WALK_PICTURES"]), (page.viewport_size or {"width": 0})["width"]
    folder.mkdir(parents=True, exist_ok=True)
    number = len(list(folder.glob(f"{width}-*-light.png")))
    name = f"{width}-{number:02}-" + "-".join(urlsplit(page.url).path.strip("/").split("/")[:4])
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=folder / f"{name}-{scheme}.png", full_page=True)


def sends(page: Page, form: str, **fields: str) -> None:
    """Fill in the form whose address ends with `form`, by its fields' names, and press its button."""
    place = page.locator(f"main form[action$='{form}']")
    if fields:
        place = place.filter(has=page.locator(f"[name={next(iter(fields))}]"))
    for name, value in fields.items():
        place.locator(f"[name={name}]").fill(value)
    goes_on(page, place.locator("button[type=submit]").first)


def goes_on(page: Page, button: Locator) -> None:
    """Press a button or a link that leads to a page, be it the same one anew, and wait until that is there."""
    with page.expect_navigation():
        button.click()
