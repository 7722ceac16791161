"""A candidate finds a time on a phone, confirms, moves and cancels it; with none free, the page is honest."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from candidates.enums import Stage
from candidates.models import Candidate
from core import clock
from core.accounts.models import User
from interviews.models import Interview, Interviewer, InterviewRequest
from tests.browsing import LOOKS_OF_MANY, a_chromium, a_page, looks_right
from tests.factories.people import make_candidate, make_interviewer, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_chromium() as found:
        yield found


def asking(language: str) -> Candidate:
    user: User = make_user(language=language)
    found = make_candidate(now=clock.now(), user=user, stage=Stage.INTRODUCED)
    InterviewRequest.objects.create(candidate=found, asked_at=clock.now() - timedelta(days=1))
    return found


@pytest.mark.parametrize(("width", "scripts", "language"), LOOKS_OF_MANY)
def test_a_candidate_books_moves_and_cancels_a_talk(
    browser: Browser, live_server: Any, width: int, scripts: bool, language: str
) -> None:
    make_interviewer(languages=["en", "es"], meeting_url="https://meet.example.org/room")
    candidate = asking(language)
    with a_page(
        browser, live_server.url, width=width, scripts=scripts, user=candidate.user, language=language
    ) as page:
        page.goto("/interviews/")
        looks_right(page, scripts=scripts)
        page.locator("form.slots button.slot").last.click()
        expect(page).to_have_url(f"{live_server.url}/interviews/confirm/")
        looks_right(page, scripts=scripts)
        page.locator("[name=accommodation]").fill("I lip-read.")
        page.locator("main form[action$='/book/'] button[type=submit]").click()
        expect(page).to_have_url(f"{live_server.url}/interviews/")
        talk = Interview.objects.get()
        assert (talk.accommodation, talk.language) == ("I lip-read.", language)
        looks_right(page, scripts=scripts)
        page.locator("main a[href$='/move/']").click()
        looks_right(page, scripts=scripts)
        page.locator("form.slots button.slot").first.click()
        expect(page).to_have_url(f"{live_server.url}/interviews/")
        moved = Interview.objects.get()
        assert moved.starts_at != talk.starts_at
        page.locator("main form[action$='/cancel/'] button[type=submit]").click()
        expect(page.locator("form.slots button.slot").first).to_be_visible()
        assert Interview.objects.get().status == "cancelled"
        Interviewer.objects.update(is_active=False)
        page.goto("/interviews/")
        looks_right(page, scripts=scripts)
        page.locator("main form[action$='/notify/'] button[type=submit]").click()
        expect(page.locator("main .badge-soft--ok")).to_be_visible()
        assert InterviewRequest.objects.get().notify_since is not None
