"""Money: requested by program staff, approved by finance, paid by another person of finance. Three people."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from candidates.candidacies import note_first_payment
from core.accounts.models import User
from core.lifecycle import Edge, Lifecycle, NotPermitted, Refused
from core.outbox.services import enqueue
from funding.applications import APPLICATION, by_finance, by_staff
from funding.eligibility import verdict_on
from funding.enums import Account, ApplicationStatus, AwardStatus, LedgerEvent
from funding.facts import facts_of
from funding.ledger import post
from funding.models import Award, CandidacyFunding, Donation, FundingApplication, Payment, Programme
from funding.policy import current_policy
from funding.telling import in_words


def by_another_of_finance(actor: User | None, subject: Award) -> bool:
    return (
        by_finance(actor, subject.application) and actor is not None and actor.pk != subject.requested_by_id
    )


AWARD = Lifecycle(
    "status",
    [
        Edge(AwardStatus.REQUESTED, AwardStatus.APPROVED, by_another_of_finance),
        Edge(AwardStatus.REQUESTED, AwardStatus.REJECTED, by_another_of_finance),
    ],
)


@transaction.atomic
def request_award(
    application: FundingApplication, *, programme: Programme, amount: Decimal, actor: User, at: datetime
) -> Award:
    """Ask finance to approve `amount` (dollars). Raises Refused unless the candidacy is eligible for it now."""
    if not by_staff(actor, application):
        raise NotPermitted("not_permitted", _("You may not request this award."))
    locked = FundingApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if locked.status != ApplicationStatus.SUBMITTED:
        raise Refused("not_handed_in", _("Only an application that has been handed in can be awarded."))
    verdict = verdict_on(facts_of(application.candidacy, now=at, requested=amount), current_policy())
    if verdict.verdict != "eligible":
        reasons = " ".join(in_words(rule) for rule in verdict.rules if rule.outcome != "pass")
        raise Refused(verdict.verdict, _("This cannot be awarded now. %(reasons)s") % {"reasons": reasons})
    award: Award = Award.objects.create(
        application=application, programme=programme, amount=amount, requested_by=actor, requested_at=at
    )
    return award


@transaction.atomic
def approve(award: Award, *, actor: User, at: datetime, seen: str | None = None) -> None:
    """Approve an award: it is committed in the programme's budget and under the candidacy's cap (R16), or refused."""
    programme = Programme.objects.select_for_update().get(pk=award.programme_id)
    candidacy = award.application.candidacy
    changes = {"approved_by": actor, "approved_at": at}
    AWARD.move(award, AwardStatus.APPROVED, actor=actor, at=at, seen=seen, changes=changes)
    try:
        with transaction.atomic():
            capped = CandidacyFunding.objects.filter(candidacy=candidacy)
            if not capped.update(awarded=F("awarded") + award.amount):
                raise Refused("no_cap", _("What this race costs is not known, so there is no cap."))
            Programme.objects.filter(pk=programme.pk).update(committed=F("committed") + award.amount)
    except IntegrityError as error:
        if "no_more_than_the_budget" in str(error):
            raise Refused(
                "budget_spent", _("The program's budget does not hold this award any more.")
            ) from error
        raise Refused("cap", _("This would go beyond the cap for this race.")) from error
    if award.application.status == ApplicationStatus.SUBMITTED:
        APPLICATION.move(award.application, ApplicationStatus.AWARDED, actor=actor, at=at)
    post(
        LedgerEvent.AWARD,
        award.public_id,
        {Account.GRANTS: award.amount, Account.PAYABLE: -award.amount},
        actor=actor,
        at=at,
    )
    enqueue(
        "award_approved",
        candidacy.candidate.user,
        {"award": str(award.public_id)},
        key=f"award_approved:{award.public_id}",
    )


def reject(award: Award, *, actor: User, at: datetime, reason: str, seen: str | None = None) -> None:
    """Turn a request down; the application stays open."""
    AWARD.move(award, AwardStatus.REJECTED, actor=actor, at=at, reason=reason, seen=seen)


@transaction.atomic
def pay(award: Award, *, amount: Decimal, method: str, reference: str, actor: User, at: datetime) -> Payment:
    """Record a payment of `amount` (dollars). The payer is neither the requester nor the approver."""
    Programme.objects.select_for_update().get(pk=award.programme_id)
    locked = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    if not by_finance(actor, locked.application) or actor.pk in (
        locked.requested_by_id,
        locked.approved_by_id,
    ):
        raise NotPermitted(
            "not_permitted", _("A third person pays: neither who requested it nor who approved it.")
        )
    if locked.status != AwardStatus.APPROVED or locked.approved_by is None:
        raise Refused("not_approved", _("This award has not been approved."))
    if locked.paid + amount > locked.amount:
        left = locked.amount - locked.paid
        raise Refused("too_much", _("Only $%(left)s of this award is left to pay.") % {"left": f"{left:,}"})
    payment: Payment = Payment.objects.create(
        award=locked,
        amount=amount,
        method=method,
        reference=reference,
        requested_by=locked.requested_by,
        approved_by=locked.approved_by,
        paid_by=actor,
        paid_at=at,
    )
    candidacy = locked.application.candidacy
    Award.objects.filter(pk=locked.pk).update(paid=F("paid") + amount)
    CandidacyFunding.objects.filter(candidacy=candidacy).update(paid=F("paid") + amount)
    Programme.objects.filter(pk=locked.programme_id).update(paid=F("paid") + amount)
    note_first_payment(candidacy, at=at)
    post(
        LedgerEvent.PAYMENT,
        payment.public_id,
        {Account.PAYABLE: amount, Account.CASH: -amount},
        actor=actor,
        at=at,
    )
    enqueue(
        "payment_made",
        candidacy.candidate.user,
        {"payment": str(payment.public_id)},
        key=f"payment_made:{payment.public_id}",
    )
    return payment


@transaction.atomic
def record_donation(donation: Donation, *, actor: User | None, at: datetime) -> Donation:
    """Save a donation that came in and post it."""
    donation.recorded_at = at
    donation.save()
    post(
        LedgerEvent.DONATION,
        donation.public_id,
        {Account.CASH: donation.amount, Account.DONATIONS: -donation.amount},
        actor=actor,
        at=at,
    )
    return donation
