"""Awards: requested by program staff, approved by finance; a third person pays (`funding/payments.py`)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.lifecycle import Edge, Lifecycle, NotPermitted, Refused
from core.outbox.services import enqueue
from funding.applications import APPLICATION, by_finance, by_staff
from funding.caps import keep_cap
from funding.eligibility import verdict_on
from funding.enums import Account, ApplicationStatus, AwardStatus, LedgerEvent
from funding.facts import facts_of
from funding.instalments import Instalment, as_json, refuse_a_wrong_plan
from funding.ledger import post
from funding.models import Award, CandidacyFunding, FundingApplication, Programme
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
        Edge(AwardStatus.APPROVED, AwardStatus.ENDED, by_another_of_finance),
    ],
)


@transaction.atomic
def request_award(
    application: FundingApplication,
    *,
    programme: Programme,
    amount: Decimal,
    instalments: Sequence[Instalment] = (),
    actor: User,
    at: datetime,
) -> Award:
    """Ask finance to approve `amount` (dollars), planned to be paid in `instalments` or at once.

    Raises Refused unless the candidacy is eligible for it now, and for instalments that do not add up to it.
    """
    if not by_staff(actor, application):
        raise NotPermitted("not_permitted", _("You may not request this award."))
    locked = FundingApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if locked.status != ApplicationStatus.SUBMITTED:
        raise Refused("not_handed_in", _("Only an application that has been handed in can be awarded."))
    facts = facts_of(application.candidacy, now=at, requested=amount)
    refuse_a_wrong_plan(instalments, amount=amount, today=facts.as_of)
    verdict = verdict_on(facts, current_policy(facts.as_of))
    if verdict.verdict != "eligible":
        reasons = " ".join(in_words(rule) for rule in verdict.rules if rule.outcome != "pass")
        raise Refused(verdict.verdict, _("This cannot be awarded now. %(reasons)s") % {"reasons": reasons})
    if verdict.cap is not None and not CandidacyFunding.objects.filter(candidacy=locked.candidacy).exists():
        # What the race costs was found only after the application was handed in.
        keep_cap(locked.candidacy, verdict.cap)
    award: Award = Award.objects.create(
        application=application,
        programme=programme,
        amount=amount,
        instalments=as_json(instalments),
        requested_by=actor,
        requested_at=at,
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
        entity=programme.entity,
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
def end_early(award: Award, *, actor: User, at: datetime, seen: str | None = None) -> None:
    """End an approved award before all of it is paid: what is left goes back to the budget and to the cap.

    Raises Refused when all of it is paid.
    """
    programme = Programme.objects.select_for_update().get(pk=award.programme_id)
    locked = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    left = locked.amount - locked.paid
    if locked.status == AwardStatus.APPROVED and not left:
        raise Refused("all_paid", _("All of this award is paid: nothing is left to release."))
    AWARD.move(award, AwardStatus.ENDED, actor=actor, at=at, seen=seen, changes={"released": left})
    release(award, programme, left)
    post(
        LedgerEvent.AWARD_ENDED,
        award.public_id,
        {Account.GRANTS: -left, Account.PAYABLE: left},
        actor=actor,
        at=at,
        entity=programme.entity,
    )


def release(award: Award, programme: Programme, amount: Decimal) -> None:
    """Give `amount` (dollars) of an award back to the budget and to the cap, under the programme's lock."""
    CandidacyFunding.objects.filter(candidacy=award.application.candidacy).update(
        awarded=F("awarded") - amount
    )
    Programme.objects.filter(pk=programme.pk).update(committed=F("committed") - amount)
