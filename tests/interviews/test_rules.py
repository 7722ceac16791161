"""R9 to R12: the invitation, who may have a talk, with whom, and what opens after it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils.formats import date_format
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates import intake as intakes
from candidates.enums import Stage, Standing
from candidates.models import Candidate
from candidates.pipeline import STAGE, STANDING
from community.library import may_open_library
from community.models import SlackMembership
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from interviews import booking, reviews
from interviews.enums import DeclineReason, Outcome
from interviews.models import Interview
from mentorship.models import Mentor
from mentorship.services import propose
from tests.factories.people import (
    bring_to,
    hand_in_notes,
    introduce,
    make_candidate,
    make_interviewer,
    make_user,
    talk_with,
)

pytestmark = pytest.mark.django_db


def invitations() -> int:
    return OutgoingMessage.objects.filter(kind="intro_call_invitation").count()


def sign_up(address: str, now: datetime) -> Candidate:
    payload: dict[str, Any] = {
        "first_name": "Sample",
        "last_name": "Person",
        "email": address,
        "postal_code": "78701",
        "date_of_birth": "1998-05-17",
        "exploring": True,
    }
    intakes.receive(payload, form_key=uuid4(), now=now)
    intakes.absorb_waiting(now=now)
    return Candidate.objects.get(user__email=address)


def test_r9_everybody_gets_exactly_one_invitation_to_an_intro_call(now: datetime) -> None:
    candidate = sign_up("new@example.org", now)
    assert invitations() == 0
    intakes.verify(candidate.user, at=now)
    assert invitations() == 1
    intakes.verify(candidate.user, at=now + timedelta(days=1))
    sign_up("new@example.org", now + timedelta(days=2))
    intakes.verify(candidate.user, at=now + timedelta(days=3))
    assert invitations() == 1


def test_r10_a_talk_needs_an_attended_intro_call(now: datetime) -> None:
    candidate = make_candidate(now=now)
    make_interviewer()
    with pytest.raises(Refused, match="First comes a group intro call"):
        booking.ask(candidate, topics=[], at=now)
    introduce(candidate, now=now)
    assert booking.ask(candidate, topics=["training"], at=now).topics == ["training"]


def test_r10_a_talk_needs_the_candidates_own_request(now: datetime) -> None:
    candidate = bring_to(Stage.INTRODUCED, now=now)
    make_interviewer()
    start = next(iter(booking.free_talks(candidate, now=now)))
    with pytest.raises(Refused, match="Ask for your talk first"):
        booking.book(candidate, start, now=now)


def test_r10_an_override_is_staffs_and_is_kept_with_its_reason(now: datetime) -> None:
    candidate = make_candidate(now=now)
    staff = make_user(Role.PROGRAM_STAFF)
    with pytest.raises(Refused, match="reason"):
        booking.let_ask_without_call(candidate, actor=staff, reason=" ", at=now)
    with pytest.raises(NotPermitted):
        booking.let_ask_without_call(candidate, actor=candidate.user, reason="works nights", at=now)
    request = booking.let_ask_without_call(candidate, actor=staff, reason="works nights", at=now)
    assert (request.override_by, request.override_reason) == (staff, "works nights")
    hand_in_notes(talk_with_existing_request(candidate, now))
    candidate.refresh_from_db()
    assert candidate.stage == Stage.INTERVIEWED
    assert [row.to_state for row in candidate.stage_transitions.all()] == [Stage.INTERVIEWED]


def talk_with_existing_request(candidate: Candidate, now: datetime) -> Interview:
    make_interviewer()
    return booking.book(candidate, next(iter(booking.free_talks(candidate, now=now))), now=now)


@pytest.mark.parametrize(
    "flaw",
    [{"vetted_on": None}, {"is_active": False}, {"user__is_active": False}],
    ids=["not vetted", "not active", "may not sign in"],
)
def test_r11_only_active_and_vetted_interviewers_can_be_booked(flaw: dict[str, Any], now: datetime) -> None:
    candidate = bring_to(Stage.INTRODUCED, now=now)
    interviewer = make_interviewer(**{name: value for name, value in flaw.items() if "__" not in name})
    assert "user__is_active" in flaw or not booking.free_talks(candidate, now=now)
    if "user__is_active" in flaw:
        interviewer.user.is_active = False
        interviewer.user.save()
    booking.ask(candidate, topics=[], at=now)
    assert booking.free_talks(candidate, now=now) == {}
    noon_tomorrow = datetime(2026, 6, 3, 17, tzinfo=UTC)
    with pytest.raises(Refused):
        booking.book(candidate, noon_tomorrow, now=now)
    good = make_interviewer()
    assert booking.book(candidate, noon_tomorrow, now=now).interviewer == good


def test_r12_agreement_opens_slack_training_and_mentors_after_an_advance_only(now: datetime) -> None:
    candidate = bring_to(Stage.INTERVIEWED, now=now)
    staff = make_user(Role.PROGRAM_STAFF)
    mentor = Mentor.objects.create(user=make_user(Role.MENTOR))
    with pytest.raises(Refused, match="once we have said yes"):
        reviews.agree(candidate, actor=candidate.user, at=now)
    with pytest.raises(Refused, match="R12"):
        propose(mentor, candidate, actor=staff, at=now)
    assert not may_open_library(candidate.user)
    reviews.decide(candidate.interviews.get(), outcome=Outcome.ADVANCE, actor=staff, at=now)
    assert not may_open_library(candidate.user)
    reviews.agree(candidate, actor=candidate.user, at=now)
    assert may_open_library(candidate.user)
    assert SlackMembership.objects.filter(candidate=candidate).count() == 1
    assert propose(mentor, candidate, actor=staff, at=now).status == "proposed"


def test_r12_a_hold_opens_nothing(now: datetime) -> None:
    candidate = bring_to(Stage.INTERVIEWED, now=now)
    staff = make_user(Role.PROGRAM_STAFF)
    reviews.decide(candidate.interviews.get(), outcome=Outcome.HOLD, actor=staff, at=now)
    with pytest.raises(Refused):
        reviews.agree(candidate, actor=candidate.user, at=now)


def test_r12_nobody_agrees_for_the_candidate(now: datetime) -> None:
    candidate = bring_to(Stage.INTERVIEWED, now=now)
    staff = make_user(Role.PROGRAM_STAFF)
    reviews.decide(candidate.interviews.get(), outcome=Outcome.ADVANCE, actor=staff, at=now)
    with pytest.raises(NotPermitted):
        STAGE.move(candidate, Stage.COMMITTED, actor=staff, at=now)


def test_a_not_now_needs_its_reason_the_reply_and_the_date_to_come_back(now: datetime) -> None:
    candidate = bring_to(Stage.INTERVIEWED, now=now)
    staff = make_user(Role.PROGRAM_STAFF)
    interview = candidate.interviews.get()
    complete: dict[str, Any] = {
        "reason": DeclineReason.RUNNING_LATER,
        "reapply_from": date(2027, 1, 1),
        "reply": "Come back in January.",
    }
    for missing in complete:
        some = {name: value for name, value in complete.items() if name != missing}
        with pytest.raises(Refused, match="reason, the reply"):
            reviews.decide(interview, outcome=Outcome.DECLINE, actor=staff, at=now, **some)
    reviews.decide(interview, outcome=Outcome.DECLINE, actor=staff, at=now, **complete)
    candidate.refresh_from_db()
    assert (candidate.standing, candidate.reapply_from) == (Standing.DECLINED, date(2027, 1, 1))


def test_whoever_left_is_not_moved_on(now: datetime) -> None:
    candidate = bring_to(Stage.INTRODUCED, now=now)
    interview = talk_with(candidate, now=now)
    STANDING.move(candidate, Standing.WITHDRAWN, actor=candidate.user, at=now)
    with pytest.raises(Refused, match="not with us"):
        hand_in_notes(interview)
    assert Candidate.objects.get(pk=candidate.pk).stage == Stage.INTRODUCED


def test_a_talk_is_decided_once(now: datetime) -> None:
    candidate = bring_to(Stage.INTERVIEWED, now=now)
    staff = make_user(Role.PROGRAM_STAFF)
    reviews.decide(candidate.interviews.get(), outcome=Outcome.ADVANCE, actor=staff, at=now)
    with pytest.raises(Refused, match="already decided"):
        reviews.decide(candidate.interviews.get(), outcome=Outcome.HOLD, actor=staff, at=now)


@pytest.mark.slow
@settings(max_examples=25)
@given(minutes=st.integers(min_value=-60, max_value=60))
def test_notes_are_taken_from_the_moment_the_talk_begins(minutes: int) -> None:
    from django.db import transaction

    now = datetime(2026, 6, 1, 17, tzinfo=UTC)
    with transaction.atomic():
        candidate = bring_to(Stage.INTRODUCED, now=now)
        interview = talk_with(candidate, now=now)
        at = interview.starts_at + timedelta(minutes=minutes)
        notes = {"recommendation": "hold", "note_to_candidate": "x"}
        ratings = dict.fromkeys(("reason", "roots", "grasp", "time", "asking", "learning"), 1)
        try:
            reviews.hand_in_notes(interview, actor=interview.interviewer.user, at=at, **notes, **ratings)
            was_taken = True
        except Refused:
            was_taken = False
        transaction.set_rollback(True)
    assert was_taken == (minutes >= 0)


@pytest.mark.parametrize(("days", "opens"), [(-1, False), (0, True), (1, True)])
def test_r10_a_talk_alone_opens_on_the_eighteenth_birthday_and_group_calls_before(
    days: int, opens: bool, now: datetime
) -> None:
    today = now.astimezone(ZoneInfo("America/Chicago")).date()
    born = today.replace(year=today.year - 18) - timedelta(days=days)
    candidate = make_candidate(now=now, date_of_birth=born)
    introduce(candidate, now=now - timedelta(hours=1))
    if opens:
        assert booking.ask(candidate, topics=[], at=now)
        return
    with pytest.raises(Refused, match=date_format(born.replace(year=born.year + 18))) as refused:
        booking.ask(candidate, topics=[], at=now)
    assert refused.value.code == "minor"


def test_r10_no_override_lets_anybody_talk_to_a_minor_alone(now: datetime) -> None:
    candidate = make_candidate(now=now, date_of_birth=now.date() - timedelta(days=17 * 365))
    staff = make_user(Role.PROGRAM_STAFF)
    with pytest.raises(Refused, match="adults"):
        booking.let_ask_without_call(candidate, actor=staff, reason="Urgent", at=now)


@pytest.mark.parametrize("by", ["candidate", "interviewer"])
def test_both_sides_hear_that_a_talk_is_cancelled_each_in_their_own_words(by: str, now: datetime) -> None:
    interview = talk_with(bring_to(Stage.INTRODUCED, now=now), now=now)
    sides = {"candidate": interview.candidate.user, "interviewer": interview.interviewer.user}
    OutgoingMessage.objects.all().delete()
    booking.cancel(interview, actor=sides[by], now=now)
    told = OutgoingMessage.objects.all()
    assert {one.kind: one.recipient for one in told} == {
        "candidate": {"talk_given_back": sides["interviewer"], "talk_off_candidate": sides["candidate"]},
        "interviewer": {"talk_to_rebook": sides["candidate"], "talk_off_interviewer": sides["interviewer"]},
    }[by]
    assert {one.expires_at for one in told} == {interview.starts_at}
