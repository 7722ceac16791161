"""An interviewer's day on a phone: prepare, take notes, lose the connection, hand in, read a colleague's notes."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from core import clock
from interviews.models import Interview, NotesDraft, Scorecard, SecondReading
from tests.browsing import BARE_DESKTOP, EVERY_LOOK, PHONE, a_chromium, a_page, looks_right
from tests.factories.people import make_candidate, make_interviewer, make_user
from tests.faults.waiting import wait_until
from tests.interviews.talked import a_held_talk, a_talk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HAND_IN = ".notes__form button[type=submit]:not([name])"
MINUTE = timedelta(minutes=1)
# The notes need a phone and scripts in either language; the rest is looked at as elsewhere.
DAYS = [(390, True, "en"), PHONE, BARE_DESKTOP] if EVERY_LOOK else [PHONE]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.mark.parametrize(("width", "scripts", "language"), DAYS)
def test_an_interviewers_whole_day(
    live_server: Any, chromium: Browser, width: int, scripts: bool, language: str
) -> None:
    now = clock.now()
    interviewer = make_interviewer()
    interviewer.user.language = language
    interviewer.user.save()
    person = make_user(first_name="Rosalind", last_name="Okafor")
    candidate = make_candidate(
        now=now, user=person, stage="introduced", topics=["training"], ran_before=False
    )
    talk = a_talk(now, candidate=candidate, interviewer=interviewer, starts_at=now - 5 * MINUTE)
    other = a_held_talk(now, interviewer=make_interviewer(), notes={"private_note": "Sample Person said so."})
    SecondReading.objects.create(scorecard=other.scorecard, reader=interviewer)
    look: dict[str, Any] = {"width": width, "scripts": scripts, "language": language}
    # The connection is cut, and newer notes are in another tab.
    expected = ("422", "ERR_INTERNET_DISCONNECTED", "409")
    with a_page(chromium, live_server.url, user=interviewer.user, expected=expected, **look) as page:
        prepares(page, talk, scripts)
        if scripts:
            takes_notes_and_loses_the_connection(page, talk)
            is_told_in_a_stale_tab(page, talk)
            types_in_two_tabs_without_a_connection(page, talk)
        hands_in(page, talk, scripts)
        reads_again(page, scripts)


def prepares(page: Page, talk: Interview, scripts: bool) -> None:
    page.goto("/interviews/mine/")
    expect(page.locator("main")).to_contain_text("Rosalind Okafor")
    looks_right(page, scripts=scripts)
    page.goto(f"/interviews/{talk.public_id}/brief/")
    looks_right(page, scripts=scripts)
    page.locator(f"main a[href='/interviews/{talk.public_id}/notes/']").click()
    expect(page.locator("[role=radiogroup]")).to_have_count(7)
    looks_right(page, scripts=scripts)


def status(page: Page, what: str) -> None:
    expect(page.locator("[data-status]")).to_have_class(re.compile(f"badge-soft--{what}"))


def takes_notes_and_loses_the_connection(page: Page, talk: Interview) -> None:
    page.fill("[name=private_note]", "First")
    status(page, "ok")
    assert NotesDraft.objects.get().content == {"private_note": "First"}
    page.context.set_offline(True)
    page.fill("[name=private_note]", "First, and offline")
    page.locator("[name=reason][value='3']").check()
    status(page, "wait")
    looks_right(page, scripts=True)
    assert NotesDraft.objects.get().content == {"private_note": "First"}
    page.locator(HAND_IN).click()  # nothing is lost by it
    expect(page.locator("[name=private_note]")).to_have_value("First, and offline")
    page.context.set_offline(False)
    status(page, "ok")
    assert NotesDraft.objects.get().content == {"private_note": "First, and offline", "reason": 3}
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.context.set_offline(True)
    page.fill("[name=private_note]", "Typed before the browser was closed")
    status(page, "wait")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(f"/interviews/{talk.public_id}/notes/")
    expect(page.locator("[name=private_note]")).to_have_value("Typed before the browser was closed")
    wait_until(lambda: page.evaluate("Object.keys(localStorage).length") == 0, what="it has arrived")
    assert NotesDraft.objects.get().content["private_note"] == "Typed before the browser was closed"


def is_told_in_a_stale_tab(page: Page, talk: Interview) -> None:
    other = page.context.new_page()
    other.goto(f"/interviews/{talk.public_id}/notes/")
    other.fill("[name=private_note]", "Newer, from another tab")
    status(other, "ok")
    page.fill("[name=private_note]", "Older, from the first tab")
    asking = page.locator("[data-asking]")
    expect(asking).to_be_visible()
    expect(asking).to_contain_text("Older, from the first tab")
    looks_right(page, scripts=True)
    assert NotesDraft.objects.get().content["private_note"] == "Newer, from another tab"
    asking.locator("[data-drop]").click()
    expect(page.locator("[name=private_note]")).to_have_value("Newer, from another tab")
    with other.expect_response(lambda answer: answer.request.method == "POST"):
        other.fill("[name=private_note]", "Newest")
    status(other, "ok")
    page.fill("[name=private_note]", "Meant")
    expect(asking).to_be_visible()
    asking.locator("[data-use]").click()
    expect(asking).to_be_hidden()
    status(page, "ok")
    assert NotesDraft.objects.get().content["private_note"] == "Meant"
    other.close()


def types_in_two_tabs_without_a_connection(page: Page, talk: Interview) -> None:
    other = page.context.new_page()
    other.goto(f"/interviews/{talk.public_id}/notes/")
    page.context.set_offline(True)
    typed = {page: "Typed in the first tab", other: "Typed in the second tab"}
    for tab, words in typed.items():
        tab.fill("[name=private_note]", words)
        status(tab, "wait")
    page.context.set_offline(False)
    is_asked = {tab: tab.locator("[data-asking]") for tab in typed}
    wait_until(lambda: any(asking.is_visible() for asking in is_asked.values()), what="one of them is asked")
    asked = next(tab for tab, asking in is_asked.items() if asking.is_visible())
    arrived = next(tab for tab in typed if tab is not asked)
    expect(is_asked[asked]).to_contain_text(typed[asked])
    status(arrived, "ok")
    assert NotesDraft.objects.get().content["private_note"] == typed[arrived]
    expect(arrived.locator("[name=private_note]")).to_have_value(typed[arrived])
    is_asked[asked].locator("[data-use]").click()
    status(asked, "ok")
    other.close()


def hands_in(page: Page, talk: Interview, scripts: bool) -> None:
    page.goto(f"/interviews/{talk.public_id}/notes/")
    page.locator(HAND_IN).click()
    expect(page.locator("main .alert-danger")).to_be_visible()
    looks_right(page, scripts=scripts)
    for code in ("reason", "roots", "grasp", "time", "asking", "learning"):
        page.locator(f"[name={code}][value='2']").check()
    page.locator("[name=flags][value=deadline]").check()
    page.locator("[name=recommendation][value=advance]").check()
    page.fill("[name=note_to_candidate]", "Go to the council meeting on Monday.")
    page.locator(HAND_IN).click()
    expect(page).to_have_url(re.compile("/interviews/mine/$"))
    notes = Scorecard.objects.get(interview=talk)
    assert (notes.reason, notes.flags, notes.recommendation) == (2, ["deadline"], "advance")
    if scripts:
        assert page.evaluate("Object.keys(localStorage).length") == 0


def reads_again(page: Page, scripts: bool) -> None:
    page.locator("main a[href^='/interviews/readings/']").click()
    expect(page.locator("main")).not_to_contain_text("Sample")
    looks_right(page, scripts=scripts)
    for code in ("reason", "roots", "grasp", "time", "asking", "learning"):
        page.locator(f"[name={code}][value='4']").check()
    page.locator("[name=recommendation][value=hold]").check()
    page.locator(HAND_IN).click()
    expect(page).to_have_url(re.compile("/interviews/mine/$"))
    assert SecondReading.objects.get().recommendation == "hold"
    looks_right(page, scripts=scripts)
