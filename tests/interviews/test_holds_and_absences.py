"""A time is held for ten minutes; a talk is handed over, and who did not come is no cancellation."""

from datetime import UTC, datetime, timedelta

import pytest

from candidates.enums import Stage
from candidates.models import Candidate
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from core.outbox.registry import NoLongerWanted
from core.outbox.reminders import write_due
from core.outbox.rendering import render
from core.scheduling.commitments import Taken
from core.scheduling.models import Commitment
from interviews import booking, reviews
from interviews.absences import PATIENCE, candidate_did_not_come, interviewer_did_not_come
from interviews.availability import free_talks
from interviews.enums import Criterion
from interviews.holding import HELD_FOR, forget_expired, give_back, held_by, hold
from interviews.models import ConflictOfInterest, Interview, InterviewRequest, TalkHold
from interviews.rescheduling import move
from interviews.substituting import find_substitute, hand_over
from tests.factories.people import make_candidate, make_interviewer, make_user

pytestmark = pytest.mark.django_db
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
NINE = datetime(2026, 6, 3, 14, tzinfo=UTC)


def asking(now: datetime) -> Candidate:
    found = make_candidate(now=now, stage=Stage.INTRODUCED)
    InterviewRequest.objects.create(candidate=found, asked_at=now)
    return found


@pytest.fixture
def talk(now: datetime) -> Interview:
    make_interviewer()
    return booking.book(asking(now), NINE, now=now)


def told(kind: str) -> list[OutgoingMessage]:
    return list(OutgoingMessage.objects.filter(kind=kind).order_by("pk"))


def test_a_held_time_is_offered_to_nobody_else_for_ten_minutes_to_the_second(now: datetime) -> None:
    make_interviewer()
    holder, other = asking(now), asking(now)
    hold(holder, NINE, now=now)
    assert NINE in free_talks(holder, now=now)
    for later in (timedelta(0), HELD_FOR - SECOND):
        assert NINE not in free_talks(other, now=now + later)
        with pytest.raises(Taken):
            booking.book(other, NINE, now=now + later)
    assert booking.book(other, NINE, now=now + HELD_FOR).candidate == other
    assert held_by(holder, now=now + HELD_FOR) is None
    with pytest.raises(Taken):
        booking.book(holder, NINE, now=now + HELD_FOR)


def test_what_is_held_is_confirmed_with_the_one_who_is_held_for_it(now: datetime) -> None:
    make_interviewer()
    holder = asking(now)
    kept = hold(holder, NINE, now=now)
    make_interviewer(states=["TX"])
    talk = booking.book(holder, NINE, now=now + HELD_FOR - SECOND)
    assert talk.interviewer == kept.interviewer
    assert talk.assigned_because == kept.assigned_because
    assert not TalkHold.objects.exists()
    assert {row.subject for row in Commitment.objects.all()} == {talk.public_id}


def test_who_presses_another_time_holds_that_one_and_the_first_is_free(now: datetime) -> None:
    make_interviewer()
    holder, other = asking(now), asking(now)
    hold(holder, NINE, now=now)
    hold(holder, NINE + HOUR, now=now)
    assert booking.book(other, NINE, now=now)
    with pytest.raises(Taken):
        hold(holder, NINE, now=now)
    assert held_by(holder, now=now).starts_at == NINE + HOUR  # type: ignore[union-attr]
    give_back(holder)
    assert Commitment.objects.filter(person=holder.user).count() == 0


def test_what_ran_out_is_forgotten_and_what_is_held_stays(now: datetime) -> None:
    make_interviewer()
    make_interviewer()
    hold(asking(now), NINE, now=now - HELD_FOR)
    kept = hold(asking(now), NINE, now=now)
    assert forget_expired(now=now) == 1
    assert TalkHold.objects.get() == kept
    assert {row.subject for row in Commitment.objects.all()} == {kept.public_id}


def test_two_candidates_who_want_the_last_time_hold_it_one_after_the_other(now: datetime) -> None:
    make_interviewer()
    hold(asking(now), NINE, now=now)
    with pytest.raises(Taken, match="moment quicker"):
        hold(asking(now), NINE, now=now)


def test_a_substitute_holds_the_talk_at_the_same_time_and_all_hear_of_it(
    talk: Interview, now: datetime
) -> None:
    before = talk.interviewer
    fresh = make_interviewer()
    assert find_substitute(talk, actor=before.user, now=now) == fresh
    talk.refresh_from_db()
    assert (talk.interviewer, talk.starts_at, talk.sequence) == (fresh, NINE, 1)
    assert talk.assigned_because[0] == "substitute"
    assert {row.person_id for row in Commitment.objects.all()} == {fresh.user_id, talk.candidate.user_id}
    assert told("interviewer_changed")[0].recipient == talk.candidate.user
    assert told("interview_confirmed_interviewer")[-1].recipient == fresh.user


def test_a_talk_that_goes_to_and_fro_is_told_each_time(talk: Interview, now: datetime) -> None:
    make_interviewer()
    for _ in range(2):
        find_substitute(talk, actor=talk.interviewer.user, now=now)
    assert len(told("interviewer_changed")) == 2


def test_nobody_is_reminded_of_a_talk_that_they_handed_over(talk: Interview, now: datetime) -> None:
    before = talk.interviewer.user
    write_due(now=NINE - 12 * HOUR)
    make_interviewer()
    find_substitute(talk, actor=before, now=now)
    (reminder,) = told("interview_tomorrow_interviewer")
    assert reminder.recipient == before
    with pytest.raises(NoLongerWanted, match="handed_over"):
        render(reminder)


def test_without_a_substitute_the_candidate_chooses_anew(talk: Interview, now: datetime) -> None:
    stranger = make_interviewer()
    ConflictOfInterest.objects.create(
        interviewer=stranger, candidate=talk.candidate, declared_by=stranger.user
    )
    assert find_substitute(talk, actor=talk.interviewer.user, now=now) is None
    talk.refresh_from_db()
    assert talk.status == "cancelled"
    assert told("talk_to_rebook")[0].recipient == talk.candidate.user
    assert not Commitment.objects.exists()


def test_only_whose_talk_it_is_hands_it_over_and_never_to_somebody_who_may_not_hold_it(
    talk: Interview, now: datetime
) -> None:
    with pytest.raises(NotPermitted):
        find_substitute(talk, actor=talk.candidate.user, now=now)
    with pytest.raises(Refused, match="begun"):
        find_substitute(talk, actor=talk.interviewer.user, now=NINE)
    assert not hand_over(talk, make_interviewer(vetted_on=None), now=now)
    assert not hand_over(talk, make_interviewer(is_active=False), now=now)
    assert Interview.objects.get().interviewer == talk.interviewer


@pytest.mark.parametrize("side", ["candidate", "interviewer"])
def test_each_sides_absence_is_a_state_of_its_own_and_booking_is_open_at_once(
    side: str, talk: Interview, now: datetime
) -> None:
    record, actor, status, mail = {
        "candidate": (candidate_did_not_come, talk.interviewer.user, "missed", "talk_missed"),
        "interviewer": (interviewer_did_not_come, talk.candidate.user, "left_waiting", "talk_left_waiting"),
    }[side]
    absent = talk.candidate.user if side == "candidate" else talk.interviewer.user
    with pytest.raises(NotPermitted):
        record(talk, actor=absent, now=NINE + PATIENCE)
    with pytest.raises(Refused, match="ten minutes"):
        record(talk, actor=actor, now=NINE + PATIENCE - SECOND)
    record(talk, actor=actor, now=NINE + PATIENCE)
    assert Interview.objects.get().status == status
    assert told(mail)[0].recipient == talk.candidate.user
    assert told("talk_to_rebook") == told("talk_given_back") == []
    again = booking.book(talk.candidate, NINE + 48 * HOUR, now=NINE + PATIENCE)
    assert again.status == "booked"
    write_due(now=NINE + 50 * HOUR)
    assert [one.context["interview"] for one in told("scorecard_overdue")] == []


def test_a_substitute_who_does_not_come_is_absent_and_not_the_one_who_handed_over(
    talk: Interview, now: datetime
) -> None:
    before, fresh = talk.interviewer, make_interviewer()
    find_substitute(talk, actor=before.user, now=now)
    interviewer_did_not_come(talk, actor=talk.candidate.user, now=NINE + PATIENCE)
    assert not before.interviews.exists()
    assert fresh.interviews.get().status == "left_waiting"


def test_notes_are_asked_for_two_days_after_the_talk_took_place_and_not_after_it_was_booked(
    talk: Interview, now: datetime
) -> None:
    move(talk, NINE + 96 * HOUR, actor=talk.candidate.user, now=now)
    ends = NINE + 96 * HOUR + HOUR / 2
    for later in (now + 49 * HOUR, NINE + 49 * HOUR, ends + 48 * HOUR - SECOND):
        write_due(now=later)
        assert told("scorecard_overdue") == []
    write_due(now=ends + 48 * HOUR)
    assert len(told("scorecard_overdue")) == 1


def test_whoever_noted_an_absence_by_mistake_hands_in_the_notes(talk: Interview, now: datetime) -> None:
    candidate_did_not_come(talk, actor=make_user(Role.PROGRAM_STAFF), now=NINE + PATIENCE)
    notes = {criterion.value: 2 for criterion in Criterion}
    reviews.hand_in_notes(
        talk,
        actor=talk.interviewer.user,
        at=NINE + HOUR,
        recommendation="hold",
        note_to_candidate="x",
        **notes,
    )
    assert Interview.objects.get().status == "held"
    with pytest.raises(NoLongerWanted):
        render(told("talk_missed")[0])
