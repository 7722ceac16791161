"""Whatever order of holding, booking, moving, cancelling and handing over: no time is lost, and none is given twice."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from candidates.enums import Stage
from candidates.models import Candidate
from core.lifecycle import Refused
from core.scheduling.models import Commitment
from interviews.absences import candidate_did_not_come, interviewer_did_not_come
from interviews.availability import LENGTH, free_talks
from interviews.booking import book, cancel
from interviews.holding import forget_expired, give_back, hold
from interviews.models import Interview, InterviewRequest, TalkHold
from interviews.rescheduling import move
from interviews.substituting import find_substitute
from tests.factories.people import make_candidate, make_interviewer

BEGIN = datetime(2026, 6, 1, 17, tzinfo=UTC)
OVERLAPPING = """
SELECT count(*) FROM scheduling_commitment a JOIN scheduling_commitment b
ON a.person_id = b.person_id AND a.id < b.id AND a.period && b.period
"""
people = st.integers(0, 2)
# Few starts, so that people meet: half hours of two afternoons.
starts = st.integers(48, 53) | st.integers(96, 99)


class Life(RuleBasedStateMachine):
    """Three candidates and two interviewers, one of whom keeps a quarter of an hour free around a talk."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        self.undo = transaction.atomic()
        self.undo.__enter__()
        make_interviewer(hours=(0, 23), notice_hours=1)
        make_interviewer(hours=(0, 23), notice_hours=1, buffer_minutes=15)
        self.people = [self.somebody() for _ in range(3)]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def somebody(self) -> Candidate:
        candidate = make_candidate(now=self.now, stage=Stage.INTRODUCED)
        InterviewRequest.objects.create(candidate=candidate, asked_at=self.now)
        return candidate

    def booked(self, who: int) -> Interview | None:
        talks = Interview.objects.filter(candidate=self.people[who], status="booked")
        found: Interview | None = talks.select_related("candidate__user", "interviewer__user").first()
        return found

    @rule(who=people, at=starts)
    def holds(self, who: int, at: int) -> None:
        with suppress(Refused):
            hold(self.people[who], BEGIN + at * LENGTH, now=self.now)

    @rule(who=people, at=starts)
    def books(self, who: int, at: int) -> None:
        start = BEGIN + at * LENGTH
        mine = TalkHold.objects.filter(candidate=self.people[who], starts_at=start, expires_at__gt=self.now)
        is_held = mine.exists() and self.booked(who) is None
        try:
            book(self.people[who], start, now=self.now)
        except Refused:
            assert not is_held, "what was held for somebody was refused to them"

    @rule(who=people, at=starts)
    def moves(self, who: int, at: int) -> None:
        if talk := self.booked(who):
            with suppress(Refused):
                move(talk, BEGIN + at * LENGTH, actor=self.people[who].user, now=self.now)

    @rule(who=people)
    def cancels(self, who: int) -> None:
        if talk := self.booked(who):
            with suppress(Refused):
                cancel(talk, actor=self.people[who].user, now=self.now)

    @rule(who=people)
    def hands_over(self, who: int) -> None:
        if talk := self.booked(who):
            with suppress(Refused):
                find_substitute(talk, actor=talk.interviewer.user, now=self.now)

    @rule(who=people, side=st.booleans())
    def does_not_come(self, who: int, side: bool) -> None:
        if talk := self.booked(who):
            with suppress(Refused):
                if side:
                    candidate_did_not_come(talk, actor=talk.interviewer.user, now=self.now)
                else:
                    interviewer_did_not_come(talk, actor=talk.candidate.user, now=self.now)

    @rule(who=people)
    def lets_go(self, who: int) -> None:
        give_back(self.people[who])

    @rule(minutes=st.sampled_from([1, 9, 10, 11, 24 * 60]), tidies=st.booleans())
    def waits(self, minutes: int, tidies: bool) -> None:
        self.now += timedelta(minutes=minutes)
        if tidies:
            forget_expired(now=self.now)

    @invariant()
    def what_is_promised_is_committed_and_nothing_else(self) -> None:
        promised = {
            (talk.public_id, person, talk.starts_at)
            for talk in Interview.objects.filter(status="booked").select_related("candidate", "interviewer")
            for person in (talk.candidate.user_id, talk.interviewer.user_id)
        } | {
            (kept.public_id, person, kept.starts_at)
            for kept in TalkHold.objects.filter(expires_at__gt=self.now)
            for person in (kept.candidate.user_id, kept.interviewer.user_id)
        }
        live = [one for one in Commitment.objects.all() if not is_over(one, self.now)]
        assert {(one.subject, one.person_id, one.period.lower) for one in live} == promised
        assert len(live) == len(promised)

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(OVERLAPPING)
            assert cursor.fetchone() == (0,)

    @invariant()
    def nobody_is_offered_a_time_that_is_promised(self) -> None:
        for start, free in free_talks(self.people[0], now=self.now, only_at=BEGIN + 48 * LENGTH).items():
            taken = Interview.objects.filter(status="booked", interviewer__in=free, starts_at=start)
            assert not taken.exists()


def is_over(commitment: Any, now: datetime) -> bool:
    return commitment.expires_at is not None and commitment.expires_at <= now


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_they_do_nobody_has_two_times_and_none_is_lost() -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=quiet
        ),
    )
