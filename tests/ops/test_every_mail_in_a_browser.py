"""Every mail, opened in Chromium as wide as a phone and as a mail program, light and dark.

With LOOKS=all in every combination, with axe; with MAIL_PICTURES, a folder, a picture of each.
"""

import os
from itertools import product
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import Page

from core.outbox.rendering import render
from tests.browsing import HEIGHT, a_chromium
from tests.every_mail import every_message
from tests.mail_cast import NOW
from tests.sealed_mails import SITE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]
EVERYTHING = os.environ.get("LOOKS") == "all"
LOOKS = list(product((390, 640), ("light", "dark"), ("en", "es")))
FINGER_PX = 44
MEASURE = """() => [
    document.documentElement.scrollWidth - innerWidth,
    ...[...document.querySelectorAll('.button')].map(button => button.getBoundingClientRect().height),
]"""


@pytest.mark.parametrize(
    ("width", "scheme", "language"), LOOKS if EVERYTHING else [(390, "dark", "es"), (640, "light", "en")]
)
def test_every_mail_fits_and_its_button_can_be_tapped(
    width: int, scheme: str, language: str, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    monkeypatch.setattr("core.clock.now", lambda: NOW)
    settings.ORG_SITE_URL = SITE
    mails = {name: render(message).html for name, message in every_message(language)}
    with a_chromium() as browser:
        page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
        for name, html in mails.items():
            if html:
                page.set_content(html)
                wider, *buttons = page.evaluate(MEASURE)
                assert wider <= 0, name
                assert all(height >= FINGER_PX for height in buttons), name
                if EVERYTHING:
                    assert Axe().run(page).violations_count == 0, name
                keep_picture(page, f"{name}-{language}-{width}-{scheme}".replace("/", "-"))


def keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("MAIL_PICTURES"):
        page.screenshot(path=Path(folder, f"{name}.png"), full_page=True)
