"""R21 and the shape of the first two months, from the demonstration as `load_demo` loads it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils.html import strip_tags
from pytest_django.plugin import DjangoDbBlocker

from candidates.intake import absorb_waiting, receive
from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.models import OutgoingMessage
from core.outbox.rendering import render
from donors.board import monday_of, report
from donors.models import BoardReader, Figure, Release
from donors.releases import publish
from runforsomething.ops.demonstration.window import Window
from tests.factories.people import make_user
from tests.ops.demonstrations import small_country

pytestmark = pytest.mark.slow

DAY = "2026-03-02"
UNTIL = datetime(2026, 3, 3, tzinfo=UTC) - timedelta(microseconds=1)
WINDOW = Window.before(UNTIL)


@pytest.fixture(scope="module", autouse=True)
def _two_months(swept: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The default demonstration, loaded once for all tests here and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        small_country()
        call_command("load_demo", until=DAY, verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _undone(_two_months: None) -> Iterator[None]:
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def one(statement: str, **values: Any) -> Any:
    """The one value that a statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def many(statement: str, **values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


REACHED = """
SELECT count(DISTINCT subject_id) FROM candidates_stagetransition WHERE to_state = %(stage)s AND recorded_at <= %(at)s
"""
ON_BALLOT = """
SELECT count(DISTINCT candidate_id) FROM candidates_candidacytransition AS moved
JOIN candidates_candidacy AS candidacy ON candidacy.id = moved.subject_id
WHERE to_state = 'on_ballot' AND recorded_at <= %(at)s
"""


@pytest.mark.parametrize("at", [WINDOW.end, UNTIL], ids=["when the window ended", "on the last day"])
def test_r21_by_sql(at: datetime) -> None:
    assert one("SELECT count(*) FROM candidates_intake WHERE received_at <= %(at)s", at=at) == 8_000
    assert one("SELECT count(*) FROM candidates_candidate WHERE signed_up_at <= %(at)s", at=at) == 8_000
    assert one(REACHED, stage="interviewed", at=at) == 500
    assert one(ON_BALLOT, at=at) == 80


def test_r21_on_the_donors_page(client: Client) -> None:
    client.force_login(make_user(Role.DONOR))
    words = " ".join(strip_tags(client.get("/donors/").content.decode()).split())
    for shown in ("Sign-ups 8,000", "Candidates 8,000", "Had a one-on-one talk 500", "On the ballot 80"):
        assert shown in words
    assert "1.0% of all candidates" in words
    assert "$100,000.00" in words


def test_r21_in_the_boards_report() -> None:
    reader = make_user(first_name="Bea")
    BoardReader.objects.create(person=reader)
    monday = OutgoingMessage(
        kind="board_report",
        recipient=reader,
        to_address=reader.email,
        context={"at": "2026-03-09T00:00:00+00:00"},
    )
    text = render(monday).text
    for line in (
        "Sign-ups: 0 (8,000)",
        "Candidates: 0 (8,000)",
        "Had a one-on-one talk: 0 (500)",
        "On the ballot: 0 (80)",
    ):
        assert line in text
    assert "1.0% of all candidates" in text
    assert "Donated: $0.00 ($100,000.00)" in text


def test_r21_in_the_weeks_of_the_board() -> None:
    first = report(monday_of(WINDOW.start.date() + timedelta(days=7), "America/New_York"))
    last = report(monday_of(WINDOW.end.date() + timedelta(days=7), "America/New_York"))
    weeks = [
        report(last.until - timedelta(days=7 * n)) for n in range((last.until - first.until).days // 7 + 2)
    ]
    assert sum(week.people[0].week for week in weeks) == last.people[0].total == 8_000
    assert weeks[-1].since <= WINDOW.start


def test_r21_keeps_sign_ups_apart_from_candidates() -> None:
    known = User.objects.get(email="person7@example.org")
    payload = {"email": known.email, "first_name": "Again", "last_name": "Again", "postal_code": "78701"}
    later = UNTIL + timedelta(hours=1)
    receive(payload, form_key=uuid4(), now=later)
    absorb_waiting(now=later)
    told = dict(publish(as_of=later, now=later).figures.values_list("code", "value"))
    assert (told["sign_ups"], told["candidates"]) == (8_001, 8_000)


def test_the_weeks_of_the_rush_are_those_that_were_published() -> None:
    received = (
        "SELECT count(*) FROM candidates_intake WHERE received_at >= %(begin)s AND received_at < %(end)s"
    )
    weeks = [one(received, begin=begin, end=end) for begin, end in WINDOW.weeks()]
    assert weeks == [1_200, 1_600, 1_700, 1_500, 2_000]
    first = one("SELECT min(received_at) FROM candidates_intake")
    assert one(received, begin=first, end=first + timedelta(days=7)) == 1_200
    assert WINDOW.end - WINDOW.start == timedelta(days=60)
    assert (UNTIL.year * 12 + UNTIL.month) - (WINDOW.end.year * 12 + WINDOW.end.month) == 5


def test_the_funnel_between_is_the_demo_shape() -> None:
    assert one("SELECT count(*) FROM candidates_candidate WHERE verified_at IS NOT NULL") == 7_040
    assert one("SELECT count(DISTINCT candidate_id) FROM interviews_registration") == 2_660
    assert one("SELECT count(DISTINCT candidate_id) FROM interviews_registration WHERE attended") == 1_330
    assert one("SELECT count(*) FROM interviews_interviewrequest") == 1_197
    assert one("SELECT count(*) FROM interviews_interview WHERE status = 'held'") == 500
    assert one("SELECT count(*) FROM interviews_interview WHERE status = 'cancelled'") == 194
    decided = "SELECT count(*) FROM interviews_decision WHERE outcome = %(outcome)s"
    assert [one(decided, outcome=outcome) for outcome in ("advance", "hold", "decline")] == [360, 80, 20]
    assert one("SELECT count(*) FROM interviews_interviewer") == 300
    assert one("SELECT count(*) FROM mentorship_mentor") == 120
    assert one("SELECT count(*) FROM candidates_candidate WHERE state = 'DC'") > 0


FILED_BEFORE = """
SELECT count(*) FROM candidates_candidacy AS candidacy
JOIN candidates_candidate AS candidate ON candidate.id = candidacy.candidate_id
WHERE candidacy.status = 'on_ballot' AND filed_on < signed_up_at::date
"""
OPEN = """
SELECT count(DISTINCT candidacy_id) FROM funding_eligibilityverdict
WHERE outcomes ->> 'R15' = 'pass' AND recorded_at <= %(at)s
"""


def test_money_followed() -> None:
    assert one(FILED_BEFORE) == 25
    found = {}
    for at in (WINDOW.end, UNTIL):
        found[at] = (
            one(OPEN, at=at),
            one("SELECT count(*) FROM funding_fundingapplication WHERE submitted_at <= %(at)s", at=at),
            one("SELECT count(*) FROM funding_award WHERE approved_at <= %(at)s", at=at),
            one("SELECT count(*) FROM funding_payment WHERE paid_at <= %(at)s", at=at),
        )
    assert found == {WINDOW.end: (12, 7, 4, 3), UNTIL: (80, 41, 24, 19)}
    assert one("SELECT count(*) FROM funding_candidacyfunding WHERE awarded > cap OR paid > awarded") == 0
    assert one("SELECT sum(awarded) FROM funding_candidacyfunding") == one(
        "SELECT committed FROM funding_programme"
    )
    assert one("SELECT sum(amount) FROM funding_payment") == one("SELECT paid FROM funding_programme")


def test_donations_are_those_that_were_published() -> None:
    donors = one("SELECT count(DISTINCT donor_id) FROM funding_donation")
    gifts, dollars = (
        one("SELECT count(*) FROM funding_donation"),
        one("SELECT sum(amount) FROM funding_donation"),
    )
    assert (donors, gifts, dollars) == (3_000, 3_697, Decimal(100_000))
    assert round(dollars / gifts, 2) == Decimal("27.05")
    assert one("SELECT max(received_on) FROM funding_donation") < WINDOW.end.date()
    left = Figure.objects.get(release=Release.objects.latest("as_of"), code="left").value
    assert Decimal(0) < left < dollars


def test_waits_are_as_long_as_assumed() -> None:
    to_call = many(
        "SELECT extract(epoch FROM min(starts_at) - signed_up_at) / 86400 FROM interviews_registration AS seat "
        "JOIN interviews_introcall AS call ON call.id = call_id "
        "JOIN candidates_candidate AS candidate ON candidate.id = candidate_id GROUP BY candidate.id"
    )
    to_talk = many(
        "SELECT extract(epoch FROM starts_at - asked_at) / 86400 FROM interviews_interview AS talk "
        "JOIN interviews_interviewrequest AS request USING (candidate_id) WHERE status = 'held'"
    )
    to_notes = many(
        "SELECT extract(epoch FROM submitted_at - ends_at) / 3600 FROM interviews_scorecard "
        "JOIN interviews_interview AS talk ON talk.id = interview_id"
    )
    to_decision = many(
        "SELECT extract(epoch FROM decided_at - submitted_at) / 86400 FROM interviews_decision "
        "JOIN interviews_scorecard USING (interview_id)"
    )
    assert 7 <= median(to_call) <= 11
    assert 10 <= median(to_talk) <= 14
    assert 3 <= median(to_notes) <= 8
    assert 2.5 <= median(to_decision) <= 5.5
    assert quantiles(to_call, n=10)[-1] <= 30


def test_whatever_a_message_was_about_it_was_sent_then() -> None:
    assert many("SELECT DISTINCT status FROM outbox_outgoingmessage") == ["sent"]
    assert one("SELECT count(*) FROM outbox_outgoingmessage WHERE sent_at > %(at)s", at=UNTIL) == 0
    assert one("SELECT count(*) FROM outbox_outgoingmessage WHERE sent_at < %(at)s", at=WINDOW.end) > 15_000


def test_nobody_lives_at_a_real_address() -> None:
    assert one("SELECT count(*) FROM accounts_user WHERE email NOT LIKE '%%@example.org'") == 0
    assert one("SELECT count(*) FROM accounts_user WHERE NOT is_demonstration") == 0
    assert (
        one("SELECT count(*) FROM candidates_candidate WHERE phone <> '' AND phone NOT LIKE '+120155501__'")
        == 0
    )


def test_figures_came_out_every_week_and_on_the_last_day() -> None:
    moments = list(Release.objects.order_by("as_of").values_list("as_of", flat=True))
    assert moments[-1] == UNTIL
    assert WINDOW.end in moments
    assert max(b - a for a, b in pairwise(moments)) <= timedelta(days=7)
    sign_ups = (
        Figure.objects.filter(code="sign_ups").order_by("release__as_of").values_list("value", flat=True)
    )
    assert [int(value) for value in sign_ups[:4]] == [1_200, 2_800, 4_500, 6_000]
