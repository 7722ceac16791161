"""However small the demonstration is, everybody who signs in to it has something to see and to do."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from candidates.journey import journey_of
from candidates.models import Candidacy, Candidate
from core.accounts.models import User
from core.queues import queues_of
from funding.eligibility import verdict_on
from funding.facts import facts_of
from funding.models import Donation, FundingApplication
from funding.policy import current_policy
from interviews.availability import free_talks
from interviews.models import IntroCall
from mentorship.models import Mentorship
from runforsomething.ops.demonstration.copying.load import load
from runforsomething.ops.demonstration.people import WORKERS
from tests.ops.demonstrations import SEED, UNTIL, plan_of, small_country

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True, params=[20, 60, 500])
def _demonstration(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Loaded once for all tests of its size, which only read it, and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        small_country()
        load(plan_of(request.param), seed=SEED, policy=current_policy())
        yield
        transaction.set_rollback(True)


def waiting_for(address: str) -> dict[str, int]:
    user = User.objects.get(email=address)
    return {str(queue.label): queue.count for queue in queues_of(user, now=UNTIL)}


def test_everybody_who_has_a_name_of_their_own_is_there() -> None:
    for worker in WORKERS:
        user = User.objects.get(email=worker.address)
        assert [group.name for group in user.groups.all()] == ([worker.role] if worker.role else [])
        assert user.is_demonstration


def test_the_own_candidate_is_on_the_ballot_and_may_apply_for_money() -> None:
    candidate = Candidate.objects.get(user__email="candidate@example.org")
    candidacy = Candidacy.objects.get(candidate=candidate)
    verdict = verdict_on(facts_of(candidacy, now=UNTIL), current_policy())
    assert verdict.outcome_of("R15") == "pass"
    assert verdict.cap is not None
    assert journey_of(candidate, now=UNTIL).next_step is not None
    assert not FundingApplication.objects.filter(candidacy=candidacy).exists()


@pytest.mark.parametrize(
    ("address", "queues"),
    [
        ("staff@example.org", {"Attendance to record", "Talks without notes", "To decide"}),
        (
            "staff@example.org",
            {"Ballot evidence to check", "Slack invitations", "Candidates without a mentor"},
        ),
        ("interviewer@example.org", {"Talks without notes"}),
        ("reviewer@example.org", {"Plans to score"}),
        ("finance@example.org", {"Awards to approve"}),
    ],
)
def test_something_waits_for(address: str, queues: set[str]) -> None:
    waiting = waiting_for(address)
    assert {queue for queue in queues if not waiting[queue]} == set(), waiting


def test_the_mentor_accompanies_somebody_and_the_donor_has_given() -> None:
    assert Mentorship.objects.filter(mentor__user__email="mentor@example.org", status="active").exists()
    assert Donation.objects.filter(donor__email="donor@example.org").exists()


def test_there_are_calls_to_join_and_times_to_talk() -> None:
    ahead = IntroCall.objects.open_at(UNTIL)
    assert ahead.count() >= 5
    assert all(call.seats_left for call in ahead)
    waits = Candidate.objects.filter(interview_requests__isnull=False, interviews__isnull=True).first()
    newcomer = waits or Candidate.objects.filter(stage="introduced")[0]
    pool = free_talks(newcomer, now=UNTIL)
    assert len(pool) > 20
    assert any(who.user.email == "interviewer@example.org" for who in pool[min(pool)])


def test_what_is_to_come_lies_ahead() -> None:
    talks = User.objects.get(email="interviewer@example.org").interviewer.interviews
    assert talks.filter(status="booked", starts_at__gt=UNTIL).exists()
    assert talks.filter(status="booked", ends_at__lt=UNTIL, starts_at__gt=UNTIL - timedelta(days=4)).exists()
    assert isinstance(UNTIL, datetime)
