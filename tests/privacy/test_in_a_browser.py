"""Hiding, calling for help, taking everything along and being erased, in a browser."""

import json
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.sending import send_due
from core.privacy import tasks
from core.privacy.models import PrivacyChoices, SafetyCall
from tests.browsing import LOOKS, a_chromium, a_page, goes_on, looks_right, sends
from tests.core.signing_in import Clock, a_member, mailed_code
from tests.factories.people import make_candidate, make_user

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DATA, ERASE, SAFETY = "/me/data/", "/me/data/erase/", "/me/data/safety/"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.fixture
def time(settings: Any, tmp_path: Path, live_server: Any) -> Clock:
    settings.MEDIA_ROOT, settings.MAILBOX_DIR = tmp_path / "media", tmp_path / "mail"
    settings.ORG_SITE_URL = live_server.url
    found = Clock(tmp_path / "clock")
    found.reads(clock.now())
    settings.CLOCK_FILE = str(found.file)
    return found


@pytest.mark.parametrize(("width", "scripts", "language"), LOOKS)
def test_a_person_hides_calls_for_help_takes_everything_along_hesitates_and_is_erased(
    live_server: Any, time: Clock, chromium: Browser, width: int, scripts: bool, language: str
) -> None:
    cache.clear()
    user = a_member(language=language, first_name="Zoë")
    make_candidate(now=clock.now(), user=user)
    contact = make_user(Role.PROGRAM_STAFF, first_name="Ann")
    look: dict[str, Any] = {"width": width, "scripts": scripts, "language": language, "user": user}
    with a_page(chromium, live_server.url, **look) as page:
        walk = Walk(page, user, language, scripts)
        walk.calls_for_help()
        walk.hides_and_comes_back(contact)
        link = walk.asks_for_everything()
        time.reads(clock.now() + timedelta(minutes=11))
        walk.opens_the_file(link)
        walk.asks_to_be_erased()
        walk.changes_their_mind()
        walk.asks_to_be_erased()
        seven_days_go_by(time, user)
        walk.is_gone()


def newest_mail(to: str) -> str:
    send_due(now=clock.now())
    return [str(one.body) for one in mail.outbox if to in one.to][-1]


def seven_days_go_by(time: Clock, user: User) -> None:
    for wait in (timedelta(days=7) - timedelta(minutes=1), timedelta(minutes=1), timedelta(minutes=1)):
        assert User.objects.get(pk=user.pk).erased_at is None
        time.reads(clock.now() + wait)
        tasks.keep_promises()
    assert User.objects.get(pk=user.pk).erased_at == clock.now()


class Walk:
    """`page` is a browser of `user`, whose pages must speak `language`."""

    def __init__(self, page: Page, user: User, language: str, scripts: bool) -> None:
        self.page, self.user, self.language, self.scripts = page, user, language, scripts
        self.address = user.email

    def is_at(self, path: str) -> None:
        expect(self.page).to_have_url(re.compile(f"{path}(\\?|$)"))
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        looks_right(self.page, scripts=self.scripts)

    def opens(self, path: str) -> None:
        self.page.goto(path)
        self.is_at(path)

    def calls_for_help(self) -> None:
        """From the foot of any page; then it was a mistake."""
        self.page.goto("/me/")
        goes_on(self.page, self.page.locator("footer form[action$='/unsafe/'] button"))
        self.is_at(SAFETY)
        expect(self.page.locator("#called")).to_be_visible()
        assert not SafetyCall.objects.get(user=self.user).outcome
        sends(self.page, "/safety/mistake/")
        expect(self.page.locator("#called")).to_have_count(0)
        assert SafetyCall.objects.get(user=self.user).outcome == "mistake"

    def hides_and_comes_back(self, contact: User) -> None:
        form = self.page.locator("main form:has([name=contact])")
        goes_on(self.page, form.locator("button[type=submit]"))
        expect(self.page.locator("main [role=alert]").first).to_be_visible()
        self.is_at(SAFETY)
        form.locator(f"[name=contact][value='{contact.pk}']").check()
        goes_on(self.page, form.locator("button[type=submit]"))
        expect(self.page.locator("main form[action$='/safety/show/']")).to_have_count(1)
        self.is_at(SAFETY)
        assert PrivacyChoices.objects.get(user=self.user).contact == contact
        sends(self.page, "/safety/show/")
        expect(form).to_have_count(1)
        assert PrivacyChoices.objects.get(user=self.user).hidden_since is None

    def asks_for_everything(self) -> str:
        """Return the link of the mail that tells when the file is made."""
        self.opens(DATA)
        sends(self.page, "/me/data/export/")
        expect(self.page.locator("[aria-labelledby=export] li")).to_have_count(1)
        tasks.keep_promises()
        self.opens(DATA)
        found = re.search(r"https?://\S+/me/data/export/\S+", newest_mail(self.address))
        assert found
        return found.group()

    def opens_the_file(self, link: str) -> None:
        """It is asked again who is there; then the file comes by itself."""
        self.page.goto(link)
        self.is_at("/accounts/reauthenticate/code/")
        goes_on(self.page, self.page.locator("#send button"))
        expect(self.page.locator("main [name=code]")).to_be_visible()
        self.is_at("/accounts/reauthenticate/code/")
        self.page.locator("main [name=code]").fill(mailed_code(self.address))
        with self.page.expect_download() as coming:
            self.page.locator("main form:has([name=code]) button[type=submit]").first.click()
        with zipfile.ZipFile(coming.value.path()) as archive:
            shown = archive.read("index.html").decode()
            assert f'<html lang="{self.language}">' in shown
            assert "Zoë" in shown
            assert json.loads(archive.read("data.json"))["person"] == str(self.user.public_id)

    def asks_to_be_erased(self) -> None:
        self.page.goto(DATA)
        goes_on(self.page, self.page.locator(f"main a[href='{ERASE}']").first)
        self.is_at(ERASE)
        form = self.page.locator("main form:has([name=understood])")
        goes_on(self.page, form.locator("button[type=submit]"))
        expect(self.page.locator("main [role=alert]").first).to_be_visible()
        form.locator("[name=understood]").check()
        goes_on(self.page, form.locator("button[type=submit]"))
        expect(self.page.locator("main #erasure")).to_be_visible()
        self.is_at(ERASE)

    def changes_their_mind(self) -> None:
        self.page.goto("/me/")
        sends(self.page, "/erase/keep/")
        self.is_at(DATA)
        expect(self.page.locator("main #erasure")).to_have_count(0)

    def is_gone(self) -> None:
        """Signed out at the next click, and no code is mailed to the address any more."""
        goes_on(self.page, self.page.locator(f"main a[href='{DATA}']").first)
        self.is_at("/accounts/login/")
        send_due(now=clock.now())
        self.page.goto("/accounts/login/")
        sends(self.page, "/login/code/", email=self.address)
        self.is_at("/accounts/login/code/confirm/")
        assert re.search(r"^\s*[0-9]{6}\s*$", newest_mail(self.address), re.MULTILINE) is None
