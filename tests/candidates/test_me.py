"""The candidate's own page, in everything that somebody can be in."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from candidates.journey import journey_of
from candidates.milestones import path_of
from candidates.models import Candidate, Ownership
from candidates.not_now import OTHER, reason_of
from candidates.promised_calls import note_call, promise_call
from core import clock
from core.accounts.roles import Role
from interviews import attendance, intro_calls, reviews
from interviews.enums import Criterion, DeclineReason
from tests.candidates.states import MADE
from tests.factories.people import make_call, make_candidate, make_user, put_on_ballot, talk_with

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MOST_QUERIES = 30

BOOK, CALL, BACK = "/interviews/", "/intro-calls/", "/me/come-back/"
# For each state: where the next step leads, or that there is nothing to do but wait for us ("waits") or at all ("").
NEXT = {
    "unverified": "/accounts/email/",
    "verified_no_call": CALL,
    "registered": CALL,
    "in_the_call_right_now": CALL,
    "call_over_not_noted": "waits",
    "missed": CALL,
    "attended": BOOK,
    "attended_at_seventeen": CALL,
    "asked_and_waiting_for_a_slot": BOOK,
    "let_ask_without_a_call": BOOK,
    "booked": BOOK,
    "held_without_notes": "waits",
    "waiting_for_the_decision": "waits",
    "hold": BOOK,
    "hold_and_booked_again": BOOK,
    "talked_again_after_a_hold": "waits",
    "declined_filing_closed": "/offices/",
    "declined_out_of_scope": "/offices/",
    "declined_age_rule": "/offices/",
    "declined_outside_district": "/offices/",
    "declined_running_later": "/me/details/",
    "declined_missed_talks": "/me/details/",
    "declined_conflict": "/me/messages/",
    "declined_values": "/me/messages/",
    "declined_conduct": "/me/messages/",
    "declined_without_a_date": "/me/messages/",
    "declined_and_the_date_has_come": BACK,
    "back_after_a_no": BOOK,
    "advance_not_agreed": "/interviews/agree/",
    "committed": "/me/races/new/",
    "introduced_again_while_on_board": "/me/races/new/",
    "mentor_proposed": "/mentorship/",
    "mentor_to_answer": "/me/races/new/",
    "planned": "evidence",
    "planned_and_over": "/me/races/new/",
    "filed_before_signing_up": CALL,
    "evidence_waiting": "waits",
    "on_ballot": "/funding/",
    "on_ballot_and_the_election_is_over": "waits",
    "funding_open": "/funding/",
    "drafted": "/funding/",
    "returned": "/funding/",
    "submitted": "waits",
    "funding_declined": "waits",
    "awarded": "waits",
    "paid": "waits",
    "elected": "waits",
    "not_elected": "waits",
    "over_the_age_limit": CALL,
    "on_a_break": BACK,
    "on_a_break_with_a_seat": BACK,
    "withdrawn": BACK,
}


@pytest.fixture
def client(now: datetime, settings: Settings, tmp_path: Path) -> Client:
    clock_file = tmp_path / "clock"
    clock_file.write_text(now.isoformat(), encoding="ascii")
    settings.CLOCK_FILE = str(clock_file)
    return Client()


def opened(client: Client, candidate: Candidate, url: str = "/me/") -> Any:
    """The page as the person sees it who was signed in before."""
    standing = Candidate.objects.values_list("standing", flat=True).get(pk=candidate.pk)
    client.force_login(candidate.user)
    Candidate.objects.filter(pk=candidate.pk).update(standing=standing)
    return client.get(url)


def test_the_table_names_every_state() -> None:
    assert set(NEXT) == set(MADE)


@pytest.mark.parametrize("state", MADE)
def test_everybody_has_one_next_step_or_none_and_every_button_leads_to_a_page_that_opens(
    client: Client, now: datetime, state: str
) -> None:
    candidate = MADE[state](now)
    answer = opened(client, candidate)
    page, journey = answer.content.decode(), answer.context["journey"]
    assert answer.status_code == 200
    assert len(re.findall(r'<section class="next-step', page)) == 1
    step = journey.next_step
    if NEXT[state] in ("waits", ""):
        assert step is None
        assert "next-step--calm" in page
        assert bool(journey.waiting_on_us) == (NEXT[state] == "waits")
    else:
        assert step is not None
        assert NEXT[state] in step.url
        assert step.title
        assert step.button
        assert f'action="{step.url}"' in page if step.posts else f'href="{step.url}"' in page
    for waiting in journey.waiting_on_us:
        assert waiting.since is not None
        assert waiting.since <= now
        assert waiting.who
    for button in [step, *journey.also, *journey.waiting_on_us]:
        if button is not None and button.url and not button.posts:
            assert client.get(button.url).status_code == 200, button.url
        assert button is None or bool(button.url) == bool(button.button)


def test_no_state_takes_many_queries(client: Client, now: datetime) -> None:
    counts = {}
    for state in ("verified_no_call", "waiting_for_the_decision", "declined_values", "committed", "awarded"):
        candidate = MADE[state](now)
        opened(client, candidate)
        with CaptureQueriesContext(connection) as captured:
            client.get("/me/")
        counts[state] = len(captured)
    assert max(counts.values()) <= MOST_QUERIES, counts


def test_what_waits_on_our_team_names_whoever_looks_after_the_state(client: Client, now: datetime) -> None:
    candidate = MADE["waiting_for_the_decision"](now)
    waiting = journey_of(candidate, now=now).waiting_on_us[0]
    assert str(waiting.who) == "our team"
    owner = make_user(Role.PROGRAM_STAFF, first_name="Orla", last_name="Field")
    Ownership.objects.create(owner=owner, state=candidate.state, first_day=now.date())
    assert str(journey_of(candidate, now=now).waiting_on_us[0].who) == "Orla Field of our team"


@pytest.mark.parametrize(
    ("phone", "hours", "words"),
    [
        ("+15125550147", 1, "since you have filed"),
        ("", 1, "Give a phone number"),
        ("", 200, "sorry to be late"),
    ],
)
def test_a_promised_call_waits_on_us_until_somebody_has_called(
    phone: str, hours: int, words: str, now: datetime
) -> None:
    candidate = make_candidate(now=now, phone=phone, filed_on=now.date())
    promise_call(candidate, at=now)
    client, later = Client(), now + timedelta(hours=hours)
    client.force_login(candidate.user)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        page = client.get("/me/").content.decode()
        assert "A person calls you" in page
        assert words in page
        assert "By Tuesday, June 2, 12:00" in page or hours > 24  # now is Monday, 12:00 in Chicago
        note_call(candidate.promised_calls.get(), actor=make_user(Role.PROGRAM_STAFF), at=later)
        assert "A person calls you" not in client.get("/me/").content.decode()


def test_every_reason_of_a_no_is_explained_and_leads_on() -> None:
    for code in DeclineReason.values:
        reason = reason_of(code)
        assert reason.code == code
        assert all(str(text) for text in (reason.why, reason.change, reason.step, reason.button))
    assert reason_of("never heard of") is OTHER


def test_a_no_says_why_what_would_change_it_from_when_and_what_stays_open(
    client: Client, now: datetime
) -> None:
    candidate = MADE["declined_filing_closed"](now)
    page = opened(client, candidate).content.decode()
    for text in (
        "Filing for the race that you had in mind has closed.",
        "the next election for this office",
        "You can come back from August 30, 2026",
        "The office search, the public lessons",
    ):
        assert text in page


def test_the_path_shows_true_dates_in_the_zone_of_the_person(now: datetime) -> None:
    late = datetime(2026, 5, 3, 3, 0, tzinfo=now.tzinfo)  # the evening before, in Chicago
    candidate = MADE["committed"](now)
    Candidate.objects.filter(pk=candidate.pk).update(signed_up_at=late)
    candidate.refresh_from_db()
    put_on_ballot(candidate, ballot_date=date(2026, 5, 20), now=now)
    days = [stone.reached_on for stone in path_of(candidate)]
    assert days[0] == date(2026, 5, 2)
    assert days[4] == date(2026, 5, 20)
    assert days[5:] == [None, None]
    assert days[1] == (now - timedelta(days=10)).date()


def test_a_call_and_a_talk_stand_on_the_path_on_their_own_day_not_on_that_of_their_notes(
    now: datetime,
) -> None:
    candidate = make_candidate(now=now)
    call = make_call(starts_at=now - timedelta(days=9))
    seat = intro_calls.register(candidate, call, now=now - timedelta(days=10))
    attendance.record_attendance(seat, attended=True, actor=call.host, now=now - timedelta(days=5))
    candidate.refresh_from_db()
    talk = talk_with(candidate, now=now - timedelta(days=4))
    notes = {criterion.value: 3 for criterion in Criterion}
    reviews.hand_in_notes(talk, actor=talk.interviewer.user, at=now, recommendation="advance", **notes)
    days = [stone.reached_on for stone in path_of(Candidate.objects.get(pk=candidate.pk))]
    assert days[1] == (now - timedelta(days=9)).date()
    assert days[2] == talk.starts_at.date() < now.date()


def test_the_race_counts_down_where_the_office_is(client: Client, now: datetime) -> None:
    candidate = MADE["on_ballot"](now)
    entry = opened(client, candidate).context["candidacies"][0]
    assert entry.days == (date(2026, 11, 3) - now.date()).days
    assert f"<strong>{entry.days}</strong>" in client.get("/me/").content.decode()


def test_a_person_without_a_profile_finds_the_way_to_one(client: Client) -> None:
    client.force_login(make_user(Role.DONOR))
    assert 'href="/signup/"' in client.get("/me/").content.decode()
    for page in ("details", "break", "leave"):
        assert client.get(f"/me/{page}/").status_code == 404
