"""Whoever waits for a free time is told of it in their turn, and no more of them than there are times."""

from datetime import date, datetime, time, timedelta

import pytest

from candidates.enums import Stage
from candidates.models import Candidate
from core.outbox.models import OutgoingMessage
from core.scheduling.models import HoursOn, WeeklyHours
from interviews import booking
from interviews.availability import free_talks
from interviews.models import ConflictOfInterest, Interviewer, InterviewRequest
from interviews.notifying import AGAIN_AFTER, AT_ONCE, tell_me, tell_of_free_times
from tests.factories.people import make_candidate, make_interviewer

pytestmark = pytest.mark.django_db
MINUTE, HALF_HOUR = timedelta(minutes=1), timedelta(minutes=30)
THE_DAY = date(2026, 6, 3)


def waiting(people: int, now: datetime) -> list[Candidate]:
    """So many who asked, one after the other, found nothing, and want to hear."""
    found = []
    for number in range(people):
        candidate = make_candidate(now=now, stage=Stage.INTRODUCED)
        asked_at = now - timedelta(days=9) + number * MINUTE
        InterviewRequest.objects.create(candidate=candidate, asked_at=asked_at)
        tell_me(candidate, at=asked_at)
        found.append(candidate)
    return found


def offers(half_hours: int) -> Interviewer:
    """An interviewer who offers so many half hours on one day, and nothing else."""
    interviewer = make_interviewer(buffer_minutes=0)
    WeeklyHours.objects.filter(person=interviewer.user).delete()
    ends = (datetime.combine(THE_DAY, time(9)) + half_hours * HALF_HOUR).time()
    HoursOn.objects.create(person=interviewer.user, day=THE_DAY, starts=time(9), ends=ends)
    return interviewer


def told() -> list[int]:
    """The users who were told, in order."""
    mails = OutgoingMessage.objects.filter(kind="talk_times_free").order_by("pk")
    return list(mails.values_list("recipient", flat=True))


def test_as_many_are_told_as_there_are_times_however_often_it_is_asked(now: datetime) -> None:
    people = waiting(4, now)
    offers(2)
    assert [tell_of_free_times(now=now + n * MINUTE) for n in range(3)] == [2, 0, 0]
    assert told() == [one.user_id for one in people[:2]]


def test_who_was_told_before_counts_when_times_are_added(now: datetime) -> None:
    people = waiting(4, now)
    offers(1)
    assert tell_of_free_times(now=now) == 1
    HoursOn.objects.update(ends=time(10, 30))
    assert [tell_of_free_times(now=now + n * MINUTE) for n in (1, 2)] == [2, 0]
    assert told() == [one.user_id for one in people[:3]]


def test_once_they_have_booked_what_is_free_goes_to_the_next(now: datetime) -> None:
    people = waiting(2, now)
    offers(1)
    assert tell_of_free_times(now=now) == 1
    booking.book(people[0], next(iter(free_talks(people[0], now=now))), now=now)
    assert tell_of_free_times(now=now + MINUTE) == 0
    offers(1)
    assert tell_of_free_times(now=now + 2 * MINUTE) == 1
    assert told() == [one.user_id for one in people]


def test_who_was_told_and_did_not_book_is_told_again_after_two_days_to_the_second(now: datetime) -> None:
    waiting(1, now)
    make_interviewer()
    assert tell_of_free_times(now=now) == 1
    assert tell_of_free_times(now=now + AGAIN_AFTER - timedelta(seconds=1)) == 0
    assert tell_of_free_times(now=now + AGAIN_AFTER) == 1


def test_who_can_take_none_of_them_keeps_nobody_else_waiting(now: datetime) -> None:
    people = waiting(AT_ONCE + 1, now)
    interviewer = offers(1)
    ConflictOfInterest.objects.bulk_create(
        ConflictOfInterest(interviewer=interviewer, candidate=one, declared_by=interviewer.user)
        for one in people[:AT_ONCE]
    )
    assert tell_of_free_times(now=now) == 1
    assert told() == [people[-1].user_id]


def test_at_most_twenty_are_told_at_once(now: datetime) -> None:
    waiting(AT_ONCE + 1, now)
    make_interviewer()
    assert [tell_of_free_times(now=now + n * MINUTE) for n in range(3)] == [AT_ONCE, 1, 0]
