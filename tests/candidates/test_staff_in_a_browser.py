"""What staff do about people, in a browser: somebody unsafe is called, two records become one, a colleague leaves."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from candidates.models import Candidate, LikelyDuplicate, Ownership, PersonMerge
from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from core.privacy import safety
from tests.browsing import LOOKS, a_chromium, a_page, goes_on, looks_right
from tests.factories.people import make_candidate, make_user

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.mark.parametrize(("width", "scripts", "language"), LOOKS)
def test_staff_answer_a_call_for_help_merge_and_part_two_records_and_off_board_a_colleague(
    live_server: Any, chromium: Browser, width: int, scripts: bool, language: str
) -> None:
    now = clock.now()
    boss, colleague = make_user(Role.PROGRAM_STAFF, language=language), make_user(Role.PROGRAM_STAFF)
    first, second = make_candidate(now=now, verified_at=None), make_candidate(now=now, phone="+15125550147")
    LikelyDuplicate.objects.create(first=first, second=second, reasons=["name_and_birth"], strength=3)
    call = safety.press(second.user, at=now)
    Ownership.objects.create(owner=colleague, state="TX", first_day=date(2020, 1, 1))
    look: dict[str, Any] = {"width": width, "scripts": scripts, "language": language, "user": boss}
    with a_page(chromium, live_server.url, **look) as page:
        staff = Staff(page, language, scripts)
        staff.answers_the_call()
        call.refresh_from_db()
        assert (call.outcome, call.answered_by) == ("reached", boss)
        staff.merges(first, second)
        staff.parts(first, second)
        staff.off_boards(colleague, to=boss)
    colleague.refresh_from_db()
    assert not colleague.is_active
    assert Ownership.objects.get(last_day=None).owner == boss


class Staff:
    def __init__(self, page: Page, language: str, scripts: bool) -> None:
        self.page, self.language, self.scripts = page, language, scripts

    def is_at(self, path: str) -> None:
        expect(self.page).to_have_url(re.compile(path))
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        looks_right(self.page, scripts=self.scripts)

    def opens_the_first_of(self, model: str) -> None:
        """By the staff's own page and the list behind its number."""
        self.page.goto("/staff/")
        goes_on(self.page, self.page.locator(f"main a[href*='/{model}/']").first)
        self.is_at(f"/{model}/")
        goes_on(self.page, self.page.locator("#result_list tbody a").first)
        self.is_at(f"/{model}/\\d+/change/")

    def answers_the_call(self) -> None:
        self.opens_the_first_of("safetycall")
        self.page.locator("[name=outcome]").select_option("reached")
        goes_on(self.page, self.page.locator("[name=_save]"))
        expect(self.page.locator(".messagelist .success")).to_have_count(1)

    def merges(self, first: Candidate, second: Candidate) -> None:
        self.opens_the_first_of("likelyduplicate")
        form = self.page.locator("form:has([name=compared])")
        form.locator("[name=compared]").check()
        goes_on(self.page, form.locator("button[type=submit]"))
        self.is_at("/personmerge/\\d+/change/")
        event = PersonMerge.objects.get()
        assert (event.kept, event.other) == (second, first)
        assert Candidate.objects.get() == second

    def parts(self, first: Candidate, second: Candidate) -> None:
        goes_on(self.page, self.page.locator("form:has([name=form_key]) button[type=submit]"))
        expect(self.page.locator(".messagelist .success")).to_have_count(1)
        assert set(Candidate.objects.all()) == {first, second}

    def off_boards(self, colleague: User, *, to: User) -> None:
        self.page.goto(reverse("admin:accounts_user_change", args=[colleague.pk]))
        goes_on(self.page, self.page.locator("a[href$='/off-board/']"))
        self.is_at("/off-board/")
        self.page.locator("[name=to]").select_option(str(to.pk))
        goes_on(self.page, self.page.locator("form[method=get] button[type=submit]"))
        self.is_at("/off-board/\\?to=")
        self.page.locator("[name=read]").check()
        goes_on(self.page, self.page.locator("button.grave"))
        self.is_at(f"/user/{colleague.pk}/change/")
        expect(self.page.locator(".messagelist .success")).to_have_count(1)
