"""Intro calls in a browser: somebody who waits, takes a seat, moves it and comes in; and the host on a phone."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from core import clock
from interviews import intro_calls, waiting_list
from interviews.joining import join_page
from interviews.models import IntroCall, Registration
from tests.browsing import LOOKS, a_chromium, a_page, goes_on, looks_right
from tests.factories.people import make_call, make_candidate, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
SITE = "http://127.0.0.1:8000"
ZOOM = "Name,User Email,Duration (Minutes)\nMartha Lee,martha@example.org,40\nMartha Lee,,4\nOther,o@example.org,9\n"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.mark.parametrize(("width", "scripts", "language"), LOOKS)
def test_from_the_waiting_list_into_the_call(
    live_server: Any, chromium: Browser, settings: Settings, width: int, scripts: bool, language: str
) -> None:
    now = clock.now()
    settings.PROGRAM_RECORDING_URL = "https://video.example.org/intro"
    full = make_call(starts_at=now + 2 * DAY, capacity=1, captions=True, interpreted_into="ASL")
    later = make_call(starts_at=now + 4 * DAY)
    first = intro_calls.register(make_candidate(now=now), full, now=now)
    candidate = make_candidate(now=now, user=make_user(language=language))
    with a_page(chromium, live_server.url, width=width, scripts=scripts, user=candidate.user) as page:
        presses(page, f"{full.public_id}/register/")
        intro_calls.cancel(first, now=now)
        waiting_list.tend(now=now)
        page.goto("/intro-calls/")
        looks_right(page, scripts=scripts)
        presses(page, "/take/")
        assert candidate.registrations.get().status == "confirmed"
        presses(page, f"{later.public_id}/move-here/")
        seat = candidate.registrations.get()
        assert seat.call == later
        looks_at_the_rest(page, seat, scripts)
        IntroCall.objects.filter(pk=later.pk).update(starts_at=now + 5 * MINUTE)
        page.goto(join_page(seat).removeprefix(SITE))
        looks_right(page, scripts=scripts)
        page.locator("main form button[type=submit]").click()
        page.wait_for_load_state()
        assert Registration.objects.get(pk=seat.pk).joined_at is not None
    the_host(live_server, chromium, later, width, scripts)


def presses(page: Page, ending: str) -> None:
    if "/intro-calls/" not in page.url:
        page.goto("/intro-calls/")
    goes_on(page, page.locator(f'main form[action$="{ending}"] button[type=submit]').first)


def looks_at_the_rest(page: Page, seat: Registration, scripts: bool) -> None:
    for place in (
        f"/intro-calls/seats/{seat.public_id}/needs/",
        "/intro-calls/check-in/",
        "/intro-calls/recording/",
    ):
        page.goto(place)
        looks_right(page, scripts=scripts)
    page.goto("/me/calendar/")
    goes_on(page, page.locator('main form[action$="/new/"] button[type=submit]'))
    expect(page.locator("#feed-address")).to_be_visible()
    looks_right(page, scripts=scripts)


def the_host(live_server: Any, chromium: Browser, call: IntroCall, width: int, scripts: bool) -> None:
    now = clock.now()
    IntroCall.objects.filter(pk=call.pk).update(starts_at=now + DAY)
    martha = make_user(first_name="Martha", last_name="Lee", email="martha@example.org")
    seat = intro_calls.register(make_candidate(now=now, user=martha), call, now=now)
    intro_calls.ask_for(seat, needs=["captions"], note="")
    IntroCall.objects.filter(pk=call.pk).update(starts_at=now - timedelta(hours=1))
    page_of_call = reverse("interviews:host", args=[call.public_id])
    with a_page(chromium, live_server.url, width=width, scripts=scripts, user=call.host) as page:
        page.goto(page_of_call)
        looks_right(page, scripts=scripts)
        page.set_input_files(
            "input[type=file]", {"name": "zoom.csv", "mimeType": "text/csv", "buffer": ZOOM.encode()}
        )
        goes_on(page, page.locator('main form[action$="/list/"] button[type=submit]'))
        looks_right(page, scripts=scripts)
        goes_on(page, page.locator('main form[action$="/attendance/"] button[type=submit]'))
        assert Registration.objects.get(pk=seat.pk).attended is True
        IntroCall.objects.filter(pk=call.pk).update(starts_at=now + DAY)
        page.goto(page_of_call)
        looks_right(page, scripts=scripts)
        page.goto(reverse("interviews:move_call", args=[call.public_id]))
        looks_right(page, scripts=scripts)
