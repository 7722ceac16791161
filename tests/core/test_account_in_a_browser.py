"""An account as its owner keeps it, in a browser: the ways in, a new address, a session that ends elsewhere."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from core import clock
from core.accounts.models import User
from core.outbox.sending import send_due
from tests.browsing import LOOKS, a_chromium, a_page, goes_on, looks_right, sends
from tests.core.signing_in import PASSWORD, a_member, mailed_code, second_step, subjects

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NEW = "newer@example.org"
LATER = "another-long-one-9"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.mark.parametrize(("width", "scripts", "language"), LOOKS)
def test_an_account_is_kept_by_its_owner(
    live_server: Any, settings: Any, chromium: Browser, width: int, scripts: bool, language: str
) -> None:
    settings.ORG_SITE_URL = live_server.url
    cache.clear()
    user = a_member(language=language)
    look: dict[str, Any] = {"width": width, "scripts": scripts, "language": language, "user": None}
    with ExitStack() as stack:
        first, second = (
            Owner(stack.enter_context(a_page(chromium, live_server.url, **look)), user, language, scripts)
            for _ in range(2)
        )
        first.signs_in_by_code()
        first.changes_the_address()
        first.chooses_a_password()
        secret, codes = first.sets_up_an_app()
        half_a_minute_later()
        second.signs_in_by_password_and_app(secret)
        second.ends_the_other_session(first)
        first.has_forgotten_the_password_and_lost_the_phone(codes[0])


def half_a_minute_later() -> None:
    """An app's code works once; allauth reads the machine's own clock."""
    cache.clear()


class Owner:
    """`page` is a browser of `user`, whose pages must speak `language`."""

    def __init__(self, page: Page, user: User, language: str, scripts: bool) -> None:
        self.page, self.user, self.language, self.scripts = page, user, language, scripts

    def is_at(self, path: str) -> None:
        expect(self.page).to_have_url(re.compile(f"{path}(\\?|$)"))
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        looks_right(self.page, scripts=self.scripts)

    def opens(self, path: str) -> None:
        self.page.goto(path)
        self.is_at(path)

    def is_in(self) -> None:
        self.page.goto("/accounts/sessions/")
        expect(self.page).to_have_url(re.compile("/accounts/sessions/$"))

    def signs_in_by_code(self) -> None:
        self.opens("/accounts/login/")
        sends(self.page, "/login/code/", email=self.user.email)
        self.is_at("/accounts/login/code/confirm/")
        sends(self.page, "/login/code/confirm/", code="000000")
        expect(self.page.locator("[name=code][aria-invalid=true]")).to_have_count(1)
        sends(self.page, "/login/code/confirm/", code=mailed_code(self.user.email))
        self.is_in()

    def changes_the_address(self) -> None:
        """It counts once the new mailbox has shown its code; both mailboxes are told, and the old one can undo it."""
        old = self.user.email
        goes_on(self.page, self.page.locator("main a[href='/accounts/email/']"))
        self.is_at("/accounts/email/")
        sends(self.page, "/accounts/email/", email=NEW)
        self.is_at("/accounts/confirm-email/")
        self.user.refresh_from_db()
        assert self.user.email == old
        sends(self.page, "/confirm-email/", code=mailed_code(NEW))
        self.page.goto("/accounts/email/")
        expect(self.page.locator("main")).to_contain_text(NEW)
        self.user.refresh_from_db()
        assert self.user.email == NEW
        send_due(now=clock.now())
        told = [[str(one.body) for one in mail.outbox if address in one.to] for address in (old, NEW)]
        assert [len(mails) for mails in told] == [3, 2]  # the code to sign in, and two to each
        assert ["/accounts/email/undo/" in body for body in told[0]] == [False, True, True]

    def chooses_a_password(self) -> None:
        self.page.goto("/accounts/password/set/")
        sends(self.page, "/password/set/", password1="campaign-office", password2="campaign-office")
        expect(self.page.locator("main .invalid-feedback").first).to_be_visible()
        self.is_at("/accounts/password/set/")
        sends(self.page, "/password/set/", password1=PASSWORD, password2=PASSWORD)

    def sets_up_an_app(self) -> tuple[str, list[str]]:
        """Return the app's secret and the recovery codes, as the pages show them."""
        self.opens("/accounts/2fa/")
        goes_on(self.page, self.page.locator("main a[href='/accounts/2fa/totp/activate/']"))
        self.is_at("/accounts/2fa/totp/activate/")
        secret = self.page.locator("main code.secret").inner_text()
        sends(self.page, "/totp/activate/", code=second_step(secret))
        self.is_at("/accounts/2fa/recovery-codes/")
        codes = self.page.locator("#recovery_codes").input_value().split()
        assert len(codes) == len(set(codes)) == 10
        return secret, codes

    def signs_in_by_password_and_app(self, secret: str) -> None:
        self.page.goto("/accounts/login/")
        self.page.locator("main details summary").click()
        sends(self.page, "/accounts/login/", login=NEW, password=PASSWORD)
        self.is_at("/accounts/2fa/authenticate/")
        self.page.goto("/accounts/sessions/")
        expect(self.page).not_to_have_url(
            re.compile("/accounts/sessions/$")
        )  # a password alone is not enough
        self.page.goto("/accounts/2fa/authenticate/")
        sends(self.page, "/2fa/authenticate/", code="000000")
        expect(self.page.locator("[name=code][aria-invalid=true]")).to_have_count(1)
        sends(self.page, "/2fa/authenticate/", code=second_step(secret))
        self.is_in()

    def ends_the_other_session(self, other: "Owner") -> None:
        other.page.goto("/accounts/sessions/")
        one = self.page.locator("main section button[name=which]")
        expect(one).to_have_count(1)
        goes_on(self.page, one)
        expect(one).to_have_count(0)
        self.is_at("/accounts/sessions/")
        goes_on(other.page, other.page.locator("main a[href='/accounts/email/']"))
        other.is_at("/accounts/login/")

    def has_forgotten_the_password_and_lost_the_phone(self, code: str) -> None:
        """A mailed link to a new password, and a recovery code in the place of the app's."""
        self.opens("/accounts/password/reset/")
        sends(self.page, "/password/reset/", email=NEW)
        subjects(NEW)
        link = re.search(r"https?://\S+/accounts/password/reset/key/\S+", str(mail.outbox[-1].body))
        assert link
        self.page.goto(link.group())
        self.is_at("-set-password/")
        sends(self.page, "-set-password/", password1=LATER, password2=LATER)
        self.page.goto("/accounts/login/")
        self.page.locator("main details summary").click()
        sends(self.page, "/accounts/login/", login=NEW, password=LATER)
        sends(self.page, "/2fa/authenticate/", code=code)
        self.is_in()
        kept = Authenticator.objects.get(user=self.user, type=Authenticator.Type.RECOVERY_CODES)
        assert len(kept.wrap().get_unused_codes()) == 9
