"""A booked talk moves to another free time of the same interviewer, and is never without one in between."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates.models import Candidate
from core import clock
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from core.outbox.registry import NoLongerWanted
from core.outbox.reminders import write_due
from core.outbox.rendering import render
from core.scheduling.commitments import Taken
from core.scheduling.models import Commitment
from interviews.booking import book, cancel
from interviews.models import Interview, InterviewRequest
from interviews.picker import is_off_work
from interviews.rescheduling import free_to_move, move
from tests.factories.people import bring_to, make_interviewer, make_user
from tests.faults.at_once import accepted, at_once, refusals
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.slow

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def a_candidate(now: datetime) -> Candidate:
    candidate = bring_to("introduced", now=now)
    InterviewRequest.objects.get_or_create(candidate=candidate, defaults={"asked_at": now})
    return candidate


@pytest.fixture
def talk(now: datetime, db: None) -> Interview:
    make_interviewer(hours=(0, 23))
    return book(a_candidate(now), now + 3 * DAY, now=now)


def told(kind: str) -> list[OutgoingMessage]:
    return list(OutgoingMessage.objects.filter(kind=kind).order_by("pk"))


def times_of(talk: Interview) -> list[datetime]:
    return sorted({one.period.lower for one in Commitment.objects.filter(subject=talk.public_id)})


def test_both_hear_of_it_and_are_reminded_at_the_new_time_only(talk: Interview, now: datetime) -> None:
    write_due(now=now + 2 * DAY)
    (old,) = told("interview_tomorrow_candidate")
    move(talk, now + 5 * DAY, actor=talk.candidate.user, now=now + 2 * DAY)
    with pytest.raises(NoLongerWanted, match="moved"):
        render(old)
    for side, person in (("candidate", talk.candidate.user), ("interviewer", talk.interviewer.user)):
        (mail,) = told(f"talk_moved_{side}")
        assert mail.recipient == person
    write_due(now=now + 4 * DAY)
    assert len(told("interview_tomorrow_candidate")) == 2
    assert times_of(talk) == [now + 5 * DAY]
    assert Interview.objects.get(pk=talk.pk).sequence == 1


def test_a_talk_that_moves_to_this_evening_is_not_announced_for_tomorrow(
    talk: Interview, now: datetime
) -> None:
    later = now + 2 * DAY - 2 * HOUR
    talk.interviewer.notice_hours = 2
    talk.interviewer.save()
    move(talk, now + 2 * DAY + HOUR, actor=talk.candidate.user, now=later)
    write_due(now=later + timedelta(minutes=1))
    assert told("interview_tomorrow_candidate") == []


def test_what_is_not_free_is_refused_and_the_talk_stays(talk: Interview, now: datetime) -> None:
    other = book(a_candidate(now), now + 4 * DAY, now=now)
    assert other.interviewer == talk.interviewer
    for start in (other.starts_at, other.starts_at + timedelta(minutes=7), now + HOUR):
        with pytest.raises(Taken):
            move(talk, start, actor=talk.candidate.user, now=now)
    assert times_of(talk) == [now + 3 * DAY] == [Interview.objects.get(pk=talk.pk).starts_at]
    assert told("talk_moved_candidate") == []


def test_outsiders_and_talks_that_are_over_or_off_are_refused(talk: Interview, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        move(talk, now + 5 * DAY, actor=make_user(), now=now)
    with pytest.raises(Refused, match="begun"):
        move(talk, now + 5 * DAY, actor=talk.candidate.user, now=now + 3 * DAY)
    cancel(talk, actor=talk.candidate.user, now=now)
    with pytest.raises(Refused, match="does not take place"):
        move(talk, now + 5 * DAY, actor=talk.candidate.user, now=now)


def test_the_weekly_cap_counts_the_talk_once(talk: Interview, now: datetime) -> None:
    talk.interviewer.weekly_cap = 1
    talk.interviewer.save()
    move(talk, now + 4 * DAY, actor=talk.candidate.user, now=now)
    assert times_of(talk) == [now + 4 * DAY]


@pytest.mark.django_db(transaction=True)
@pytest.mark.faults
def test_of_twenty_talks_that_move_to_one_time_one_gets_it_and_the_others_stay(now: datetime) -> None:
    make_interviewer(hours=(0, 23))
    talks = [book(a_candidate(now), now + 3 * DAY + n * HOUR / 2, now=now) for n in range(20)]

    def one(talk: Interview) -> Callable[[], None]:
        return lambda: move(talk, now + 5 * DAY, actor=talk.candidate.user, now=now)

    answers = at_once(*(one(talk) for talk in talks))
    assert len(accepted(answers)) == 1
    assert len(refusals(answers)) == 19
    assert Commitment.objects.filter(subject__in=[talk.public_id for talk in talks]).count() == 40
    assert Interview.objects.filter(starts_at=now + 5 * DAY).count() == 1


@pytest.mark.django_db
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 2), st.integers(48, 200), st.booleans()), max_size=8))
def test_no_sequence_of_booking_moving_and_cancelling_leaves_a_lost_or_overlapping_time(
    now: datetime, steps: list[tuple[int, int, bool]]
) -> None:
    with transaction.atomic():
        make_interviewer(hours=(0, 23))
        people = [a_candidate(now) for _ in range(3)]
        for which, halves, gives_up in steps:
            live_on(people[which], now + halves * HOUR / 2, gives_up=gives_up, now=now)
        talks = Interview.objects.filter(candidate__in=people, status="booked")
        committed = Commitment.objects.filter(person__in=[one.user for one in people], kind="interview")
        assert {(talk.public_id, talk.starts_at) for talk in talks} == {
            (one.subject, one.period.lower) for one in committed
        }
        transaction.set_rollback(True)


def live_on(person: Candidate, start: datetime, *, gives_up: bool, now: datetime) -> None:
    booked = Interview.objects.filter(candidate=person, status="booked").first()
    with suppress(Refused):
        if booked is None:
            book(person, start, now=now)
        elif gives_up:
            cancel(booked, actor=person.user, now=now)
        else:
            move(booked, start, actor=person.user, now=now)


def test_on_the_page_the_same_interviewers_times_are_offered_and_one_press_moves_it(
    talk: Interview,
) -> None:
    now = clock.now()
    Interview.objects.filter(pk=talk.pk).update(starts_at=now + 3 * DAY, ends_at=now + 3 * DAY + HOUR / 2)
    talk.refresh_from_db()
    client = sign_in(talk.candidate.user)
    page = f"/interviews/{talk.public_id}/move/"
    assert page in client.get("/interviews/").content.decode()
    start = free_to_move(talk, now=now)[-1]
    local = start.astimezone(ZoneInfo("America/Chicago"))
    shown = client.get(page, {"day": f"{local:%Y-%m-%d}", "part": "off" if is_off_work(local) else "work"})
    assert start.strftime("%Y-%m-%dT%H:%M:%S+0000") in shown.content.decode()
    form = {"form_key": str(uuid4()), "start": start.strftime("%Y-%m-%dT%H:%M:%S+0000")}
    assert client.post(page, {**form, "start": "tomorrow"}).status_code == 422
    assert client.post(page, form).status_code == 302
    assert Interview.objects.get(pk=talk.pk).starts_at == start
    assert sign_in(make_user()).get(page).status_code == 404
