"""Signing up in a browser: on a phone and at a desk, with scripts and without, in both languages."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from candidates import bots
from candidates.intake import absorb_waiting
from candidates.links import link_for
from candidates.models import Candidate, Intake
from core import clock
from interviews.models import Registration
from tests.browsing import HEIGHT, LOCALES, LOOKS_OF_MANY, a_chromium, goes_on, looks_right
from tests.factories.offices import DivisionFactory, OfficeFactory, ZipCodeFactory
from tests.factories.people import make_call

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EXPECTED = ("422", "429")  # a form that is shown again says so


@pytest.mark.parametrize(("width", "scripts", "language"), LOOKS_OF_MANY)
def test_somebody_signs_up(
    live_server: Any,
    settings: Settings,
    width: int,
    scripts: bool,
    language: str,
) -> None:
    settings.SIGN_UP_SECONDS = 0  # nobody types as fast as this test
    division = DivisionFactory()
    ZipCodeFactory(code="78701")
    division.zip_codes.add("78701")
    OfficeFactory(division=division)
    make_call(starts_at=clock.now() + timedelta(days=3))
    complaints: list[str] = []
    with a_chromium() as browser:
        page = a_page(browser, live_server.url, width, scripts, language)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto("/signup/")
        expect(page.locator("html")).to_have_attribute("lang", language)
        fills_in_badly(page, scripts)
        is_too_young(page, scripts)
        signs_up(page, scripts)
        corrects_the_address(page, scripts)
        opens_the_link(page, language)
        page.context.close()
    assert [text for text in complaints if not any(code in text for code in EXPECTED)] == []
    candidate = Candidate.objects.get(verified_at__isnull=False)
    assert candidate.user.first_name == "Zoë 李"
    assert Registration.objects.get().candidate == candidate  # chosen before the address was put right


def a_page(browser: Browser, site: str, width: int, scripts: bool, language: str) -> Page:
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": HEIGHT},
        java_script_enabled=scripts,
        locale=LOCALES[language],
        timezone_id="America/Denver",
        reduced_motion="reduce",
    )
    return context.new_page()


def send(page: Page) -> None:
    goes_on(page, page.locator("#sign-up .form-actions button"))


def fills_in_badly(page: Page, scripts: bool) -> None:
    """Each fault is told at its field: as it is left with scripts, and without when the form is sent."""
    page.fill('[name="first_name"]', "Zoë 李")
    page.fill('[name="last_name"]', "Müller-Ōta")
    page.fill('[name="email"]', "nobody")
    page.fill('[name="postal_code"]', "78701")
    if scripts:
        page.keyboard.press("Tab")
        expect(page.locator("#div_id_email .invalid-feedback")).to_be_visible()
        expect(page.locator('[name="email"]')).to_have_attribute("aria-invalid", "true")
        expect(page.locator("#checked")).not_to_be_empty()
    else:
        goes_on(page, page.locator('[name="look"]'))
    expect(page.locator('[name="offices"]')).to_have_count(1)
    page.locator('[name="offices"]').check()
    send(page)
    summary = page.locator("#sign-up [role=alert]")
    expect(summary).to_be_focused()
    links = [link.get_attribute("href") or "" for link in summary.locator("a").all()]
    assert {"#id_email", "#id_date_of_birth", "#id_values", "#id_consent"} == set(links)
    for link in links:
        expect(page.locator(link)).to_have_count(1)
    expect(page.locator('[name="first_name"]')).to_have_value("Zoë 李")
    expect(page.locator('[name="offices"]')).to_be_checked()
    looks_right(page, scripts=scripts)


def is_too_young(page: Page, scripts: bool) -> None:
    page.fill('[name="email"]', "zoe@exmaple.org")
    page.fill('[name="date_of_birth"]', (clock.now() - timedelta(days=14 * 365)).date().isoformat())
    page.locator('[name="values"]').check()
    page.locator('[name="consent"]').check()
    send(page)
    expect(page.locator("#too-young")).to_be_visible()
    expect(page.locator('[name="last_name"]')).to_have_value("Müller-Ōta")
    assert not Intake.objects.exists()
    looks_right(page, scripts=scripts)


def signs_up(page: Page, scripts: bool) -> None:
    page.fill('[name="date_of_birth"]', "1980-01-01")
    if scripts:
        # What a password manager does to a field that nobody sees.
        page.evaluate("document.querySelector('[name=website]').value = 'https://example.org'")
        send(page)
        box = page.locator('[name="sure"]')
        expect(box).to_be_visible()
        read = bots.stamp(clock.now() - timedelta(seconds=5))
        box.evaluate("(box, read) => { box.value = read }", read)
        box.check()
    send(page)
    expect(page).to_have_url(re.compile("/signup/sent/$"))
    expect(page.locator("#stays-open")).to_be_visible()
    goes_on(page, page.locator("button.slot"))
    expect(page.locator("button.slot[aria-pressed=true]")).to_have_count(1)
    looks_right(page, scripts=scripts)


def corrects_the_address(page: Page, scripts: bool) -> None:
    absorb_waiting(now=clock.now())
    page.locator("details.fold summary").click()
    page.fill('[name="email"]', "zoe")
    goes_on(page, page.locator("details.fold button"))
    expect(page.locator("#right_email")).to_have_attribute("aria-invalid", "true")
    page.fill('[name="email"]', f"zoe{uuid4().hex[:6]}@example.org")
    goes_on(page, page.locator("details.fold button"))
    expect(page.locator("details.fold[open]")).to_have_count(0)
    looks_right(page, scripts=scripts)
    absorb_waiting(now=clock.now())


def opens_the_link(page: Page, language: str) -> None:
    link = link_for(Intake.objects.latest("pk"))
    page.goto(link[link.index("/signup/") :])
    page.locator(".next-step button").click()
    expect(page).to_have_url(re.compile("/me/$"))
    expect(page.locator("html")).to_have_attribute("lang", language)
