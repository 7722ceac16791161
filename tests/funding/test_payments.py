"""What was paid can fail, be cancelled or come back: a reversing entry each time; every total is the ledger’s."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates.enums import CandidacyStatus
from candidates.models import Candidacy
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from donors.figures import DEFINITIONS
from funding import awards, donations, payments
from funding.enums import Account, ApplicationStatus, AwardStatus, LedgerEvent, PaymentMethod, PaymentStatus
from funding.facts import facts_of
from funding.ledger import balances, reverse
from funding.models import (
    Award,
    CandidacyFunding,
    Donation,
    LedgerLine,
    LedgerTransaction,
    LegalEntity,
    Payment,
    Programme,
)
from funding.payments import pay, take_back
from tests.factories.money import account_seen
from tests.factories.people import make_user
from tests.faults.subjects import application_in, award_in, candidacy_in

pytestmark = pytest.mark.django_db
D = Decimal
NOW = datetime(2026, 8, 1, 15, tzinfo=UTC)
CAP = D(500)


@pytest.fixture
def team() -> list[User]:
    """An approver, a payer, and somebody else of finance."""
    return [make_user(Role.FINANCE) for _ in range(3)]


@pytest.fixture
def programme() -> Programme:
    entity = LegalEntity.objects.create(name="Action Fund")
    return Programme.objects.create(name="Fund", budget=D(1_000), entity=entity)


@pytest.fixture
def candidacy() -> Candidacy:
    made = candidacy_in(CandidacyStatus.ON_BALLOT, NOW)
    CandidacyFunding.objects.create(candidacy=made, cap=CAP)
    return made


def request(candidacy: Candidacy, programme: Programme, amount: object = 300) -> Award:
    application = candidacy.applications.first() or application_in(
        ApplicationStatus.SUBMITTED, NOW, candidacy=candidacy
    )
    return award_in(
        AwardStatus.REQUESTED, NOW, programme=programme, application=application, amount=D(str(amount))
    )


@pytest.fixture
def award(candidacy: Candidacy, programme: Programme, team: list[User]) -> Award:
    made = request(candidacy, programme)
    awards.approve(made, actor=team[0], at=NOW)
    account_seen(made.application)
    return made


def instalment(award: Award, amount: object, payer: User, **changes: Any) -> Payment:
    terms: dict[str, Any] = {
        "method": PaymentMethod.TRANSFER,
        "reference": "7",
        "rules_checked": "The statute.",
    }
    return pay(award, amount=D(str(amount)), actor=payer, at=NOW, **{**terms, **changes})


def totals(candidacy: Candidacy) -> tuple[Decimal, ...]:
    """Awarded and paid under the cap; committed and paid in the budget; paid on the award."""
    funding, programme = CandidacyFunding.objects.get(candidacy=candidacy), Programme.objects.get()
    return funding.awarded, funding.paid, programme.committed, programme.paid


def assert_books_agree() -> None:
    """Every entry sums to zero, and the accounts say what the running totals say."""
    entries = LedgerLine.objects.values("transaction").annotate(total=Sum("amount"))
    assert {row["total"] for row in entries} <= {D(0)}
    books = balances(at=NOW)
    sums = Programme.objects.aggregate(committed=Sum("committed"), paid=Sum("paid"))
    funding = CandidacyFunding.objects.aggregate(awarded=Sum("awarded"), paid=Sum("paid"))
    assert books.get(Account.GRANTS, D(0)) == sums["committed"] == funding["awarded"]
    assert -books.get(Account.CASH, D(0)) == sums["paid"] == funding["paid"]
    assert -books.get(Account.PAYABLE, D(0)) == sums["committed"] - sums["paid"]
    for one in CandidacyFunding.objects.all():
        assert D(0) <= one.paid <= one.awarded <= one.cap


@pytest.mark.parametrize("outcome", [PaymentStatus.FAILED, PaymentStatus.CANCELLED, PaymentStatus.RETURNED])
def test_what_did_not_arrive_or_came_back_is_reversed_told_and_paid_again(
    award: Award, candidacy: Candidacy, team: list[User], outcome: str
) -> None:
    payment = instalment(award, 200, team[1])
    assert totals(candidacy) == (300, 200, 300, 200)
    take_back(payment, outcome, actor=team[2], at=NOW, seen="paid")
    assert totals(candidacy) == (300, 0, 300, 0)
    assert_books_agree()
    entry = LedgerTransaction.objects.get(event=LedgerEvent.PAYMENT_BACK)
    assert entry.reverses == LedgerTransaction.objects.get(event=LedgerEvent.PAYMENT)
    assert OutgoingMessage.objects.filter(kind="payment_back").count() == 1
    candidacy.refresh_from_db()
    assert (candidacy.funded_at is None) is (outcome != PaymentStatus.RETURNED)
    instalment(award, 300, team[1], reference="8")
    candidacy.refresh_from_db()
    assert candidacy.funded_at == NOW
    assert totals(candidacy) == (300, 300, 300, 300)
    assert_books_agree()


def test_a_payment_is_taken_back_once_and_by_finance_only(award: Award, team: list[User]) -> None:
    payment = instalment(award, 100, team[1])
    for somebody in (make_user(Role.PROGRAM_STAFF), make_user(Role.PLAN_REVIEWER)):
        with pytest.raises(NotPermitted):
            take_back(payment, PaymentStatus.FAILED, actor=somebody, at=NOW)
    take_back(payment, PaymentStatus.FAILED, actor=team[1], at=NOW)
    with pytest.raises(Refused):
        take_back(Payment.objects.get(), PaymentStatus.RETURNED, actor=team[1], at=NOW)
    with pytest.raises(IntegrityError, match="one_ledger_transaction_per_event"), transaction.atomic():
        reverse(
            LedgerEvent.PAYMENT_BACK,
            of=LedgerEvent.PAYMENT,
            subject=payment.public_id,
            actor=team[1],
            at=NOW,
        )


def test_funded_stays_while_another_payment_has_arrived(
    award: Award, candidacy: Candidacy, team: list[User]
) -> None:
    instalment(award, 100, team[1])
    take_back(instalment(award, 100, team[1], reference="8"), PaymentStatus.FAILED, actor=team[2], at=NOW)
    candidacy.refresh_from_db()
    assert candidacy.funded_at is not None


def test_nobody_pays_without_having_looked_up_todays_rules(award: Award, team: list[User]) -> None:
    with pytest.raises(Refused, match="source rules"):
        instalment(award, 100, team[1], rules_checked="  ")
    assert not Payment.objects.exists()


def test_an_award_that_ends_early_gives_back_what_is_not_paid(
    award: Award, candidacy: Candidacy, programme: Programme, team: list[User]
) -> None:
    payment = instalment(award, 100, team[1])
    awards.end_early(award, actor=team[2], at=NOW, seen="approved")
    assert totals(candidacy) == (100, 100, 100, 100)
    assert facts_of(candidacy, now=NOW).prior_awards == [D(100)]
    with pytest.raises(Refused, match="not been approved"):
        instalment(Award.objects.get(), 1, team[1])
    take_back(payment, PaymentStatus.RETURNED, actor=team[2], at=NOW)
    assert totals(candidacy) == (0, 0, 0, 0)
    assert facts_of(candidacy, now=NOW).prior_awards == [D(0)]
    assert_books_agree()
    # The whole cap is free again.
    awards.approve(request(candidacy, programme, CAP), actor=team[0], at=NOW)
    assert_books_agree()


def test_an_award_that_is_all_paid_does_not_end_early(award: Award, team: list[User]) -> None:
    instalment(award, 300, team[1])
    with pytest.raises(Refused, match="nothing is left"):
        awards.end_early(award, actor=team[2], at=NOW)


def test_a_donation_noted_wrongly_is_reversed_once_and_the_donors_figure_follows(team: list[User]) -> None:
    received = next(one for one in DEFINITIONS if one.code == "received")
    entity = LegalEntity.objects.create(name="Action Fund")
    gift = Donation(amount=D("120.50"), received_on=date(2026, 8, 1), entity=entity)
    donations.record_donation(gift, actor=team[0], at=NOW)
    assert (received.count(NOW), balances(at=NOW, entity=entity)[Account.CASH]) == (D("120.50"), D("120.50"))
    with pytest.raises(NotPermitted):
        donations.reverse_donation(gift, actor=make_user(Role.PROGRAM_STAFF), at=NOW)
    donations.reverse_donation(gift, actor=team[0], at=NOW)
    with pytest.raises(Refused, match="already"):
        donations.reverse_donation(gift, actor=team[0], at=NOW)
    assert received.count(NOW) == 0
    assert set(balances(at=NOW, entity=entity).values()) == {D(0)}


def test_each_legal_entity_has_books_of_its_own(award: Award, programme: Programme, team: list[User]) -> None:
    other = LegalEntity.objects.create(name="Education Fund")
    gift = Donation(amount=D(50), received_on=date(2026, 8, 1), entity=other)
    donations.record_donation(gift, actor=None, at=NOW)
    instalment(award, 100, team[1])
    assert balances(at=NOW, entity=programme.entity)[Account.CASH] == D(-100)
    assert balances(at=NOW, entity=other)[Account.CASH] == D(50)
    assert balances(at=NOW)[Account.CASH] == D(-50)


steps = st.lists(
    st.tuples(
        st.sampled_from(["award", "pay", "pay", "fail", "return", "end", "reject"]),
        st.integers(0, 3),
        st.sampled_from(["0.01", "40.00", "100.00", "249.99", "500.00", "500.01"]).map(D),
    ),
    min_size=6,
    max_size=14,
)


@contextmanager
def undone() -> Any:
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


@pytest.mark.slow
@given(steps)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_r16_no_order_of_awards_instalments_and_returns_breaks_the_cap_or_the_books(
    candidacy: Candidacy, programme: Programme, team: list[User], steps: list[tuple[str, int, Decimal]]
) -> None:
    """Whatever is refused changes nothing; whatever is done leaves every total as the ledger has it."""
    with undone():
        for name, number, amount in [("award", 0, D(100)), ("pay", 0, D(40)), *steps]:
            before = totals(candidacy)
            try:
                _take(name, number, amount, candidacy, programme, team)
            except Refused:
                assert totals(candidacy) == before
            assert_books_agree()


def _take(
    name: str, number: int, amount: Decimal, candidacy: Candidacy, programme: Programme, team: list[User]
) -> None:
    if name == "award":
        with transaction.atomic():
            awards.approve(request(candidacy, programme, amount), actor=team[0], at=NOW)
        return
    made, paid = _one_of(Award, number), _one_of(Payment, number)
    if name == "pay" and made:
        instalment(made, amount, team[1])
    elif name in ("fail", "return") and paid:
        outcome = PaymentStatus.FAILED if name == "fail" else PaymentStatus.RETURNED
        take_back(paid, outcome, actor=team[2], at=NOW + timedelta(0))
    elif name == "end" and made:
        awards.end_early(made, actor=team[2], at=NOW)
    elif name == "reject":
        awards.reject(request(candidacy, programme, amount), actor=team[0], at=NOW, reason="turned_down")


def _one_of(model: Any, number: int) -> Any:
    rows = list(model.objects.order_by("pk"))
    return rows[number % len(rows)] if rows else None


def test_payments_module_is_the_one_door_of_a_payments_status() -> None:
    assert {(source, target) for source, target in payments.PAYMENT.edges} == {
        ("paid", "failed"),
        ("paid", "cancelled"),
        ("paid", "returned"),
    }
