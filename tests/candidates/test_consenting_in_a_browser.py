"""Consent in a browser: to what was signed up under one's address, and to being introduced to a partner."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from candidates.intake import absorb_waiting, receive
from candidates.links import link_for
from candidates.models import Candidate, HandOver, Intake, Partner
from core import clock
from core.accounts.models import User
from tests.browsing import LOOKS, a_chromium, a_page, goes_on, looks_right
from tests.candidates.typed import filled_in
from tests.factories.offices import ZipCodeFactory
from tests.factories.people import make_candidate, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.mark.parametrize(("width", "scripts", "language"), LOOKS)
def test_a_sign_up_under_a_known_address_changes_nothing_until_its_owner_takes_it_over(
    live_server: Any, chromium: Browser, width: int, scripts: bool, language: str
) -> None:
    ZipCodeFactory(code="78701")
    owner = make_candidate(now=clock.now(), user=make_user(email="ann@example.org", language=language))
    known_as = owner.user.first_name
    look: dict[str, Any] = {"width": width, "scripts": scripts, "language": language}
    for answer, name in (("discard", known_as), ("accept", "Zoë")):
        link = link_for(somebody_signs_up_as("Zoë"))
        with a_page(chromium, live_server.url, user=None, **look) as page:
            page.goto(link[link.index("/signup/") :])
            goes_on(page, page.locator("main form button[type=submit]").first)
            expect(page.locator("dl.facts")).to_contain_text("Zoë")
            looks_right(page, scripts=scripts)
            assert name_of(owner) == known_as
            goes_on(page, page.locator(f"button[name=answer][value={answer}]"))
            expect(page).to_have_url(re.compile("/me/$"))
            assert name_of(owner) == name


def somebody_signs_up_as(first_name: str) -> Intake:
    form = filled_in(first_name=first_name, email="ann@example.org")
    assert form.is_valid(), form.errors
    receive(form.payload(), form_key=uuid4(), now=clock.now())
    absorb_waiting(now=clock.now())
    return Intake.objects.latest("pk")


def name_of(candidate: Candidate) -> str:
    return User.objects.get(pk=candidate.user_id).first_name


@pytest.mark.parametrize(("width", "scripts", "language"), LOOKS)
def test_whoever_is_over_the_limit_agrees_to_an_introduction_and_takes_it_back(
    live_server: Any, chromium: Browser, width: int, scripts: bool, language: str
) -> None:
    user = make_user(language=language)
    make_candidate(now=clock.now(), user=user, date_of_birth=date(1960, 1, 1))
    Partner.objects.create(name="Run Later", about="For all ages.", takes="over_age")
    with a_page(chromium, live_server.url, width=width, scripts=scripts, user=user) as page:
        page.goto("/me/")
        goes_on(page, page.locator("a[href='/me/open/']").first)
        form = page.locator("main form[action^='/me/open/']")
        expect(form).to_contain_text("Run Later")
        looks_right(page, scripts=scripts)
        goes_on(page, form.locator("button"))
        expect(form.locator("button[name=back]")).to_be_visible()
        assert HandOver.objects.waiting().count() == 1
        looks_right(page, scripts=scripts)
        goes_on(page, form.locator("button[name=back]"))
        expect(form.locator("button[name=back]")).to_have_count(0)
        assert HandOver.objects.waiting().count() == 0
