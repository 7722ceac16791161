"""A mentor and a candidate: proposed, accepted by both, within the mentor's places."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.enums import Stage
from candidates.models import Candidate
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from mentorship.enums import MentorshipStatus
from mentorship.matching import CandidateFacts, MentorFacts, match
from mentorship.models import Mentor, Mentorship
from mentorship.services import end, propose, say_no, say_yes
from tests.factories.people import bring_to, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> User:
    return make_user(Role.PROGRAM_STAFF)


@pytest.fixture
def mentor() -> Mentor:
    return Mentor.objects.create(user=make_user(Role.MENTOR), capacity=1)


@pytest.fixture
def candidate(now: datetime) -> Candidate:
    return bring_to(Stage.COMMITTED, now=now)


def test_both_must_say_yes(staff: User, mentor: Mentor, candidate: Candidate, now: datetime) -> None:
    pair = propose(mentor, candidate, actor=staff, at=now)
    say_yes(pair, actor=mentor.user, at=now)
    assert Mentorship.objects.get().status == MentorshipStatus.PROPOSED
    say_yes(pair, actor=mentor.user, at=now)
    assert Mentorship.objects.get().status == MentorshipStatus.PROPOSED
    say_yes(pair, actor=candidate.user, at=now)
    assert Mentorship.objects.get().status == MentorshipStatus.ACTIVE


def test_nobody_else_answers(staff: User, mentor: Mentor, candidate: Candidate, now: datetime) -> None:
    pair = propose(mentor, candidate, actor=staff, at=now)
    for stranger in (staff, make_user(Role.MENTOR)):
        with pytest.raises(NotPermitted):
            say_yes(pair, actor=stranger, at=now)


def test_a_mentor_has_no_more_candidates_than_places(
    staff: User, mentor: Mentor, candidate: Candidate, now: datetime
) -> None:
    propose(mentor, candidate, actor=staff, at=now)
    with pytest.raises(Refused, match="no free place"):
        propose(mentor, bring_to(Stage.COMMITTED, now=now), actor=staff, at=now)


def test_a_no_frees_the_place_and_the_candidate(
    staff: User, mentor: Mentor, candidate: Candidate, now: datetime
) -> None:
    pair = propose(mentor, candidate, actor=staff, at=now)
    say_no(pair, actor=candidate.user, at=now)
    mentor.refresh_from_db()
    assert mentor.taken == 0
    again = propose(mentor, candidate, actor=staff, at=now)
    say_yes(again, actor=mentor.user, at=now)
    say_yes(again, actor=candidate.user, at=now)
    end(again, actor=candidate.user, at=now)
    mentor.refresh_from_db()
    assert mentor.taken == 0


def test_a_candidate_has_one_mentor_at_a_time(
    staff: User, mentor: Mentor, candidate: Candidate, now: datetime
) -> None:
    propose(mentor, candidate, actor=staff, at=now)
    other = Mentor.objects.create(user=make_user(Role.MENTOR))
    with pytest.raises(Refused, match="already"):
        propose(other, candidate, actor=staff, at=now)
    other.refresh_from_db()
    assert other.taken == 0


def test_r14_mentors_carry_tags_and_no_payment() -> None:
    fields = {field.name for field in (*Mentor._meta.get_fields(), *Mentorship._meta.get_fields())}
    assert "campaigns" in fields
    assert not {name for name in fields for word in ("pay", "fee", "price", "amount", "rate") if word in name}


def test_a_mentor_without_a_free_place_never_matches() -> None:
    full = MentorFacts(states=["TX"], campaigns=["mayor"], time_zone="America/Chicago", free_places=0)
    assert match(full, CandidateFacts("TX", ["mayor"], "America/Chicago")).score == 0


@given(states=st.sets(st.sampled_from(["TX", "WI", "GA"])), free=st.integers(1, 5))
def test_knowing_the_state_never_makes_a_match_worse(states: set[str], free: int) -> None:
    candidate = CandidateFacts("TX", ["mayor"], "America/Chicago")
    without = match(MentorFacts(states - {"TX"}, [], "UTC", free), candidate)
    known = match(MentorFacts(states | {"TX"}, [], "UTC", free), candidate)
    assert known.score > without.score
