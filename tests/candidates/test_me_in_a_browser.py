"""One's own page in a browser: on a phone and at a desk, with scripts and without, in both languages."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from candidates.enums import Standing
from candidates.models import Candidate
from core import clock
from core.outbox.models import OutgoingMessage
from interviews import intro_calls
from tests.browsing import LOOKS_OF_MANY, a_chromium, a_page, goes_on, looks_right
from tests.factories.offices import ZipCodeFactory
from tests.factories.people import make_call, make_candidate, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OTHER = {"en": "es", "es": "en"}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.mark.parametrize(("width", "scripts", "language"), LOOKS_OF_MANY)
def test_a_person_changes_details_rests_leaves_comes_back_and_reads_again(
    live_server: Any, chromium: Browser, width: int, scripts: bool, language: str
) -> None:
    now = clock.now()
    ZipCodeFactory(code="78701")
    candidate = make_candidate(now=now, user=make_user(language=language))
    intro_calls.register(candidate, make_call(starts_at=now + timedelta(days=3)), now=now)
    OutgoingMessage.objects.update(status="sent", sent_at=now)
    with a_page(chromium, live_server.url, width=width, scripts=scripts, user=candidate.user) as page:
        switches_the_language(page, language, scripts)
        changes_details(page, candidate, scripts)
        goes_and_comes_back(page, candidate, "break", Standing.DORMANT, scripts)
        reads_a_message(page, scripts)
        goes_and_comes_back(page, candidate, "leave", Standing.WITHDRAWN, scripts)
        expect(page.locator("html")).to_have_attribute("lang", language)


def switches_the_language(page: Page, language: str, scripts: bool) -> None:
    page.goto("/me/")
    for code in (OTHER[language], language):
        goes_on(page, page.locator(f'footer button[name="language"][value="{code}"]'))
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(page).to_have_url(re.compile("/me/$"))
    expect(page.locator(".next-step")).to_have_count(1)
    looks_right(page, scripts=scripts)


def changes_details(page: Page, candidate: Candidate, scripts: bool) -> None:
    page.goto("/me/details/")
    page.fill('[name="first_name"]', "Zoë")
    page.fill('[name="postal_code"]', "99999")
    page.locator('[name="topics"][value="training"]').check()
    goes_on(page, page.locator("main form button[type=submit]"))
    expect(page.locator('[role="alert"] a[href="#id_postal_code"]')).to_be_visible()
    expect(page.locator('[name="first_name"]')).to_have_value("Zoë")
    expect(page.locator('[name="topics"][value="training"]')).to_be_checked()
    looks_right(page, scripts=scripts)
    page.fill('[name="postal_code"]', "78701")
    goes_on(page, page.locator("main form button[type=submit]"))
    expect(page).to_have_url(re.compile("/me/$"))
    expect(page.locator("h1")).to_contain_text("Zoë")
    candidate.refresh_from_db()
    assert candidate.topics == ["training"]


def goes_and_comes_back(page: Page, candidate: Candidate, way: str, standing: str, scripts: bool) -> None:
    page.goto("/me/")
    goes_on(page, page.locator(f'a[href="/me/{way}/"]'))
    expect(page.locator("main time")).to_have_count(1)  # what is booked
    looks_right(page, scripts=scripts)
    goes_on(page, page.locator("main form button[type=submit]"))
    back = page.locator('.next-step form[action="/me/come-back/"] button')
    expect(back).to_be_visible()
    candidate.refresh_from_db()
    assert candidate.standing == standing
    looks_right(page, scripts=scripts)
    goes_on(page, back)
    expect(page.locator('form[action="/me/come-back/"]')).to_have_count(0)
    candidate.refresh_from_db()
    assert candidate.standing == Standing.ACTIVE


def reads_a_message(page: Page, scripts: bool) -> None:
    page.goto("/me/messages/")
    goes_on(page, page.locator('main a[href^="/me/messages/"]').first)
    expect(page.locator(".mail__body a")).not_to_have_count(0)
    looks_right(page, scripts=scripts)
