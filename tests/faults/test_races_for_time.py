"""Nobody is in two places at once, and no call has more people than seats, however many ask in the same instant."""

from datetime import datetime, timedelta
from functools import partial
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg2.extras import DateTimeTZRange

from candidates.enums import Stage
from candidates.models import Candidate
from core.lifecycle import Refused
from core.scheduling.commitments import commit_time
from core.scheduling.models import Commitment, CommitmentKind
from interviews import booking, intro_calls, waiting_list
from interviews.models import Interview, InterviewRequest, IntroCall, Registration
from interviews.waiting_list import place_of
from tests.factories.people import make_call, make_candidate, make_interviewer, make_user
from tests.faults.at_once import accepted, at_once, refusals
from tests.faults.size import FULL, ROUNDS
from tests.faults.waiting import wait_until_somebody_waits_for_a_lock

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
# The embedded server has a hundred connections.
CROWD = 75
HALF_AN_HOUR = timedelta(minutes=30)


def commit(people: list[int], start: datetime, now: datetime) -> None:
    commit_time(people, start, start + HALF_AN_HOUR, kind=CommitmentKind.INTERVIEW, subject=uuid4(), now=now)


def ready_to_book(now: datetime) -> Candidate:
    candidate = make_candidate(now=now, stage=Stage.INTRODUCED)
    InterviewRequest.objects.create(candidate=candidate, asked_at=now)
    return candidate


def test_of_all_who_want_a_seat_at_once_as_many_get_one_as_there_are_and_the_rest_wait_in_order(
    now: datetime,
) -> None:
    """A hundred seats and three hundred people; in the small form ten and thirty. Then every fifth gives it back."""
    seats, people = (100, 300) if FULL else (10, 30)
    call = make_call(starts_at=now + timedelta(days=2), capacity=seats)
    candidates = [make_candidate(now=now) for _ in range(people)]
    crowd = [partial(intro_calls.register, one, call, now=now) for one in candidates]
    answers = [answer for n in range(0, people, CROWD) for answer in at_once(*crowd[n : n + CROWD])]
    assert refusals(answers) == []
    confirmed = [seat for seat in accepted(answers) if seat.status == "confirmed"]
    assert IntroCall.objects.get().seats_taken == len(confirmed) == seats
    assert Commitment.objects.exclude(person=call.host).count() == seats
    line = list(Registration.objects.waiting().filter(call=call))
    assert len(line) == people - seats
    assert [place_of(one) for one in line[:3]] == [1, 2, 3]
    assert max(seat.pk for seat in confirmed) < line[0].pk
    at_once(*(partial(intro_calls.cancel, seat, now=now) for seat in confirmed[::5]))
    at_once(*(partial(waiting_list.tend, now=now) for _ in range(5)))
    offered = Registration.objects.filter(status="offered").order_by("pk")
    assert [one.pk for one in offered] == [one.pk for one in line[: seats // 5]]
    assert IntroCall.objects.get().seats_taken == seats


def test_one_who_asks_twenty_times_at_once_takes_one_seat(now: datetime) -> None:
    call = make_call(starts_at=now + timedelta(days=2), capacity=10)
    candidate = make_candidate(now=now)
    seats = at_once(*(partial(intro_calls.register, candidate, call, now=now) for _ in range(20)))
    assert len({seat.pk for seat in accepted(seats)}) == 1
    assert len(accepted(seats)) == 20
    assert IntroCall.objects.get().seats_taken == 1


def test_twenty_who_give_their_seat_back_twice_at_once_free_twenty_seats(now: datetime) -> None:
    call = make_call(starts_at=now + timedelta(days=2), capacity=20)
    seats = [intro_calls.register(make_candidate(now=now), call, now=now) for _ in range(20)]
    at_once(*(partial(intro_calls.cancel, seat, now=now) for seat in seats for _ in range(2)))
    assert IntroCall.objects.get().seats_taken == 0
    assert not Commitment.objects.exclude(person=call.host).exists()


@pytest.mark.parametrize("shift_seconds", [0, 20])
def test_of_fifty_half_hours_that_overlap_one_is_committed(shift_seconds: int, now: datetime) -> None:
    for _ in range(ROUNDS):
        busy = make_user().pk
        starts = [now + timedelta(seconds=shift_seconds * number) for number in range(50)]
        others = [make_user().pk for _ in starts]
        answers = at_once(
            *(partial(commit, [busy, other], start, now) for other, start in zip(others, starts, strict=True))
        )
        assert len(accepted(answers)) == 1
        assert refusals(answers) == ["taken"] * 49
        assert Commitment.objects.filter(person_id__in=[busy, *others]).count() == 2


def test_half_hours_that_only_touch_are_all_committed(now: datetime) -> None:
    person = make_user().pk
    starts = [now + number * HALF_AN_HOUR for number in range(20)]
    answers = at_once(*(partial(commit, [person], start, now) for start in starts))
    assert refusals(answers) == []
    assert Commitment.objects.filter(person_id=person).count() == 20


def test_without_any_lock_the_database_still_refuses_the_second_of_two(now: datetime) -> None:
    """The second waits for the first, whose outcome nobody knows yet, and is refused as it commits."""
    person = make_user().pk
    outcome: list[type[Exception]] = []
    begun = Event()

    def insert(shift: timedelta) -> None:
        period = DateTimeTZRange(now + shift, now + shift + HALF_AN_HOUR)
        Commitment.objects.create(person_id=person, period=period, kind=CommitmentKind.INTERVIEW)

    def second() -> None:
        begun.set()
        try:
            insert(timedelta(seconds=20))
        except IntegrityError as error:
            outcome.append(type(error))
        finally:
            connection.close()

    thread = Thread(target=second)
    with transaction.atomic():
        insert(timedelta())
        thread.start()
        begun.wait()
        wait_until_somebody_waits_for_a_lock()
    thread.join()
    assert outcome == [IntegrityError]
    assert Commitment.objects.count() == 1


def test_a_hold_that_has_run_out_gives_way_to_one_of_twenty(now: datetime) -> None:
    person = make_user().pk
    period = DateTimeTZRange(now, now + HALF_AN_HOUR)
    Commitment.objects.create(person_id=person, period=period, kind="interview", expires_at=now)
    answers = at_once(*(partial(commit, [person], now, now) for _ in range(20)))
    assert len(accepted(answers)) == 1
    assert Commitment.objects.get().expires_at is None


def test_a_talk_and_a_call_at_the_same_time_are_never_both_given_to_one_person(now: datetime) -> None:
    start = now + timedelta(days=2)
    make_interviewer()
    call = make_call(starts_at=start - timedelta(minutes=20))
    for _ in range(ROUNDS * 5):
        candidate = ready_to_book(now)
        answers = at_once(
            partial(booking.book, candidate, start, now=now),
            partial(intro_calls.register, candidate, call, now=now),
        )
        assert refusals(answers) == ["taken"]
        assert Commitment.objects.filter(person=candidate.user).count() == 1
        Interview.objects.all().delete()
        Commitment.objects.exclude(person=call.host).delete()


def test_one_who_books_twenty_times_at_once_has_one_talk(now: datetime) -> None:
    candidate = ready_to_book(now)
    for _ in range(4):
        make_interviewer()
    starts = [now + timedelta(days=2) + number * HALF_AN_HOUR for number in range(5)] * 4
    answers = at_once(*(partial(booking.book, candidate, start, now=now) for start in starts))
    assert len(accepted(answers)) == 1
    assert set(refusals(answers)) <= {"booked", "taken"}
    assert Commitment.objects.filter(person=candidate.user).count() == 1


def test_two_who_each_interview_the_other_book_without_a_deadlock(now: datetime) -> None:
    """Whose rows are locked is known only by and by; the order must hold all the same."""
    start = now + timedelta(days=2)
    for _ in range(ROUNDS * 5):
        people = [make_interviewer().user, make_interviewer().user]
        for user in people:
            candidate = make_candidate(now=now, stage=Stage.INTRODUCED, user=user)
            InterviewRequest.objects.create(candidate=candidate, asked_at=now)
        answers = at_once(
            partial(booking.book, people[0].candidate, start, now=now),
            partial(booking.book, people[1].candidate, start + HALF_AN_HOUR, now=now),
        )
        assert [str(answer) for answer in answers if isinstance(answer, Refused)] == []
        Interview.objects.all().delete()
        Commitment.objects.all().delete()
        for user in people:
            user.interviewer.delete()
