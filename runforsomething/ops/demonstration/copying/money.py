"""What a campaign raised, asked for, was awarded and paid, as the rows that the services would write."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from candidates.models import Candidacy
from funding.copies import content_of
from funding.eligibility import Gift as GiftFact
from funding.eligibility import PlanReview as ReviewFact
from funding.eligibility import Policy, verdict_on
from funding.enums import (
    WEIGHTS,
    Account,
    ApplicationStatus,
    AwardStatus,
    Declaration,
    LedgerEvent,
    PaymentMethod,
    PlanSection,
)
from funding.facts import freeze
from funding.models import (
    AccountCheck,
    ApplicationRevision,
    ApplicationTransition,
    Award,
    AwardTransition,
    CandidacyFunding,
    FundingApplication,
    Gift,
    Payment,
    PlanReview,
    Programme,
)
from runforsomething.ops.demonstration import scene, wording
from runforsomething.ops.demonstration.copying.books import Books
from runforsomething.ops.demonstration.copying.campaign import Campaign, Verdicts
from runforsomething.ops.demonstration.copying.sheets import JsonList, Row
from runforsomething.ops.demonstration.copying.team import TeamScribe, post
from runforsomething.ops.demonstration.histories import Grant, Request, Scoring

SECTIONS = [section.value for section in PlanSection]
POINTS = [WEIGHTS[section] for section in PlanSection]


class MoneyScribe:
    """Writes gifts, applications, awards and payments; `committed` and `paid` are the programme's totals in dollars."""

    def __init__(
        self, books: Books, team: TeamScribe, programme: Programme, verdicts: Verdicts, policy: Policy
    ) -> None:
        self._books = books
        self._verdicts = verdicts
        self._policy = policy
        self._programme = programme.pk
        ids = {address: row["id"] for address, row in team.users.items()}
        self._staff, self._finance, self._payer = ids[scene.STAFF], ids[scene.FINANCE], ids[scene.PAYER]
        self._reviewers = [ids[address] for address in scene.REVIEWERS]
        self.committed, self.paid = Decimal(0), Decimal(0)

    def write(self, campaign: Campaign) -> None:
        self._gifts(campaign)
        if campaign.run.request is not None:
            self._apply(campaign, campaign.run.request)

    def _gifts(self, campaign: Campaign) -> None:
        for gift in campaign.run.gifts:
            self._books.add(
                Gift,
                candidacy_id=campaign.row["id"],
                donor=gift.donor,
                amount=gift.amount,
                given_on=gift.given_on,
                documented_by_id=self._staff,
                documented_at=gift.seen_at,
                created_at=gift.noted_at,
            )
            campaign.gifts.append(GiftFact(gift.donor, gift.amount, "gift", documented=True))
            self._verdicts.check(campaign, gift.seen_at)

    def _apply(self, campaign: Campaign, request: Request) -> None:
        books, public_id = self._books, self._books.uuid()
        row = books.add(
            FundingApplication,
            request.begun_at,
            public_id=public_id,
            candidacy_id=campaign.row["id"],
            created_at=request.begun_at,
        )
        written = {
            "committee_name": request.committee,
            "treasurer_name": request.treasurer,
            "plan": wording.PLAN,
            "requested": request.amount,
            "use_of_money": JsonList(wording.use_of(request.amount)),
            "declarations": JsonList(Declaration.values),
        }
        books.change(FundingApplication, row, request.begun_at, **written)
        cap = self._hand_in(campaign, row, written, request.handed_in_at)
        for scoring in request.scorings:
            self._score(campaign, row, scoring)
        if request.declined_at is not None:
            self._move(
                row,
                ApplicationStatus.DECLINED,
                self._staff,
                request.declined_at,
                wording.APPLICATION_DECLINED,
            )
            key = f"application_declined:{row['public_id']}"
            context = {"application": row["public_id"]}
            books.message("application_declined", campaign.user, context, key=key, at=request.declined_at)
        if request.grant is not None:
            self._award(campaign, row, request.grant, cap)

    def _hand_in(self, campaign: Campaign, row: Row, written: dict[str, Any], at: datetime) -> Row:
        facts = self._verdicts.facts(campaign, at)
        verdict = verdict_on(facts, self._policy)
        self._books.move(
            FundingApplication,
            row,
            ApplicationStatus.SUBMITTED,
            into=ApplicationTransition,
            actor=campaign.user["id"],
            at=at,
            frozen_facts=freeze(facts, self._policy),
            average_cost=verdict.average_cost,
            submitted_at=at,
        )
        content = content_of(FundingApplication(**written), raised=verdict.raised)
        self._books.add(
            ApplicationRevision, application_id=row["id"], number=1, content=content, handed_in_at=at
        )
        cap = self._books.add(CandidacyFunding, candidacy_id=campaign.row["id"], cap=verdict.cap)
        key = f"application_received:{row['public_id']}"
        context = {"application": row["public_id"]}
        self._books.message("application_received", campaign.user, context, key=key, at=at)
        self._verdicts.check(campaign, at)
        return cap

    def _score(self, campaign: Campaign, row: Row, scoring: Scoring) -> None:
        reviewer = self._reviewers[scoring.reviewer]
        ratings: dict[str, Any] = dict(zip(SECTIONS, scoring.ratings, strict=True))
        score = sum(weight * rating for weight, rating in zip(POINTS, scoring.ratings, strict=True))
        self._books.add(
            PlanReview,
            application_id=row["id"],
            reviewer_id=reviewer,
            score=score,
            improvement=wording.IMPROVEMENT,
            reviewed_at=scoring.at,
            **ratings,
        )
        campaign.reviews.append(ReviewFact(reviewer, score))
        self._verdicts.check(campaign, scoring.at)

    def _award(self, campaign: Campaign, application: Row, grant: Grant, cap: Row) -> None:
        award = self._books.add(
            Award,
            grant.requested_at,
            public_id=self._books.uuid(),
            application_id=application["id"],
            programme_id=self._programme,
            amount=grant.amount,
            requested_by_id=self._staff,
            requested_at=grant.requested_at,
        )
        campaign.awards.append(grant.amount)
        if grant.approved_at is not None:
            self._approve(campaign, application, award, grant, cap, grant.approved_at)
        if grant.paid_at is not None:
            check = self._check_account(application, grant.paid_at)
            self._pay(campaign, award, grant, cap, check, grant.paid_at)

    def _approve(
        self, campaign: Campaign, application: Row, award: Row, grant: Grant, cap: Row, at: datetime
    ) -> None:
        self._books.move(
            Award,
            award,
            AwardStatus.APPROVED,
            into=AwardTransition,
            actor=self._finance,
            at=at,
            approved_by_id=self._finance,
            approved_at=at,
        )
        self._books.change(CandidacyFunding, cap, at, awarded=grant.amount)
        self.committed += grant.amount
        self._move(application, ApplicationStatus.AWARDED, self._finance, at)
        lines = {Account.GRANTS: grant.amount, Account.PAYABLE: -grant.amount}
        post(self._books, LedgerEvent.AWARD, award["public_id"], lines, actor=self._finance, at=at)
        key = f"award_approved:{award['public_id']}"
        self._books.message("award_approved", campaign.user, {"award": award["public_id"]}, key=key, at=at)

    def _check_account(self, application: Row, at: datetime) -> Row:
        return self._books.add(
            AccountCheck,
            application_id=application["id"],
            committee_name=application["committee_name"],
            registration=wording.REGISTRATION,
            account_holder=application["committee_name"],
            seen=wording.ACCOUNT_SEEN,
            belongs=True,
            checked_by_id=self._staff,
            checked_at=at,
        )

    def _pay(self, campaign: Campaign, award: Row, grant: Grant, cap: Row, check: Row, at: datetime) -> None:
        payment = self._books.add(
            Payment,
            public_id=self._books.uuid(),
            award_id=award["id"],
            amount=grant.amount,
            method=PaymentMethod.TRANSFER,
            reference=grant.reference,
            rules_checked=wording.RULES_CHECKED,
            account_check_id=check["id"],
            requested_by_id=self._staff,
            approved_by_id=self._finance,
            paid_by_id=self._payer,
            paid_at=at,
        )
        self._books.change(Award, award, at, paid=grant.amount)
        self._books.change(CandidacyFunding, cap, at, paid=grant.amount)
        self.paid += grant.amount
        self._books.change(Candidacy, campaign.row, at, funded_at=at)
        lines = {Account.PAYABLE: grant.amount, Account.CASH: -grant.amount}
        post(self._books, LedgerEvent.PAYMENT, payment["public_id"], lines, actor=self._payer, at=at)
        key = f"payment_made:{payment['public_id']}"
        self._books.message("payment_made", campaign.user, {"payment": payment["public_id"]}, key=key, at=at)

    def _move(self, row: Row, target: ApplicationStatus, actor: str, at: datetime, reason: str = "") -> None:
        self._books.move(
            FundingApplication,
            row,
            target,
            into=ApplicationTransition,
            actor=actor,
            at=at,
            reason=reason,
        )
