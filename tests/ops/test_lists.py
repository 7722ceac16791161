"""A list takes as many queries for thirty rows as for three."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.enums import Stage
from core.accounts.roles import Role
from core.outbox.services import enqueue
from interviews.models import Interview
from tests.factories.people import bring_to, make_call, make_candidate, make_user, put_on_ballot
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db

ADMIN_LISTS = [
    "candidates_candidate",
    "candidates_candidacy",
    "candidates_intake",
    "interviews_introcall",
    "interviews_registration",
    "interviews_interview",
    "interviews_interviewrequest",
    "interviews_scorecard",
    "interviews_decision",
    "interviews_interviewer",
    "mentorship_mentorship",
    "community_slackmembership",
    "funding_fundingapplication",
    "funding_eligibilityverdict",
    "outbox_outgoingmessage",
    "accounts_user",
]


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def populate(count: int, now: datetime) -> None:
    for _ in range(count):
        candidate = bring_to(Stage.COMMITTED, now=now)
        put_on_ballot(candidate, ballot_date=(now - timedelta(days=3)).date(), now=now)


def test_every_list_of_the_back_office_takes_constant_queries(now: datetime) -> None:
    client = sign_in(make_user(Role.PROGRAM_STAFF, Role.FINANCE))
    urls = {name: reverse(f"admin:{name}_changelist") for name in ADMIN_LISTS} | {"staff": "/staff/"}
    populate(1, now)
    for url in urls.values():
        client.get(url)
    few = {name: queries_of(client, url) for name, url in urls.items()}
    populate(5, now)
    many = {name: queries_of(client, url) for name, url in urls.items()}
    assert few == many
    assert max(few.values()) <= 40


def test_the_own_page_takes_constant_queries(now: datetime) -> None:
    candidate = bring_to(Stage.COMMITTED, now=now)
    client = sign_in(candidate.user)
    client.get("/me/")
    few = queries_of(client, "/me/")
    for number in range(10):
        enqueue("intro_call_invitation", candidate.user, key=f"more {number}")
    candidate.user.messages.update(status="sent", sent_at=now)
    assert queries_of(client, "/me/") == few
    assert few <= 32


def test_the_calls_and_the_slots_take_constant_queries(now: datetime, settings: Any, tmp_path: Any) -> None:
    clock_file = tmp_path / "clock"
    clock_file.write_text(now.isoformat(), encoding="ascii")
    settings.CLOCK_FILE = str(clock_file)
    make_call(starts_at=now + timedelta(days=2))
    client = sign_in(make_candidate(now=now).user)
    client.get("/intro-calls/")
    few = queries_of(client, "/intro-calls/")
    for day in range(3, 12):
        make_call(starts_at=now + timedelta(days=day))
    assert queries_of(client, "/intro-calls/") == few
    assert Interview.objects.count() == 0
