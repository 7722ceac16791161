"""Places, budgets and caps are given out once, and the ledger balances, however many decide in the same instant."""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from functools import partial

import pytest
from django.db.models import Sum

from candidates.enums import CandidacyStatus, Stage
from core.accounts.roles import Role
from donors.figures import DEFINITIONS
from donors.models import Figure, Release
from donors.releases import publish_if_due
from funding.accounts import check_account
from funding.awards import approve
from funding.checking import check_one
from funding.enums import ApplicationStatus, AwardStatus, PaymentMethod
from funding.models import (
    Award,
    CandidacyFunding,
    EligibilityVerdict,
    FundingApplication,
    LedgerLine,
    LedgerTransaction,
    Payment,
    Programme,
)
from funding.payments import pay
from mentorship.models import Mentor, Mentorship
from mentorship.services import propose, say_no, say_yes
from tests.factories.people import make_candidate, make_user
from tests.faults.at_once import accepted, at_once, refusals
from tests.faults.size import ROUNDS
from tests.faults.subjects import application_in, award_in, candidacy_in

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
EACH = Decimal(100)


def requested(now: datetime, *, programme: Programme, application: FundingApplication | None = None) -> Award:
    """A request for $100, for a candidacy that may have as much if it is of its own."""
    if application is None:
        application = application_in(ApplicationStatus.SUBMITTED, now)
        CandidacyFunding.objects.create(candidacy=application.candidacy, cap=EACH)
    return award_in(AwardStatus.REQUESTED, now, programme=programme, application=application)


def assert_ledger_holds(events: int) -> None:
    """`events` transactions, each of which sums to zero."""
    assert LedgerTransaction.objects.count() == events
    sums = LedgerLine.objects.values("transaction").annotate(total=Sum("amount"))
    assert [row["total"] for row in sums] == [Decimal(0)] * events


def test_forty_awards_approved_at_once_against_a_budget_for_ten_are_ten(now: datetime) -> None:
    programme = Programme.objects.create(name="For ten", budget=10 * EACH)
    awards = [requested(now, programme=programme) for _ in range(40)]
    finance = [make_user(Role.FINANCE) for _ in awards]
    answers = at_once(
        *(partial(approve, award, actor=one, at=now) for award, one in zip(awards, finance, strict=True))
    )
    assert len(accepted(answers)) == 10
    assert refusals(answers) == ["budget_spent"] * 30
    programme.refresh_from_db()
    assert programme.committed == programme.budget
    assert Award.objects.filter(status=AwardStatus.APPROVED).count() == 10
    assert FundingApplication.objects.filter(status=ApplicationStatus.AWARDED).count() == 10
    assert CandidacyFunding.objects.aggregate(Sum("awarded"))["awarded__sum"] == 10 * EACH
    assert_ledger_holds(10)


def test_twenty_awards_approved_at_once_under_a_cap_for_three_are_three(now: datetime) -> None:
    """R16, from two programmes that do not wait for each other."""
    programmes = [Programme.objects.create(name=name, budget=100 * EACH) for name in ("One", "Two")]
    application = application_in(ApplicationStatus.SUBMITTED, now)
    CandidacyFunding.objects.create(candidacy=application.candidacy, cap=3 * EACH)
    awards = [
        requested(now, programme=programme, application=application)
        for programme in programmes
        for _ in range(10)
    ]
    finance = make_user(Role.FINANCE)
    answers = at_once(*(partial(approve, award, actor=finance, at=now) for award in awards))
    assert len(accepted(answers)) == 3
    assert refusals(answers) == ["cap"] * 17
    assert CandidacyFunding.objects.get().awarded == 3 * EACH
    assert Programme.objects.aggregate(Sum("committed"))["committed__sum"] == 3 * EACH
    assert_ledger_holds(3)


def test_one_award_approved_by_twenty_at_once_is_approved_and_posted_once(now: datetime) -> None:
    award = requested(now, programme=Programme.objects.create(name="A fund", budget=100 * EACH))
    answers = at_once(
        *(
            partial(approve, Award.objects.get(), actor=make_user(Role.FINANCE), at=now, seen="requested")
            for _ in range(20)
        )
    )
    assert refusals(answers) == ["stale"] * 19
    assert award.transitions.count() == 1
    assert Programme.objects.get().committed == EACH
    assert_ledger_holds(1)


def test_one_award_paid_by_twenty_at_once_is_paid_once(now: datetime) -> None:
    award = requested(now, programme=Programme.objects.create(name="A fund", budget=100 * EACH))
    approve(award, actor=make_user(Role.FINANCE), at=now)
    check_account(
        award.application,
        registration="C-1",
        account_holder=award.application.committee_name,
        seen="A letter of the bank",
        belongs=True,
        actor=make_user(Role.PROGRAM_STAFF),
        at=now,
    )
    payers = [make_user(Role.FINANCE) for _ in range(20)]
    terms = {
        "amount": EACH,
        "method": PaymentMethod.TRANSFER,
        "reference": "1",
        "rules_checked": "S",
        "at": now,
    }
    answers = at_once(*(partial(pay, Award.objects.get(), actor=payer, **terms) for payer in payers))
    assert refusals(answers) == ["too_much"] * 19
    assert Payment.objects.get().amount == Programme.objects.get().paid == Award.objects.get().paid == EACH
    assert_ledger_holds(2)


def test_twenty_candidates_proposed_at_once_to_a_mentor_of_three_are_three(now: datetime) -> None:
    mentor = Mentor.objects.create(user=make_user(Role.MENTOR), capacity=3)
    staff = make_user(Role.PROGRAM_STAFF)
    candidates = [make_candidate(now=now, stage=Stage.COMMITTED) for _ in range(20)]
    answers = at_once(*(partial(propose, mentor, one, actor=staff, at=now) for one in candidates))
    assert refusals(answers) == ["full"] * 17
    assert Mentor.objects.get().taken == Mentorship.objects.count() == 3


def test_one_candidate_proposed_at_once_to_twenty_mentors_has_one(now: datetime) -> None:
    mentors = [Mentor.objects.create(user=make_user(Role.MENTOR), capacity=3) for _ in range(20)]
    staff = make_user(Role.PROGRAM_STAFF)
    candidate = make_candidate(now=now, stage=Stage.COMMITTED)
    answers = at_once(*(partial(propose, mentor, candidate, actor=staff, at=now) for mentor in mentors))
    assert refusals(answers) == ["has_one"] * 19
    assert Mentor.objects.aggregate(Sum("taken"))["taken__sum"] == 1


def test_two_who_say_yes_at_once_are_a_pair_and_a_no_at_once_frees_one_place(now: datetime) -> None:
    for _ in range(ROUNDS):
        mentor = Mentor.objects.create(user=make_user(Role.MENTOR), capacity=3)
        candidate = make_candidate(now=now, stage=Stage.COMMITTED)
        pair = propose(mentor, candidate, actor=make_user(Role.PROGRAM_STAFF), at=now)
        people = [mentor.user, candidate.user] * 5
        answers = at_once(*(partial(say_yes, pair, actor=person, at=now) for person in people))
        assert set(refusals(answers)) <= {"settled"}
        assert [row.to_state for row in pair.transitions.all()] == ["active"]
        candidate = make_candidate(now=now, stage=Stage.COMMITTED)
        other = propose(mentor, candidate, actor=make_user(Role.PROGRAM_STAFF), at=now)
        answers = at_once(*[partial(say_no, other, actor=candidate.user, at=now)] * 10)
        assert refusals(answers) == ["no_such_edge"] * 9
        mentor.refresh_from_db()
        assert mentor.taken == 1


def test_two_ticks_at_once_publish_one_release(now: datetime) -> None:
    published = at_once(*[partial(publish_if_due, now=now)] * 10)
    assert Counter(map(str, published)) == {"True": 1, "False": 9}
    assert Release.objects.count() == 1
    assert Figure.objects.count() == len(DEFINITIONS)


def test_one_candidacy_checked_twenty_times_at_once_has_one_verdict(now: datetime) -> None:
    for number in range(1, ROUNDS + 1):
        candidacy = candidacy_in(CandidacyStatus.ON_BALLOT, now)
        changed = at_once(*[partial(check_one, candidacy, now=now)] * 20)
        assert Counter(map(str, changed)) == {"True": 1, "False": 19}
        assert EligibilityVerdict.objects.count() == number
