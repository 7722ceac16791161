"""From application to payment: frozen facts, three people, caps, budgets, and a ledger that balances."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from candidates.candidacies import override_waiting_time
from candidates.enums import Stage
from candidates.models import Candidacy
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from funding import applications, awards, gifts, payments, plan_reviews
from funding.checking import check_all, check_one
from funding.enums import Account, PlanSection
from funding.ledger import balances
from funding.models import (
    Award,
    CandidacyFunding,
    EligibilityVerdict,
    FundingApplication,
    Gift,
    LedgerLine,
    LedgerTransaction,
    Programme,
)
from offices.enums import ElectionKind
from tests.factories.money import account_seen, written
from tests.factories.offices import CostObservationFactory
from tests.factories.people import bring_to, make_user, put_on_ballot

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
D = Decimal
BALLOT = date(2026, 6, 1)
# Midnight in Chicago, the office's zone, on the day on which funding opens.
OPENS = datetime(2026, 8, 1, 5, 0, tzinfo=UTC)


@pytest.fixture
def candidacy() -> Candidacy:
    """On the ballot since 1 June for a race that costs $1,000."""
    verified = datetime(2026, 6, 2, 15, tzinfo=UTC)
    candidate = bring_to(Stage.COMMITTED, now=verified)
    made = put_on_ballot(candidate, ballot_date=BALLOT, now=verified, election_date=date(2026, 11, 3))
    CostObservationFactory(office=made.race.office, amount=D("1000.00"))
    return made


@pytest.fixture
def staff() -> User:
    return make_user(Role.PROGRAM_STAFF)


@pytest.fixture
def finance() -> list[User]:
    return [make_user(Role.FINANCE), make_user(Role.FINANCE)]


@pytest.fixture
def programme() -> Programme:
    return Programme.objects.create(name="Fund", budget=D(1_000))


def raise_money(candidacy: Candidacy, staff: User, *amounts: str, now: datetime = OPENS) -> None:
    for number, amount in enumerate(amounts):
        given = {"donor": f"Donor {number}", "amount": D(amount), "kind": "gift", "given_on": BALLOT}
        gifts.document_gift(gifts.add_gift(candidacy, now=now, **given), actor=staff, now=now)


def hand_in(candidacy: Candidacy, *, at: datetime = OPENS, **changes: Any) -> FundingApplication:
    application = applications.open_application(candidacy, at=at)
    applications.save_draft(application, **written(**changes))
    applications.hand_in(application, actor=candidacy.candidate.user, at=at)
    return application


def ask(application: FundingApplication, programme: Programme, staff: User, amount: str = "150.00") -> Award:
    return awards.request_award(application, programme=programme, amount=D(amount), actor=staff, at=OPENS)


def score(application: FundingApplication, reviewer: User, rating: int) -> int:
    ratings = dict.fromkeys(PlanSection.values, rating)
    review = plan_reviews.score_plan(application, ratings=ratings, improvement="", actor=reviewer, at=OPENS)
    return review.score


def test_r15_funding_opens_at_midnight_of_the_offices_zone_and_the_candidate_hears_of_it_once(
    candidacy: Candidacy,
) -> None:
    def told() -> int:
        return OutgoingMessage.objects.filter(kind="funding_open").count()

    check_all(now=OPENS - timedelta(seconds=1))
    assert EligibilityVerdict.objects.first().outcomes["R15"] == "fail"
    assert told() == 0
    check_all(now=OPENS)
    assert EligibilityVerdict.objects.first().outcomes["R15"] == "pass"
    assert told() == 1
    check_all(now=OPENS + timedelta(days=1))
    assert told() == 1


def test_a_verdict_is_written_only_when_it_changes(candidacy: Candidacy, staff: User) -> None:
    assert check_one(candidacy, now=OPENS)
    assert not check_one(candidacy, now=OPENS + timedelta(days=1))
    raise_money(candidacy, staff, "100", "50")
    assert list(EligibilityVerdict.objects.values_list("verdict", flat=True)) == ["eligible", "not_eligible"]


def test_r15_only_a_special_election_is_excepted_from_the_waiting_time(
    candidacy: Candidacy, staff: User
) -> None:
    with pytest.raises(Refused, match="special election"):
        override_waiting_time(candidacy, reason="soon", actor=staff)
    candidacy.race.election.kind = ElectionKind.SPECIAL
    candidacy.race.election.save()
    override_waiting_time(candidacy, reason="soon", actor=staff)
    check_one(candidacy, now=OPENS - timedelta(days=30))
    assert EligibilityVerdict.objects.first().outcomes["R15"] == "pass"


def test_r16_an_award_is_made_up_to_the_cap_and_not_a_cent_more(
    candidacy: Candidacy, staff: User, programme: Programme, finance: list[User]
) -> None:
    raise_money(candidacy, staff, "100", "50")
    application = hand_in(candidacy)
    with pytest.raises(Refused, match=r"150\.01 is more than"):
        ask(application, programme, staff, "150.01")
    first, second = ask(application, programme, staff, "100.00"), ask(application, programme, staff, "50.00")
    with pytest.raises(Refused, match="used up"):
        ask(application, programme, staff, "0.01")
    for award in (first, second):
        awards.approve(award, actor=finance[0], at=OPENS)
    funding = CandidacyFunding.objects.get()
    assert (funding.awarded, funding.cap) == (D("150.00"), D("150.00"))
    with pytest.raises(IntegrityError, match="awards_stay_within_the_cap"), transaction.atomic():
        CandidacyFunding.objects.update(awarded=D("150.01"))


def test_r18_a_plan_that_two_reviewers_pass_opens_the_way_without_money_raised(
    candidacy: Candidacy, staff: User, programme: Programme
) -> None:
    application = hand_in(candidacy)
    one, other = make_user(Role.PLAN_REVIEWER), make_user(Role.PLAN_REVIEWER)
    assert score(application, one, 3) == 75
    with pytest.raises(Refused, match="does not have 2 reviewers"):
        ask(application, programme, staff)
    with pytest.raises(Refused, match="already"):
        score(application, one, 4)
    assert score(application, other, 4) == 100
    assert ask(application, programme, staff).status == "requested"


def test_r18_nobody_scores_the_own_plan(candidacy: Candidacy) -> None:
    application = hand_in(candidacy)
    author = candidacy.candidate.user
    author.groups.set(make_user(Role.PLAN_REVIEWER).groups.all())
    with pytest.raises(NotPermitted):
        score(application, User.objects.get(pk=author.pk), 4)


def test_r18_a_complete_application_alone_never_passes(
    candidacy: Candidacy, staff: User, programme: Programme
) -> None:
    with pytest.raises(Refused):
        ask(hand_in(candidacy), programme, staff)


def test_r19_costs_that_come_in_later_do_not_move_what_was_handed_in(
    candidacy: Candidacy, staff: User
) -> None:
    raise_money(candidacy, staff, "100", "50")
    application = hand_in(candidacy)
    CostObservationFactory(office=candidacy.race.office, amount=D("90000.00"), n=500)
    check_one(candidacy, now=OPENS)
    application.refresh_from_db()
    assert application.average_cost == D("1000.00")
    assert EligibilityVerdict.objects.first().cap == D("150.00")


def test_handing_in_names_what_is_missing_and_freezes_what_is_there(candidacy: Candidacy) -> None:
    application = applications.open_application(candidacy, at=OPENS)
    with pytest.raises(
        Refused,
        match="committee, the treasurer, the campaign plan, the amount, what the money is for, the declarations",
    ):
        applications.hand_in(application, actor=candidacy.candidate.user, at=OPENS)
    application = hand_in(candidacy)
    with pytest.raises(Refused, match="no longer be changed"):
        applications.save_draft(application, plan="another")


def test_there_is_one_open_application_per_candidacy(candidacy: Candidacy) -> None:
    assert applications.open_application(candidacy, at=OPENS) == applications.open_application(
        candidacy, at=OPENS
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        FundingApplication.objects.create(candidacy=candidacy)


def test_three_people_handle_each_payment(
    candidacy: Candidacy, staff: User, programme: Programme, finance: list[User]
) -> None:
    raise_money(candidacy, staff, "100", "50")
    award = ask(hand_in(candidacy), programme, staff)
    approver, payer = finance
    with pytest.raises(NotPermitted):
        awards.approve(award, actor=staff, at=OPENS)
    awards.approve(award, actor=approver, at=OPENS)
    account_seen(award.application)
    for person in (staff, approver):
        with pytest.raises(NotPermitted):
            payments.pay(
                award,
                amount=D("150.00"),
                method="check",
                reference="1",
                rules_checked="S",
                actor=person,
                at=OPENS,
            )
    payments.pay(
        award, amount=D("150.00"), method="check", reference="1", rules_checked="S", actor=payer, at=OPENS
    )
    candidacy.refresh_from_db()
    assert candidacy.funded_at == OPENS


def test_somebody_with_both_roles_cannot_approve_the_own_request(
    candidacy: Candidacy, programme: Programme, staff: User
) -> None:
    raise_money(candidacy, staff, "100", "50")
    both = make_user(Role.PROGRAM_STAFF, Role.FINANCE)
    award = ask(hand_in(candidacy), programme, both)
    with pytest.raises(NotPermitted):
        awards.approve(award, actor=both, at=OPENS)
    with pytest.raises(IntegrityError, match="nobody_approves_the_own_request"), transaction.atomic():
        Award.objects.update(approved_by=both)


def test_a_budget_is_never_overdrawn(candidacy: Candidacy, staff: User, finance: list[User]) -> None:
    raise_money(candidacy, staff, "100", "50")
    small = Programme.objects.create(name="Small", budget=D("149.99"))
    award = ask(hand_in(candidacy), small, staff)
    with pytest.raises(Refused, match="budget"):
        awards.approve(award, actor=finance[0], at=OPENS)
    award.refresh_from_db()
    assert award.status == "requested"
    assert not LedgerTransaction.objects.exists()


def test_no_more_is_paid_than_was_awarded(
    candidacy: Candidacy, staff: User, programme: Programme, finance: list[User]
) -> None:
    raise_money(candidacy, staff, "100", "50")
    award = ask(hand_in(candidacy), programme, staff)
    awards.approve(award, actor=finance[0], at=OPENS)
    account_seen(award.application)
    payments.pay(
        award,
        amount=D("100.00"),
        method="check",
        reference="1",
        rules_checked="S",
        actor=finance[1],
        at=OPENS,
    )
    with pytest.raises(Refused, match=r"Only \$50\.00"):
        payments.pay(
            award,
            amount=D("50.01"),
            method="check",
            reference="2",
            rules_checked="S",
            actor=finance[1],
            at=OPENS,
        )
    payments.pay(
        award, amount=D("50.00"), method="check", reference="2", rules_checked="S", actor=finance[1], at=OPENS
    )
    assert balances(at=OPENS) == {Account.GRANTS: D(150), Account.PAYABLE: D(0), Account.CASH: D(-150)}


def test_a_ledger_transaction_that_does_not_balance_is_refused_when_it_commits() -> None:
    with transaction.atomic():
        entry = LedgerTransaction.objects.create(
            event="award", subject="00000000-0000-4000-8000-000000000001"
        )
        LedgerLine.objects.create(transaction=entry, account=Account.CASH, amount=D("1.00"))
        LedgerLine.objects.create(transaction=entry, account=Account.GRANTS, amount=D("-0.99"))
        with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_a_gift_counts_once_somebody_of_ours_has_seen_the_receipt(candidacy: Candidacy, staff: User) -> None:
    gift = gifts.add_gift(candidacy, now=OPENS, donor="A", amount=D("500"), kind="gift", given_on=BALLOT)
    with pytest.raises(NotPermitted):
        gifts.document_gift(gift, actor=candidacy.candidate.user, now=OPENS)
    assert gifts.document_gift(gift, actor=staff, now=OPENS)
    assert not gifts.document_gift(gift, actor=staff, now=OPENS)
    assert Gift.objects.get().documented_by == staff
