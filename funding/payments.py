"""Payments: made by a third person, in as many instalments as an award needs, and what becomes of each."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from candidates.candidacies import forget_first_payment, note_first_payment
from core.accounts.models import User
from core.lifecycle import Edge, Lifecycle, NotPermitted, Refused
from core.outbox.services import enqueue
from funding.accounts import check_of
from funding.applications import by_finance
from funding.awards import release
from funding.enums import NEVER_ARRIVED, Account, AwardStatus, LedgerEvent, PaymentStatus
from funding.ledger import post, reverse
from funding.models import AccountCheck, Award, CandidacyFunding, FundingApplication, Payment, Programme


def by_finance_not_the_requester(actor: User | None, subject: Payment) -> bool:
    application = subject.award.application
    return by_finance(actor, application) and actor is not None and actor.pk != subject.requested_by_id


PAYMENT = Lifecycle(
    "status",
    [
        Edge(PaymentStatus.PAID, PaymentStatus.FAILED, by_finance_not_the_requester),
        Edge(PaymentStatus.PAID, PaymentStatus.CANCELLED, by_finance_not_the_requester),
        Edge(PaymentStatus.PAID, PaymentStatus.RETURNED, by_finance_not_the_requester),
    ],
)


@transaction.atomic
def pay(
    award: Award,
    *,
    amount: Decimal,
    method: str,
    reference: str,
    rules_checked: str,
    actor: User,
    at: datetime,
) -> Payment:
    """Record a payment of `amount` (dollars). The payer is neither the requester nor the approver.

    `rules_checked` says where the payer found the contribution limit and the source rules of today: the limits that
    we hold are years old. Raises Refused without it, before approval, beyond what is left of the award, and until
    somebody has checked that the account is the committee's.
    """
    programme = (
        Programme.objects.select_for_update(of=("self",)).select_related("entity").get(pk=award.programme_id)
    )
    locked = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    _refuse_to_pay(locked, amount, rules_checked, actor)
    account_check = _account_of(locked)
    assert locked.approved_by is not None
    payment: Payment = Payment.objects.create(
        award=locked,
        amount=amount,
        method=method,
        reference=reference,
        rules_checked=rules_checked.strip(),
        account_check=account_check,
        requested_by=locked.requested_by,
        approved_by=locked.approved_by,
        paid_by=actor,
        paid_at=at,
    )
    candidacy = locked.application.candidacy
    _move_totals(locked, amount)
    note_first_payment(candidacy, at=at)
    post(
        LedgerEvent.PAYMENT,
        payment.public_id,
        {Account.PAYABLE: amount, Account.CASH: -amount},
        actor=actor,
        at=at,
        entity=programme.entity,
    )
    enqueue(
        "payment_made",
        candidacy.candidate.user,
        {"payment": str(payment.public_id)},
        key=f"payment_made:{payment.public_id}",
    )
    return payment


def _refuse_to_pay(award: Award, amount: Decimal, rules_checked: str, actor: User) -> None:
    if not by_finance(actor, award.application) or actor.pk in (award.requested_by_id, award.approved_by_id):
        raise NotPermitted(
            "not_permitted", _("A third person pays: neither who requested it nor who approved it.")
        )
    if award.status != AwardStatus.APPROVED or award.approved_by is None:
        raise Refused("not_approved", _("This award has not been approved."))
    if award.paid + amount > award.amount:
        left = award.amount - award.paid
        raise Refused("too_much", _("Only $%(left)s of this award is left to pay.") % {"left": f"{left:,}"})
    if not rules_checked.strip():
        raise Refused(
            "not_checked", _("Say where today’s contribution limit and source rules stand, then pay.")
        )


def _account_of(award: Award) -> AccountCheck:
    """Return the check that the payment rests on; the application's lock keeps another from coming in between."""
    application = FundingApplication.objects.select_for_update(of=("self",)).get(pk=award.application_id)
    found = check_of(application)
    if found is None:
        raise Refused(
            "account_not_checked",
            _("Nobody has checked yet that the account is the committee’s. Note that check, then pay."),
        )
    return found


def _move_totals(award: Award, amount: Decimal) -> None:
    """Add `amount` to what was paid, or take it off when below zero, on every total. Under the programme's lock."""
    Award.objects.filter(pk=award.pk).update(paid=F("paid") + amount)
    CandidacyFunding.objects.filter(candidacy=award.application.candidacy).update(paid=F("paid") + amount)
    Programme.objects.filter(pk=award.programme_id).update(paid=F("paid") + amount)


@transaction.atomic
def take_back(payment: Payment, status: str, *, actor: User, at: datetime, seen: str | None = None) -> None:
    """Record that a payment failed, was cancelled or was returned: a reversing entry, and it is left to pay again.

    A candidacy of which no payment ever arrived is no longer funded. Raises Refused the second time.
    """
    award = Award.objects.select_related("application__candidacy__candidate__user").get(pk=payment.award_id)
    programme = Programme.objects.select_for_update().get(pk=award.programme_id)
    award = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    PAYMENT.move(payment, status, actor=actor, at=at, seen=seen)
    _move_totals(award, -payment.amount)
    reverse(LedgerEvent.PAYMENT_BACK, of=LedgerEvent.PAYMENT, subject=payment.public_id, actor=actor, at=at)
    if award.status == AwardStatus.ENDED:
        _release_too(award, programme, payment, actor=actor, at=at)
    candidacy = award.application.candidacy
    paid = Payment.objects.filter(award__application__candidacy=candidacy)
    if not paid.exclude(status__in=NEVER_ARRIVED).exists():
        forget_first_payment(candidacy)
    enqueue(
        "payment_back",
        candidacy.candidate.user,
        {"payment": str(payment.public_id)},
        key=f"payment_back:{payment.public_id}",
    )


def _release_too(award: Award, programme: Programme, payment: Payment, *, actor: User, at: datetime) -> None:
    """What comes back of an award that ended is not paid again."""
    Award.objects.filter(pk=award.pk).update(released=F("released") + payment.amount)
    release(award, programme, payment.amount)
    post(
        LedgerEvent.AWARD_ENDED,
        payment.public_id,
        {Account.GRANTS: -payment.amount, Account.PAYABLE: payment.amount},
        actor=actor,
        at=at,
        entity=programme.entity,
    )
