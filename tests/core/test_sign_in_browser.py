"""Signing in as people do it, in a browser: by code, by link, by passkey."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from core.accounts.models import User
from tests.browsing import EVERY_LOOK, LOCALES, a_chromium, goes_on, looks_right, sends
from tests.core.signing_in import a_member, mailed_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


class Visitor:
    """A browser at `width`, whose pages must fit the screen, be accessible and speak `language`."""

    def __init__(self, browser: Browser, site: str, *, width: int, language: str, scripts: bool) -> None:
        self.context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": 844},
            locale=LOCALES[language],
            java_script_enabled=scripts,
            color_scheme="dark" if width < 800 else "light",
        )
        self.page: Page = self.context.new_page()
        self.language, self.scripts = language, scripts

    def opens(self, path: str) -> "Visitor":
        self.page.goto(path)
        return self.looks()

    def looks(self) -> "Visitor":
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        looks_right(self.page, scripts=self.scripts)
        return self

    def sends(self, form: str, **fields: str) -> "Visitor":
        sends(self.page, form, **fields)
        return self.looks()

    def signs_in_by_code(self, user: User) -> "Visitor":
        self.opens("/accounts/login/").sends("/login/code/", email=user.email)
        return self.sends("/login/code/confirm/", code=mailed_code(user.email))

    def signs_out(self) -> "Visitor":
        self.opens("/accounts/logout/")
        goes_on(self.page, self.page.locator("main form[action$='/logout/'] button"))
        return self

    @property
    def is_in(self) -> bool:
        self.page.goto("/accounts/sessions/")
        return urlsplit(self.page.url).path == "/accounts/sessions/"


@pytest.mark.parametrize(("width", "language"), [(390, "es"), (1280, "en")] if EVERY_LOOK else [(390, "es")])
def test_signing_in_by_each_way(
    chromium: Browser, live_server: Any, settings: Any, width: int, language: str
) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.ORG_SITE_URL = live_server.url
    look = {"width": width, "language": language}
    user = a_member(language=language)

    plain = Visitor(chromium, live_server.url, scripts=False, **look)
    plain.signs_in_by_code(user)
    assert plain.is_in
    plain.signs_out()
    assert not plain.is_in
    plain.opens("/accounts/login/").sends("/login/code/", email=user.email)
    mailed_code(user.email)
    link = re.search(r"https?://\S+/accounts/login/link/\S+", str(mail.outbox[-1].body))
    assert link

    visitor = Visitor(chromium, live_server.url, scripts=True, **look)
    visitor.opens(link.group())
    assert not Visitor(chromium, live_server.url, scripts=True, **look).is_in
    goes_on(visitor.page, visitor.page.locator("main form button"))
    assert visitor.is_in
    takes_a_passkey(visitor)


def takes_a_passkey(visitor: Visitor) -> None:
    """Register one with the device's own check, sign in with it alone, and take it away."""
    page = visitor.page
    device = visitor.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    checks = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **checks}})
    visitor.opens("/accounts/2fa/").opens("/accounts/2fa/webauthn/add/")
    page.locator("[name=name]").fill("Phone")
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/**")
    visitor.looks().opens("/accounts/sessions/").opens("/accounts/email/").signs_out()
    visitor.opens("/accounts/login/").page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    assert visitor.is_in
    visitor.opens("/accounts/2fa/webauthn/")
    goes_on(page, page.locator("a[href*='/remove/']"))
    visitor.looks()
    goes_on(page, page.locator("main form[action*='/remove/'] button, main form button[type=submit]").first)
    visitor.opens("/accounts/2fa/webauthn/")
    expect(page.locator("a[href*='/remove/']")).to_have_count(0)
