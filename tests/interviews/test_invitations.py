"""What is booked, moved and cancelled here is booked, moved and cancelled in both people's calendars."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from core import clock
from core.accounts.models import User
from core.outbox.sending import send_due
from interviews import announcing, booking, intro_calls, rescheduling
from interviews.models import Interview, InterviewRequest, IntroCall, Registration
from mentorship import sessions
from mentorship.models import Mentor, Mentorship
from tests.factories.people import bring_to, make_call, make_candidate, make_interviewer, make_user
from tests.inbox import calendar_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    """What is mailed says when it was written by the clock that runs: the tests live by it too."""
    return clock.now().replace(minute=0, second=0, microsecond=0)


def send() -> None:
    send_due(now=clock.now() + timedelta(minutes=1), lanes=["transactional"])


@pytest.fixture
def talk(now: datetime) -> Interview:
    make_interviewer(hours=(0, 23))
    candidate = bring_to("introduced", now=now)
    InterviewRequest.objects.create(candidate=candidate, asked_at=now)
    mail.outbox.clear()
    start = next(iter(booking.free_talks(candidate, now=now)))
    return booking.book(candidate, start, now=now)


def test_a_talk_is_asked_to_moved_and_called_off_in_both_calendars(talk: Interview, now: datetime) -> None:
    send()
    for person in (talk.candidate.user, talk.interviewer.user):
        kept, done = calendar_of(person)
        assert done == ["added"]
        assert kept.entries[str(talk.public_id)].starts == talk.starts_at
    start = rescheduling.free_to_move(talk, now=now)[3]
    rescheduling.move(talk, start, actor=talk.candidate.user, now=now)
    send()
    for person in (talk.candidate.user, talk.interviewer.user):
        kept, done = calendar_of(person)
        assert done == ["added", "replaced"]
        assert kept.entries[str(talk.public_id)].starts == start
    talk.refresh_from_db()
    booking.cancel(talk, actor=talk.candidate.user, now=now)
    send()
    for person in (talk.candidate.user, talk.interviewer.user):
        kept, done = calendar_of(person)
        assert done == ["added", "replaced", "removed"]
        assert kept.entries == {}


def test_each_move_and_the_cancel_have_a_higher_number_than_what_was_sent_before(
    talk: Interview, now: datetime
) -> None:
    numbers = []
    for number in (5, 9, 2):
        numbers.append(Interview.objects.get(pk=talk.pk).sequence)
        start = rescheduling.free_to_move(talk, now=now)[number]
        rescheduling.move(talk, start, actor=talk.candidate.user, now=now)
    numbers.append(Interview.objects.get(pk=talk.pk).sequence)
    booking.cancel(Interview.objects.get(pk=talk.pk), actor=talk.interviewer.user, now=now)
    numbers.append(Interview.objects.get(pk=talk.pk).sequence)
    assert numbers == [0, 1, 2, 3, 4]


def test_whoever_forgets_the_number_is_put_right_by_the_database(talk: Interview) -> None:
    Interview.objects.filter(pk=talk.pk).update(starts_at=talk.starts_at + DAY, ends_at=talk.ends_at + DAY)
    Interview.objects.filter(pk=talk.pk).update(interviewer=make_interviewer())
    Interview.objects.filter(pk=talk.pk).update(status="held")
    assert Interview.objects.get(pk=talk.pk).sequence == 2


def test_a_cancel_sent_before_the_late_invitation_is_not_undone_by_it(talk: Interview, now: datetime) -> None:
    """The mail of the booking waited at the mail server: it says what is true when it leaves, or does not leave."""
    booking.cancel(talk, actor=talk.interviewer.user, now=now)
    send()
    _kept, done = calendar_of(talk.candidate.user)
    assert done == ["removed"]


@pytest.fixture
def seat(now: datetime) -> Registration:
    return intro_calls.register(make_candidate(now=now), make_call(starts_at=now + 3 * DAY), now=now)


def test_a_seat_is_the_same_entry_wherever_it_moves(seat: Registration, now: datetime) -> None:
    later = make_call(starts_at=now + 5 * DAY)
    send()
    intro_calls.move(seat, later, actor=seat.candidate.user, now=now)
    send()
    kept, done = calendar_of(seat.candidate.user)
    assert done == ["added", "replaced"]
    assert kept.entries[str(seat.public_id)].starts == later.starts_at
    intro_calls.cancel(Registration.objects.get(pk=seat.pk), now=now)
    send()
    kept, done = calendar_of(seat.candidate.user)
    assert (done[-1], kept.entries) == ("removed", {})


def test_a_call_that_moves_or_is_off_moves_or_leaves_everybodys_calendar(
    seat: Registration, now: datetime
) -> None:
    call, others = seat.call, [make_candidate(now=now) for _ in range(2)]
    for one in others:
        intro_calls.register(one, call, now=now)
    announcing.tell_host(call)
    announcing.move_call(call, now + 4 * DAY, actor=call.host, now=now)
    send()
    people: list[User] = [call.host, seat.candidate.user, *(one.user for one in others)]
    for person in people:
        kept, done = calendar_of(person)
        assert {entry.starts for entry in kept.entries.values()} == {now + 4 * DAY}, done
    announcing.call_off(IntroCall.objects.get(pk=call.pk), actor=call.host, now=now)
    send()
    for person in people:
        kept, done = calendar_of(person)
        assert (done[-1], kept.entries) == ("removed", {})


def test_whoever_arranges_a_session_has_it_in_the_own_calendar_too(now: datetime) -> None:
    candidate = make_candidate(now=now, stage="committed")
    mentor = Mentor.objects.create(user=make_user("mentor"))
    yes: dict[str, Any] = {"mentor_said_yes_at": now, "candidate_said_yes_at": now, "status": "active"}
    pair = Mentorship.objects.create(mentor=mentor, candidate=candidate, proposed_by=make_user(), **yes)
    both = [mentor.user, candidate.user]
    session = sessions.arrange(pair, now + 2 * DAY, actor=mentor.user, at=now)
    send()
    assert [calendar_of(person)[1] for person in both] == [["added"], ["added"]]
    sessions.move(session, now + 3 * DAY, actor=candidate.user, at=now)
    send()
    for person in both:
        assert [entry.starts for entry in calendar_of(person)[0].entries.values()] == [now + 3 * DAY]
    sessions.cancel(session, actor=mentor.user, at=now)
    send()
    assert [calendar_of(person)[0].entries for person in both] == [{}, {}]
