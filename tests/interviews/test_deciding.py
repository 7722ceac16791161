"""A decision can be taken back for an hour, exactly, and never from somebody who has moved on or was told."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates.enums import Stage, Standing
from candidates.models import Candidate
from candidates.pipeline import STANDING
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from core.outbox.registry import NoLongerWanted
from core.outbox.rendering import render
from interviews import booking, reviews
from interviews.deciding import can_be_undone, decide_all, undo, undo_all
from interviews.enums import DeclineReason, Outcome
from interviews.models import Decision, Interview, Scorecard, UndoneDecision
from tests.factories.people import make_candidate, make_interviewer, make_user
from tests.faults.at_once import accepted, at_once, refusals
from tests.interviews.talked import a_held_talk

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
NOT_NOW: dict[str, Any] = {
    "outcome": Outcome.DECLINE,
    "reason": DeclineReason.RUNNING_LATER,
    "reapply_from": date(2027, 1, 1),
    "reply": "Come back in January.",
}


@pytest.fixture
def staff(db: None) -> Any:
    return make_user(Role.PROGRAM_STAFF)


def everything() -> list[Any]:
    """All that a decision touches and an undoing restores."""
    return [
        list(Candidate.objects.order_by("pk").values()),
        list(Interview.objects.order_by("pk").values()),
        list(Scorecard.objects.order_by("pk").values()),
        list(Decision.objects.order_by("pk").values("interview", "outcome")),
        list(Scorecard.objects.undecided().order_by("pk").values_list("pk", flat=True)),
    ]


def decision_mails(*, status: str = "due") -> int:
    return OutgoingMessage.objects.filter(kind__startswith="decision_", status=status).count()


@pytest.mark.parametrize(
    ("late", "open_still"),
    [(-SECOND, True), (timedelta(0), False), (SECOND, False)],
    ids=["59:59", "full", "over"],
)
def test_the_last_second_of_the_hour_works_and_the_full_hour_does_not(
    late: timedelta, open_still: bool, staff: Any, now: datetime
) -> None:
    decision = reviews.decide(a_held_talk(now), outcome=Outcome.HOLD, actor=staff, at=now)
    assert can_be_undone(decision, at=now + HOUR + late) == open_still
    if open_still:
        undo(decision, actor=staff, at=now + HOUR + late)
        assert not Decision.objects.exists()
        return
    with pytest.raises(Refused, match="hour") as refused:
        undo(decision, actor=staff, at=now + HOUR + late)
    assert refused.value.code == "too_late"
    assert Decision.objects.count() == 1


def test_the_mail_waits_for_the_hour_and_the_page_does_not(staff: Any, now: datetime) -> None:
    talk = a_held_talk(now)
    reviews.decide(talk, outcome=Outcome.ADVANCE, actor=staff, at=now)
    assert OutgoingMessage.objects.get(kind="decision_advance").not_before == now + HOUR
    reviews.agree(talk.candidate, actor=talk.candidate.user, at=now + SECOND)
    assert Candidate.objects.get().stage == Stage.COMMITTED


@pytest.mark.parametrize("before", [Standing.ACTIVE, Standing.DORMANT])
@pytest.mark.parametrize("outcome", list(Outcome))
def test_undoing_leaves_everything_as_it_was(outcome: str, before: str, staff: Any, now: datetime) -> None:
    candidate = make_candidate(
        now=now, stage=Stage.INTERVIEWED, standing=before, reapply_from=date(2026, 1, 1)
    )
    talk = a_held_talk(now, candidate=candidate)
    was = everything()
    said = NOT_NOW if outcome == Outcome.DECLINE else {"outcome": outcome}
    decision = reviews.decide(talk, actor=staff, at=now, **said)
    assert everything() != was
    undo(decision, actor=staff, at=now + HOUR / 2)
    assert everything() == was
    assert (decision_mails(), decision_mails(status="cancelled")) == (0, 1)
    kept = UndoneDecision.objects.get()
    assert (kept.outcome, kept.decided_by, kept.undone_by) == (outcome, staff, staff)


def test_what_was_taken_back_can_be_decided_again_and_is_told_once(staff: Any, now: datetime) -> None:
    talk = a_held_talk(now)
    for turn, outcome in enumerate((Outcome.HOLD, Outcome.ADVANCE)):
        decision = reviews.decide(talk, outcome=outcome, actor=staff, at=now + turn * HOUR / 4)
        if outcome == Outcome.HOLD:
            undo(decision, actor=staff, at=now + HOUR / 8)
    assert (decision_mails(), decision_mails(status="cancelled")) == (1, 1)
    hold, advance = OutgoingMessage.objects.filter(kind__startswith="decision_").order_by("pk")
    with pytest.raises(NoLongerWanted):
        render(hold)
    assert "Go to a meeting." in render(advance).text


def moves_on(how: str, talk: Interview, now: datetime) -> None:
    candidate = talk.candidate
    candidate.refresh_from_db()
    if how == "agreed":
        reviews.agree(candidate, actor=candidate.user, at=now)
    elif how == "booked another talk":
        booking.book(candidate, next(iter(booking.free_talks(candidate, now=now))), now=now)
    elif how == "came back":
        STANDING.move(candidate, Standing.ACTIVE, actor=candidate.user, at=now)
    else:
        OutgoingMessage.objects.filter(kind__startswith="decision_").update(status="sent", sent_at=now)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("agreed", {"outcome": Outcome.ADVANCE}),
        ("booked another talk", {"outcome": Outcome.HOLD}),
        ("came back", {**NOT_NOW, "reapply_from": date(2020, 1, 1)}),
        ("was told", {"outcome": Outcome.HOLD}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nobody_who_has_moved_on_or_was_told_is_moved_back(
    how: str, said: dict[str, Any], staff: Any, now: datetime
) -> None:
    talk = a_held_talk(now)
    decision = reviews.decide(talk, actor=staff, at=now, **said)
    moves_on(how, talk, now + HOUR / 4)
    was = everything()
    with pytest.raises(Refused) as refused:
        undo(decision, actor=staff, at=now + HOUR / 2)
    assert refused.value.code == ("told" if how == "was told" else "moved_on")
    assert everything() == was
    assert not UndoneDecision.objects.exists()


def test_only_program_staff_take_back_and_nobody_about_themselves(staff: Any, now: datetime) -> None:
    mine = a_held_talk(now, candidate=make_candidate(now=now, stage=Stage.INTERVIEWED, user=staff))
    decision = reviews.decide(mine, outcome=Outcome.HOLD, actor=make_user(Role.PROGRAM_STAFF), at=now)
    for actor in (staff, mine.interviewer.user, make_user()):
        with pytest.raises(NotPermitted):
            undo(decision, actor=actor, at=now)
    assert Decision.objects.count() == 1


def test_several_are_decided_together_and_whoever_cannot_be_is_named(staff: Any, now: datetime) -> None:
    talks = [a_held_talk(now) for _ in range(4)]
    mine = a_held_talk(now, candidate=make_candidate(now=now, stage=Stage.INTERVIEWED, user=staff))
    reviews.decide(talks[0], outcome=Outcome.HOLD, actor=staff, at=now)
    Candidate.objects.filter(pk=talks[1].candidate_id).update(standing=Standing.WITHDRAWN)
    done = decide_all([*talks, mine], outcome=Outcome.ADVANCE, actor=staff, at=now)
    assert done.done == talks[2:]
    assert {talk.pk for talk, _why in done.left_out} == {talks[0].pk, talks[1].pk, mine.pk}
    assert Decision.objects.filter(batch=done.batch).count() == 2


def test_not_now_is_never_said_in_bulk(staff: Any, now: datetime) -> None:
    with pytest.raises(Refused, match="one by one"):
        decide_all([a_held_talk(now)], outcome=Outcome.DECLINE, actor=staff, at=now)
    assert not Decision.objects.exists()


def test_taking_back_what_was_decided_together_leaves_out_whoever_moved_on(staff: Any, now: datetime) -> None:
    talks = [a_held_talk(now) for _ in range(5)]
    done = decide_all(talks, outcome=Outcome.ADVANCE, actor=staff, at=now)
    moves_on("agreed", talks[2], now + HOUR / 4)
    taken = undo_all(done.batch, actor=staff, at=now + HOUR / 2)
    assert [talk.pk for talk in taken.done] == [talk.pk for talk in talks if talk is not talks[2]]
    assert [talk.pk for talk, _why in taken.left_out] == [talks[2].pk]
    assert list(Decision.objects.values_list("interview", flat=True)) == [talks[2].pk]
    assert decision_mails() == 1
    with pytest.raises(Refused, match="already"):
        undo_all(uuid4(), actor=staff, at=now)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["advance", "hold", "decline", "undo", "agree", "come back"]),
        st.integers(min_value=0, max_value=70),
    ),
    max_size=8,
)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=30)
@given(steps=STEPS)
def test_no_sequence_of_deciding_and_taking_back_tells_more_than_one_answer_or_moves_anybody_back(
    steps: list[tuple[str, int]],
) -> None:
    now = datetime.fromisoformat("2026-06-01T17:00:00+00:00")
    with transaction.atomic():
        staff = make_user(Role.PROGRAM_STAFF)
        talk = a_held_talk(now)
        at, furthest = now, 0
        for step, minutes in steps:
            at += timedelta(minutes=minutes)
            with suppress(Refused):
                take(step, talk, staff, at)
            candidate = Candidate.objects.get(pk=talk.candidate_id)
            reached = list(Stage).index(Stage(candidate.stage))
            assert reached >= furthest
            furthest = reached
            decided = Decision.objects.filter(interview=talk).first()
            assert decision_mails() == (1 if decided else 0)
            if candidate.stage == Stage.COMMITTED:
                assert decided is not None
            if decided is None:
                assert (candidate.standing, candidate.reapply_from) == (Standing.ACTIVE, None)
        transaction.set_rollback(True)


def take(step: str, talk: Interview, staff: Any, at: datetime) -> None:
    candidate = Candidate.objects.get(pk=talk.candidate_id)
    if step == "undo":
        found = Decision.objects.filter(interview=talk).first()
        if found is not None:
            undo(found, actor=staff, at=at)
    elif step == "agree":
        reviews.agree(candidate, actor=candidate.user, at=at)
    elif step == "come back":
        STANDING.move(candidate, Standing.ACTIVE, actor=staff, at=at)
    else:
        reviews.decide(talk, actor=staff, at=at, **(NOT_NOW if step == "decline" else {"outcome": step}))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(now: datetime) -> None:
    talks = [a_held_talk(now, interviewer=make_interviewer()) for _ in range(3)]
    one, other = make_user(Role.PROGRAM_STAFF), make_user(Role.PROGRAM_STAFF)
    for talk in talks:
        answers = at_once(
            partial(reviews.decide, talk, outcome=Outcome.ADVANCE, actor=one, at=now),
            partial(reviews.decide, talk, actor=other, at=now, **NOT_NOW),
        )
        assert len(accepted(answers)) == 1
        assert refusals(answers) == ["done"]
        won = accepted(answers)[0].outcome
        candidate = Candidate.objects.get(pk=talk.candidate_id)
        assert candidate.standing == (Standing.DECLINED if won == Outcome.DECLINE else Standing.ACTIVE)
    assert decision_mails() == 3


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_about_the_same_people_together_do_not_wait_for_each_other_for_ever(
    now: datetime,
) -> None:
    talks = [a_held_talk(now) for _ in range(8)]
    one, other = make_user(Role.PROGRAM_STAFF), make_user(Role.PROGRAM_STAFF)
    answers = accepted(
        at_once(
            partial(decide_all, talks, outcome=Outcome.ADVANCE, actor=one, at=now),
            partial(decide_all, talks[::-1], outcome=Outcome.HOLD, actor=other, at=now),
        )
    )
    assert sorted(len(answer.done) for answer in answers) == [0, 8]
    assert sorted(len(answer.left_out) for answer in answers) == [0, 8]


@pytest.mark.django_db(transaction=True)
def test_taking_back_and_agreeing_at_once_leave_one_of_the_two(now: datetime) -> None:
    staff = make_user(Role.PROGRAM_STAFF)
    for _ in range(3):
        talk = a_held_talk(now)
        decision = reviews.decide(talk, outcome=Outcome.ADVANCE, actor=staff, at=now)
        answers = at_once(
            partial(undo, decision, actor=staff, at=now),
            partial(reviews.agree, talk.candidate, actor=talk.candidate.user, at=now),
        )
        candidate = Candidate.objects.get(pk=talk.candidate_id)
        stands = Decision.objects.filter(interview=talk).exists()
        assert refusals(answers) == [("moved_on" if stands else "not_advanced")]
        assert (candidate.stage == Stage.COMMITTED) == stands


@pytest.mark.django_db(transaction=True)
def test_one_batch_taken_back_twice_at_once_is_taken_back_once(now: datetime) -> None:
    staff = make_user(Role.PROGRAM_STAFF)
    done = decide_all([a_held_talk(now) for _ in range(4)], outcome=Outcome.HOLD, actor=staff, at=now)
    answers = at_once(*(partial(undo_all, done.batch, actor=staff, at=now) for _ in range(2)))
    taken = [len(answer.done) for answer in accepted(answers)]
    assert sum(taken) == 4
    assert UndoneDecision.objects.count() == 4
