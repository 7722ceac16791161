"""What becomes due because time passes is written once, in time, and about what is still so."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import Candidate
from core.outbox import reminders
from core.outbox.enums import Status
from core.outbox.models import OutgoingMessage
from core.outbox.reminders import Reminder, upcoming, write_due
from core.outbox.rendering import render
from core.outbox.sending import send_due
from core.outbox.timing import Elapsed
from interviews import intro_calls
from interviews.models import Interview, Registration
from tests.factories.people import hand_in_notes, introduce, make_call, make_candidate, talk_with
from tests.faults.at_once import accepted, at_once

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(hours=24)


@pytest.fixture
def seat(now: datetime) -> Registration:
    """A seat in a call three days from now."""
    seat = intro_calls.register(make_candidate(now=now), make_call(starts_at=now + 3 * DAY), now=now)
    OutgoingMessage.objects.all().delete()
    return seat


def kinds() -> list[str]:
    return list(OutgoingMessage.objects.order_by("pk").values_list("kind", flat=True))


def test_a_day_and_an_hour_before_a_call_those_with_a_seat_are_reminded(seat: Registration) -> None:
    starts = seat.call.starts_at
    assert write_due(now=starts - DAY - timedelta(seconds=1)) == 0
    assert write_due(now=starts - DAY) == 1
    assert write_due(now=starts - HOUR) == 1
    assert kinds() == ["intro_call_tomorrow", "intro_call_soon"]
    assert write_due(now=starts) == 0


def test_two_clocks_at_once_and_a_clock_set_back_an_hour_write_nothing_twice(seat: Registration) -> None:
    due = seat.call.starts_at - DAY
    assert [write_due(now=due), write_due(now=due), write_due(now=due - HOUR)] == [1, 0, 0]
    assert write_due(now=due + HOUR) == 0
    assert kinds() == ["intro_call_tomorrow"]


def test_what_is_written_already_keeps_nothing_new_of_its_kind_from_being_written(
    seat: Registration, now: datetime
) -> None:
    starts = seat.call.starts_at
    later = intro_calls.register(make_candidate(now=now), make_call(starts_at=starts + HOUR), now=now)
    OutgoingMessage.objects.all().delete()
    assert [write_due(now=starts - DAY), write_due(now=later.call.starts_at - DAY)] == [1, 1]
    assert kinds() == ["intro_call_tomorrow"] * 2


@pytest.mark.django_db(transaction=True)
def test_eight_clocks_at_once_write_each_reminder_once(seat: Registration) -> None:
    written = accepted(at_once(*[partial(write_due, now=seat.call.starts_at - DAY)] * 8))
    assert sum(written) == 1
    assert kinds() == ["intro_call_tomorrow"]


def test_whoever_takes_a_seat_within_the_last_day_is_not_told_of_tomorrow(now: datetime) -> None:
    call = make_call(starts_at=now + 20 * HOUR)
    intro_calls.register(make_candidate(now=now), call, now=now)
    OutgoingMessage.objects.all().delete()
    assert write_due(now=now) == 0
    assert write_due(now=call.starts_at - HOUR) == 1
    assert kinds() == ["intro_call_soon"]


def test_a_reminder_that_would_come_after_its_event_is_dropped_and_says_so(seat: Registration) -> None:
    write_due(now=seat.call.starts_at - HOUR)
    assert send_due(now=seat.call.starts_at) == {Status.EXPIRED: 1}
    message = OutgoingMessage.objects.get()
    assert message.failure == "too late"


def test_after_a_long_standstill_only_what_is_still_worth_it_is_written(seat: Registration) -> None:
    assert write_due(now=seat.call.starts_at - timedelta(minutes=30)) == 1
    assert kinds() == ["intro_call_soon"]


def test_a_seat_that_was_given_back_is_not_reminded_of(seat: Registration, now: datetime) -> None:
    intro_calls.cancel(seat, now=now)
    assert write_due(now=seat.call.starts_at - DAY) == 0


def test_a_talk_that_moved_supersedes_its_reminder_and_is_reminded_of_anew(now: datetime) -> None:
    talk = talk_with(introduced(now), now=now)
    OutgoingMessage.objects.all().delete()
    Interview.objects.filter(pk=talk.pk).update(
        starts_at=now + 2 * DAY, ends_at=now + 2 * DAY + HOUR, status="booked", booked_at=now
    )
    assert write_due(now=now + DAY) == 2
    Interview.objects.filter(pk=talk.pk).update(starts_at=now + 4 * DAY, ends_at=now + 4 * DAY + HOUR)
    assert send_due(now=now + DAY) == {Status.CANCELLED: 2}
    assert set(OutgoingMessage.objects.values_list("failure", flat=True)) == {"moved"}
    assert write_due(now=now + 3 * DAY) == 2
    assert send_due(now=now + 3 * DAY) == {Status.SENT: 2}


def introduced(now: datetime) -> Candidate:
    candidate = make_candidate(now=now)
    introduce(candidate, now=now)
    return candidate


def test_an_interviewer_without_notes_is_asked_for_them_after_two_days_and_not_before(now: datetime) -> None:
    talk = talk_with(introduced(now), now=now)
    ended = talk.ends_at
    OutgoingMessage.objects.all().delete()
    write_due(now=ended + 2 * DAY - timedelta(seconds=1))
    assert "scorecard_overdue" not in kinds()
    write_due(now=ended + 2 * DAY)
    message = OutgoingMessage.objects.get(kind="scorecard_overdue")
    assert message.recipient == talk.interviewer.user
    hand_in_notes(talk)
    assert send_due(now=ended + 2 * DAY)[Status.CANCELLED] >= 1
    message.refresh_from_db()
    assert message.failure == "notes_are_in"


def test_whoever_missed_the_call_gets_the_next_dates(seat: Registration, now: datetime) -> None:
    after = seat.call.starts_at + 3 * HOUR
    make_call(starts_at=now + timedelta(days=365 * 40))
    assert write_due(now=after) == 0, "nobody has said yet whether they came"
    Registration.objects.filter(pk=seat.pk).update(attended=False)
    assert write_due(now=after) == 1
    message = OutgoingMessage.objects.get()
    assert message.kind == "intro_call_missed"
    assert "next dates" in render(message).text


def test_whoever_came_and_does_not_ask_is_reminded_in_the_morning_of_the_third_day_there(
    now: datetime,
) -> None:
    candidate = introduced(now)
    came = candidate.registrations.get().call.starts_at
    OutgoingMessage.objects.all().delete()
    found = [one for one in upcoming(now=came, until=came + 7 * DAY) if one.kind == "ask_for_your_talk"]
    assert len(found) == 1
    write_due(now=found[0].due_at)
    assert kinds() == ["ask_for_your_talk"]


def test_what_will_go_out_is_what_then_goes_out(seat: Registration, now: datetime) -> None:
    foreseen = upcoming(now=now, until=now + 7 * DAY)
    assert [one.kind for one in foreseen] == ["intro_call_tomorrow", "intro_call_soon"]
    for one in foreseen:
        assert write_due(now=one.due_at - timedelta(microseconds=1)) == 0
        assert write_due(now=one.due_at) == 1
    assert kinds() == [one.kind for one in foreseen]


def test_a_reminder_that_is_broken_holds_up_no_other(
    seat: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(since: datetime, until: datetime) -> object:
        return Candidate.objects.extra(where=["1 / 0 = 1"]).values_list(
            "user_id", "public_id", "signed_up_at", "signed_up_at"
        )

    def raising(since: datetime, until: datetime) -> object:
        raise ZeroDivisionError

    bad = [
        Reminder("intro_call_soon", "registration", Elapsed(timedelta(0)), 999 * DAY, anchors)  # type: ignore[arg-type]
        for anchors in (broken, raising)
    ]
    monkeypatch.setattr(reminders, "_reminders", [*bad, *reminders._reminders])
    assert write_due(now=seat.call.starts_at - DAY) == 1


def test_a_tick_asks_once_at_most_for_each_reminder_however_many_people_there_are(now: datetime) -> None:
    call = make_call(starts_at=now + 3 * DAY)
    for _ in range(5):
        intro_calls.register(make_candidate(now=now), call, now=now)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert write_due(now=call.starts_at - DAY) == 5
    inserts = [query for query in queries if "INSERT INTO outbox" in query["sql"]]
    assert 0 < len(inserts) <= len(reminders._offered())
    assert mail.outbox == []
