"""The welcome series: six mails at ten in the morning, each only for whom it still fits."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from candidates import standing
from candidates.candidacies import note_filing
from candidates.enums import RunningWhen, Standing
from candidates.models import Candidate
from candidates.welcome import SERIES
from core.outbox.enums import Lane, Status, Topic
from core.outbox.models import OutgoingMessage
from core.outbox.registry import kind_of
from core.outbox.reminders import write_due
from core.outbox.rendering import render
from core.outbox.sending import send_due
from interviews import intro_calls
from tests.factories.offices import OfficeFactory
from tests.factories.people import make_call, make_candidate, make_user
from tests.faults.at_once import accepted, at_once

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CONFIRMED = datetime(2026, 6, 1, 20, tzinfo=UTC)  # a Monday, 3 p.m. in Chicago
SECOND = timedelta(seconds=1)


def morning(day: int) -> datetime:
    """Ten o'clock in Chicago, so many days after the confirmation; daylight time."""
    return datetime(2026, 6, 1 + day, 15, tzinfo=UTC)


def newcomer(**fields: Any) -> Candidate:
    return make_candidate(now=CONFIRMED, **{"verified_at": CONFIRMED, **fields})


def kinds() -> list[str]:
    return list(OutgoingMessage.objects.order_by("pk").values_list("kind", flat=True))


def whole_week() -> list[str]:
    for day in range(8):
        write_due(now=morning(day))
    return kinds()


def test_each_mail_of_the_week_comes_at_ten_in_the_morning_there_and_not_before() -> None:
    newcomer()
    for number, mail in enumerate(SERIES, start=1):
        assert write_due(now=morning(number) - SECOND) == 0
        assert write_due(now=morning(number)) == 1
        assert kinds()[-1] == mail.kind
    assert write_due(now=morning(7)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_write_the_day_s_mail_once() -> None:
    newcomer()
    assert sum(accepted(at_once(*[partial(write_due, now=morning(3))] * 2))) == 1
    assert kinds() == ["welcome_doubts"]


def test_a_seat_in_a_call_ends_what_asks_for_one_and_nothing_else() -> None:
    candidate = newcomer()
    intro_calls.register(candidate, make_call(starts_at=morning(9)), now=morning(0))
    OutgoingMessage.objects.all().delete()
    assert whole_week() == ["welcome_path", "welcome_offices", "welcome_doubts", "welcome_homework"]


def test_a_seat_taken_after_the_mail_was_written_drops_it_as_it_leaves() -> None:
    candidate = newcomer()
    write_due(now=morning(4))
    seat = intro_calls.register(candidate, make_call(starts_at=morning(9)), now=morning(4))
    OutgoingMessage.objects.filter(kind="intro_call_confirmed").delete()
    assert send_due(now=morning(4)) == {Status.CANCELLED: 1}
    assert OutgoingMessage.objects.get().failure == "took_the_next_step"
    intro_calls.cancel(seat, now=morning(4))
    assert write_due(now=morning(6)) == 1, "without a seat the last mail asks again"


def test_who_has_filed_hears_from_a_person_and_gets_no_series() -> None:
    candidate = newcomer(user=make_user())
    write_due(now=morning(1))
    note_filing(candidate, date(2026, 5, 20), at=morning(1))
    assert candidate.promised_calls.count() == 1
    assert send_due(now=morning(1)) == {Status.CANCELLED: 1}
    assert OutgoingMessage.objects.get().failure == "filed_already"
    assert whole_week() == ["welcome_path"]


@pytest.mark.parametrize("state", [Standing.DECLINED, Standing.WITHDRAWN, Standing.DORMANT])
def test_nobody_who_was_told_not_now_left_or_takes_a_break_gets_it(state: Standing) -> None:
    candidate = newcomer()
    write_due(now=morning(1))
    Candidate.objects.filter(pk=candidate.pk).update(standing=state)
    assert send_due(now=morning(1)) == {Status.CANCELLED: 1}
    assert OutgoingMessage.objects.get().failure == f"standing_{state}"
    assert whole_week() == ["welcome_path"]


def test_whose_account_is_closed_gets_nothing() -> None:
    candidate = newcomer()
    candidate.user.is_active = False
    candidate.user.save()
    assert whole_week() == []


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2008, 6, 20), ["welcome_path", "welcome_call", "welcome_choice"]),
        (date(2008, 5, 1), [mail.kind for mail in SERIES]),
    ],
    ids=["17", "18"],
)
def test_who_is_not_of_age_gets_what_fits_group_calls(born: date, expected: list[str]) -> None:
    newcomer(date_of_birth=born)
    assert whole_week() == expected


def test_a_minor_reads_that_talks_open_at_18() -> None:
    newcomer(date_of_birth=date(2009, 6, 20))
    write_due(now=morning(1))
    assert "once you are 18" in render(OutgoingMessage.objects.get()).text


def test_the_series_is_bulk_and_has_a_topic_of_its_own() -> None:
    assert {(kind_of(m.kind).lane, kind_of(m.kind).topic) for m in SERIES} == {(Lane.BULK, Topic.WELCOME)}


def test_the_homework_names_an_office_of_interest() -> None:
    candidate = newcomer()
    office = OfficeFactory(name="Testville School Board")
    candidate.interests.create(office=office)
    write_due(now=morning(5))
    mail = render(OutgoingMessage.objects.get())
    assert mail.subject == "Homework: one meeting of Testville School Board"
    assert f"/offices/{office.public_id}/" in mail.text


def test_looking_at_the_choice_changes_nothing_and_later_keeps_the_year_and_is_quiet(
    client: Client, now: datetime
) -> None:
    candidate = make_candidate(now=now)
    seat = intro_calls.register(candidate, make_call(starts_at=now + timedelta(days=365 * 40)), now=now)
    client.force_login(candidate.user)
    before = Candidate.objects.values().get(pk=candidate.pk)
    assert client.get("/me/choice/").status_code == 200
    assert Candidate.objects.values().get(pk=candidate.pk) == before
    sent = {"form_key": str(uuid4()), "when": RunningWhen.NEXT_YEAR}
    answers = {client.post("/me/choice/", sent).headers["Location"] for _ in range(3)}
    candidate.refresh_from_db()
    seat.refresh_from_db()
    assert answers == {"/me/"}
    assert (candidate.standing, candidate.running_when) == (Standing.DORMANT, RunningWhen.NEXT_YEAR)
    assert seat.status == "confirmed"
    assert candidate.standing_transitions.count() == 1
    assert "Later, please" not in client.get("/me/choice/").text


def test_the_choice_refuses_what_is_no_answer(client: Client, now: datetime) -> None:
    candidate = make_candidate(now=now)
    client.force_login(candidate.user)
    for when in ("", "this_year", "never", "x" * 10_000):
        assert client.post("/me/choice/", {"form_key": str(uuid4()), "when": when}).status_code == 422
    standing.leave(candidate, at=now)
    answer = client.post("/me/choice/", {"form_key": str(uuid4()), "when": RunningWhen.LATER})
    assert answer.status_code == 422
    candidate.refresh_from_db()
    assert candidate.standing == Standing.WITHDRAWN
