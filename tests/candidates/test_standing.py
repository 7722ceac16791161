"""Taking a break, leaving, coming back, and falling silent."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from candidates import standing
from candidates.enums import Stage, Standing
from candidates.models import Candidate
from candidates.pipeline import STANDING
from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from core.outbox.enums import Lane, Status
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, _kinds, register
from core.outbox.sending import send_due
from core.outbox.services import enqueue
from core.scheduling.models import Commitment
from interviews import booking, intro_calls
from interviews.models import Interview, IntroCall
from mentorship.models import Mentor
from mentorship.services import propose
from tests.factories.offices import RaceFactory
from tests.factories.people import (
    bring_to,
    hand_in_notes,
    introduce,
    make_call,
    make_candidate,
    make_user,
    talk_with,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def booked(now: datetime) -> tuple[Candidate, IntroCall, Interview]:
    """Somebody with a seat in a call and a talk to come."""
    candidate = bring_to(Stage.INTRODUCED, now=now)
    talk = talk_with(candidate, now=now)
    call = make_call(starts_at=now + 9 * DAY)
    intro_calls.register(candidate, call, now=now)
    return candidate, call, talk


def still_booked(candidate: Candidate, call: IntroCall, talk: Interview) -> tuple[int, str, int]:
    call.refresh_from_db()
    talk.refresh_from_db()
    return call.seats_taken, talk.status, Commitment.objects.filter(person=candidate.user).count()


def test_leaving_frees_every_seat_and_talk_and_the_mentors_place(now: datetime) -> None:
    candidate, call, talk = booked(now)
    Candidate.objects.filter(pk=candidate.pk).update(stage=Stage.COMMITTED)
    candidate.refresh_from_db()
    mentor = Mentor.objects.create(user=make_user("mentor"))
    propose(mentor, candidate, actor=make_user("program_staff"), at=now)
    standing.leave(candidate, at=now)
    past = 1  # the call that was attended is over, and its time was spent
    assert still_booked(candidate, call, talk) == (0, "cancelled", past)
    mentor.refresh_from_db()
    assert (candidate.standing, mentor.taken) == (Standing.WITHDRAWN, 0)
    row = candidate.standing_transitions.get()
    assert (row.from_state, row.to_state, row.actor) == ("active", "withdrawn", candidate.user)


@pytest.mark.parametrize(("give_up", "left"), [(False, (1, "booked", 3)), (True, (0, "cancelled", 1))])
def test_a_break_keeps_what_is_booked_unless_one_gives_it_up(
    now: datetime, give_up: bool, left: tuple[int, str, int]
) -> None:
    candidate, call, talk = booked(now)
    standing.take_break(candidate, give_up_bookings=give_up, at=now)
    assert candidate.standing == Standing.DORMANT
    assert still_booked(candidate, call, talk) == left


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("away", [Standing.DORMANT, Standing.WITHDRAWN, Standing.DECLINED])
def test_coming_back_keeps_the_stage(now: datetime, stage: str, away: str) -> None:
    candidate = make_candidate(now=now, stage=stage, standing=away, reapply_from=now.date())
    standing.come_back(candidate, at=now)
    candidate.refresh_from_db()
    assert (candidate.stage, candidate.standing) == (stage, Standing.ACTIVE)


@pytest.mark.parametrize(
    ("day", "refused"), [(date(2026, 6, 1), ""), (date(2026, 6, 2), "too_early"), (None, "no_date")]
)
def test_after_a_no_one_comes_back_on_the_day_that_was_given_and_not_before(
    now: datetime, day: date | None, refused: str
) -> None:
    candidate = make_candidate(now=now, standing=Standing.DECLINED, reapply_from=day)
    if not refused:
        standing.come_back(candidate, at=now)
        return
    with pytest.raises(Refused) as told:
        standing.come_back(candidate, at=now)
    assert told.value.code == refused
    assert not candidate.standing_transitions.exists()


@given(ahead=st.integers(-400, 400))
def test_nobody_comes_back_before_the_day_and_everybody_may_from_it_on(ahead: int) -> None:
    at = datetime(2026, 6, 1, 17, tzinfo=UTC)
    told_no = Candidate(standing=Standing.DECLINED, reapply_from=at.date() + ahead * DAY)
    try:
        standing.may_come_back(told_no, at=at)
        assert ahead <= 0
    except Refused:
        assert ahead > 0


def test_nobody_ends_another_persons_break(now: datetime) -> None:
    candidate = make_candidate(now=now, standing=Standing.DORMANT)
    with pytest.raises(NotPermitted):
        STANDING.move(candidate, Standing.ACTIVE, actor=make_user("interviewer"), at=now)


def test_a_sign_in_ends_the_break_and_tells_so(now: datetime) -> None:
    candidate = make_candidate(now=now, standing=Standing.DORMANT)
    Client().force_login(candidate.user)
    candidate.refresh_from_db()
    assert candidate.standing == Standing.ACTIVE
    assert candidate.standing_transitions.get().reason == standing.SIGNED_IN


@pytest.mark.parametrize("away", [Standing.WITHDRAWN, Standing.DECLINED])
def test_a_sign_in_brings_back_nobody_who_left_or_was_told_no(now: datetime, away: str) -> None:
    candidate = make_candidate(now=now, standing=away)
    Client().force_login(candidate.user)
    candidate.refresh_from_db()
    assert candidate.standing == away


def test_booking_ends_a_break_and_is_closed_to_those_who_left(now: datetime) -> None:
    resting = make_candidate(now=now, standing=Standing.DORMANT)
    gone, told_no = (
        make_candidate(now=now, standing=away) for away in (Standing.WITHDRAWN, Standing.DECLINED)
    )
    call = make_call(starts_at=now + DAY)
    intro_calls.register(resting, call, now=now)
    resting.refresh_from_db()
    assert resting.standing == Standing.ACTIVE
    for candidate, code in ((gone, "left"), (told_no, "not_now")):
        with pytest.raises(Refused) as refused:
            intro_calls.register(candidate, call, now=now)
        assert refused.value.code == code
        Candidate.objects.filter(pk=candidate.pk).update(stage=Stage.INTRODUCED)
        candidate.refresh_from_db()
        with pytest.raises(Refused):
            booking.ask(candidate, topics=[], at=now)
    call.refresh_from_db()
    assert call.seats_taken == 1


@pytest.fixture
def reminder() -> Any:
    yield register(Kind("verify_address_later", Lane.BULK, "A reminder"))
    del _kinds["verify_address_later"]


@pytest.mark.parametrize(
    ("where", "fate", "why"),
    [
        (Standing.ACTIVE, Status.FAILED, "TemplateDoesNotExist"),
        (Standing.DORMANT, Status.CANCELLED, "standing_dormant"),
        (Standing.WITHDRAWN, Status.CANCELLED, "standing_withdrawn"),
        (Standing.DECLINED, Status.FAILED, "TemplateDoesNotExist"),
    ],
)
def test_no_reminder_reaches_those_who_take_a_break_or_left_and_the_reason_is_kept(
    now: datetime, reminder: Kind, where: str, fate: str, why: str
) -> None:
    """The stand-in reminder has no template, so that one that is not dropped fails visibly."""
    candidate = make_candidate(now=now, standing=where)
    enqueue(reminder.code, candidate.user, key="reminder", not_before=now)
    send_due(now=now)
    found = OutgoingMessage.objects.get(key="reminder")
    assert (found.status, found.failure) == (fate, why)


def test_what_is_about_ones_own_booking_goes_out_during_a_break(now: datetime, mailoutbox: list[Any]) -> None:
    candidate, _call, _talk = booked(now)
    standing.take_break(candidate, give_up_bookings=False, at=now)
    OutgoingMessage.objects.update(not_before=now)
    send_due(now=now)
    assert not OutgoingMessage.objects.filter(
        recipient=candidate.user, failure__startswith="standing"
    ).exists()
    kinds = set(candidate.user.messages.filter(status=Status.SENT).values_list("kind", flat=True))
    assert {"intro_call_confirmed", "interview_confirmed_candidate"} <= kinds


# Silence


@pytest.fixture
def after(settings: Settings) -> timedelta:
    """How long one may be silent, with sessions of a day."""
    settings.PROGRAM_DORMANT_AFTER_DAYS = 100
    settings.SESSION_COOKIE_AGE = 24 * 60 * 60
    return timedelta(days=100)


def signed_up(now: datetime, ago: timedelta, **fields: Any) -> Candidate:
    return make_candidate(now=now, **{"signed_up_at": now - ago, **fields})


def rested(now: datetime) -> set[int]:
    standing.let_the_silent_rest(now=now)
    return set(Candidate.objects.filter(standing=Standing.DORMANT).values_list("pk", flat=True))


def test_silence_counts_from_sign_up_sign_in_and_the_last_step_to_the_second(
    now: datetime, after: timedelta
) -> None:
    second = timedelta(seconds=1)
    silent = signed_up(now, after)
    signed_up(now, after - second)
    for ago in (after + DAY, after + DAY - second):
        person = signed_up(now, 2 * after)
        User.objects.filter(pk=person.user_id).update(last_login=now - ago)
        if ago == after + DAY:
            gone_quiet = person
    for ago in (after, after - second):
        person = signed_up(now, 2 * after)
        introduce(person, now=now - ago)
        if ago == after:
            stopped = person
    assert rested(now) == {silent.pk, gone_quiet.pk, stopped.pk}
    row = silent.standing_transitions.get()
    assert (row.actor, row.reason, row.recorded_at) == (None, standing.SILENCE, now)


def test_whoever_has_something_under_way_or_waits_for_us_is_not_silent(
    now: datetime, after: timedelta
) -> None:
    long_ago = now - 3 * after
    runs = signed_up(now, 2 * after)
    runs.candidacies.create(race=RaceFactory(election__date=now.date()))
    ran = signed_up(now, 2 * after)
    ran.candidacies.create(race=RaceFactory(election__date=now.date() - DAY))
    waits = bring_to(Stage.INTRODUCED, now=long_ago, signed_up_at=long_ago)
    hand_in_notes(talk_with(waits, now=long_ago))
    has_a_seat = signed_up(now, 2 * after)
    intro_calls.register(has_a_seat, make_call(starts_at=now + DAY), now=now)
    accompanied = signed_up(now, 2 * after, stage=Stage.COMMITTED)
    propose(
        Mentor.objects.create(user=make_user("mentor")), accompanied, actor=make_user("program_staff"), at=now
    )
    assert rested(now) == {ran.pk}


def test_those_who_came_back_have_their_whole_time_again_and_others_stay_as_they_are(
    now: datetime, after: timedelta
) -> None:
    back = signed_up(now, 3 * after, standing=Standing.DORMANT)
    standing.come_back(back, at=now - after + DAY)
    for away in (Standing.WITHDRAWN, Standing.DECLINED):
        signed_up(now, 3 * after, standing=away)
    assert rested(now) == set()
    assert rested(now + DAY) == {back.pk}


def test_the_silent_rest_in_batches_of_as_many_queries_each_and_once(now: datetime, after: timedelta) -> None:
    people = [signed_up(now, after) for _ in range(7)]
    signed_up(now, DAY)
    counts = []
    for batch in (2, 100):
        with CaptureQueriesContext(connection) as captured:
            counts.append((standing.let_the_silent_rest(now=now, batch=batch), len(captured)))
        if batch == 2:
            assert {p.standing_transitions.count() for p in people} == {1}
            Candidate.objects.update(standing=Standing.ACTIVE)
            now += after
            User.objects.update(last_login=None)
    (first, many), (second, few) = counts
    assert (first, second) == (7, 8)
    rounds = 5  # four with somebody in them, and one that finds nobody
    assert many <= 6 * rounds
    assert few <= 6 * 2
    assert standing.let_the_silent_rest(now=now) == 0
