"""Machines get the form back, whatever gave them away; people get through."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from candidates.bots import LONGEST, SHORTEST, looks_automatic, stamp
from candidates.models import Intake
from candidates.once_more import needs_asking
from candidates.sign_up_form import SignUpForm
from core import clock
from core.once.models import FormReceipt
from tests.candidates.typed import filled_in, typed
from tests.factories.offices import ZipCodeFactory

pytestmark = pytest.mark.django_db
SENTENCE = b"We could not take this yet. Nothing is lost"


@pytest.fixture(autouse=True)
def austin() -> None:
    ZipCodeFactory(code="78701")


def came_back(answer: HttpResponse) -> bool:
    """Whether the form came back whole, with the one sentence and the box, and nothing was kept."""
    assert not Intake.objects.exists()
    assert not FormReceipt.objects.exists()
    page = answer.content
    return (
        answer.status_code == 429 and SENTENCE in page and b'value="Ann"' in page and b'id="id_sure"' in page
    )


@pytest.mark.parametrize("seconds", [0, 1, 2])
def test_a_form_that_was_sent_sooner_than_it_can_be_read_comes_back(
    seconds: int, client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.CLOCK_FILE = tmp_path / "clock"
    settings.CLOCK_FILE.write_text("2026-06-01T12:00:00.900000+00:00", "ascii")
    opened = stamp(clock.now() - timedelta(seconds=seconds))
    assert came_back(client.post("/signup/", typed(opened=opened)))


def test_a_form_with_the_field_that_nobody_sees_filled_in_comes_back(client: Client) -> None:
    assert came_back(client.post("/signup/", typed(website="https://spam.example.org")))


@pytest.mark.parametrize("opened", ["x", "MTc5NTM4MDA0NQ:forged:forged", stamp(clock.now())[:-1] + "!"])
def test_a_forged_stamp_comes_back(opened: str, client: Client) -> None:
    assert came_back(client.post("/signup/", typed(opened=opened)))


def test_one_too_many_from_a_network_or_for_an_address_comes_back_in_the_same_words(
    client: Client, settings: Settings
) -> None:
    for rates in ("0/h/ip,9/h/key", "9/h/ip,0/h/key"):
        settings.LIMITS = {**settings.LIMITS, "sign_up": rates}
        assert came_back(client.post("/signup/", typed()))


def test_whatever_the_sign_was_the_answer_is_the_same(client: Client, settings: Settings) -> None:
    def page(**changes: str) -> bytes:
        answer = client.post("/signup/", typed(form_key=key, **changes))
        return without_tokens(answer.content)

    key = str(uuid4())
    pages = {page(website="x"), page(opened=stamp(clock.now())), page(opened="forged")}
    settings.LIMITS = {**settings.LIMITS, "sign_up": "0/h/ip"}
    assert len(pages | {page()}) == 1


def without_tokens(page: bytes) -> bytes:
    import re

    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)
    return re.sub(
        rb'(name|id)="(opened|sure|id_opened|id_sure)"[^>]*>',
        b"",
        re.sub(rb'value="\w+:[\w-]+:[\w-]+"', b"", page),
    )


def test_a_person_whose_password_manager_filled_the_trap_ticks_the_box_and_is_in(client: Client) -> None:
    answer = client.post("/signup/", typed(website="https://mine.example.org"))
    form: SignUpForm = answer.context["form"]
    assert form["website"].value() == ""
    read = stamp(clock.now() - timedelta(seconds=5))
    again = typed(website="https://mine.example.org", sure=read)
    assert client.post("/signup/", again).status_code == 302
    assert Intake.objects.count() == 1


def test_ticking_the_box_without_having_been_asked_is_no_use(client: Client) -> None:
    for sure in ("on", "yes", stamp(clock.now())):
        assert came_back(client.post("/signup/", typed(website="x", sure=sure)))


def test_a_person_who_comes_back_after_days_is_asked_once_and_is_in(client: Client) -> None:
    old = stamp(clock.now() - timedelta(days=9))
    assert came_back(client.post("/signup/", typed(opened=old)))
    read = stamp(clock.now() - timedelta(seconds=5))
    assert client.post("/signup/", typed(opened=old, sure=read)).status_code == 302


@given(st.integers(min_value=-(10**6), max_value=10**6))
def test_only_between_three_seconds_and_two_days_does_a_form_look_typed(seconds: int) -> None:
    now = datetime.fromisoformat("2026-06-01T17:00:00+00:00")
    stamped = stamp(now - timedelta(seconds=seconds))
    in_time = SHORTEST <= timedelta(seconds=seconds) <= LONGEST
    assert looks_automatic(stamped=stamped, trap="", at=now) is not in_time


def test_a_form_without_a_stamp_is_judged_by_the_rest() -> None:
    now = clock.now()
    assert not looks_automatic(stamped="", trap="", at=now)
    assert looks_automatic(stamped="", trap="x", at=now)
    form = filled_in(opened=None)
    assert form.is_valid()
    assert not needs_asking(form, at=now)


def test_the_same_form_again_and_again_counts_once(client: Client, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "sign_up": "1/h/ip,1/h/key"}
    form = typed()
    answers = [client.post("/signup/", form) for _ in range(20)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/signup/sent/")}
    assert client.post("/signup/", typed()).status_code == 429
    assert Intake.objects.count() == 1
