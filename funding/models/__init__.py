"""What can be given, who applied, what was awarded and paid, and the ledger of it."""

from funding.models.accounts import AccountCheck
from funding.models.applications import (
    ApplicationRevision,
    ApplicationTransition,
    FundingApplication,
    Gift,
    PlanReview,
)
from funding.models.documents import ApplicationDocument
from funding.models.ledger import LedgerLine, LedgerTransaction
from funding.models.limits import ContributionLimit
from funding.models.money import (
    Award,
    AwardTransition,
    CandidacyFunding,
    Donation,
    LegalEntity,
    Payment,
    PaymentTransition,
    Programme,
    SpendingReport,
)
from funding.models.policies import CandidacyChecks, CostsChanged, EligibilityDue, FundingPolicy, RulesSeen
from funding.models.treasurers import TreasurerInvitation
from funding.models.verdicts import EligibilityVerdict

__all__ = [
    "AccountCheck",
    "ApplicationDocument",
    "ApplicationRevision",
    "ApplicationTransition",
    "Award",
    "AwardTransition",
    "CandidacyChecks",
    "CandidacyFunding",
    "ContributionLimit",
    "CostsChanged",
    "Donation",
    "EligibilityDue",
    "EligibilityVerdict",
    "FundingApplication",
    "FundingPolicy",
    "Gift",
    "LedgerLine",
    "LedgerTransaction",
    "LegalEntity",
    "Payment",
    "PaymentTransition",
    "PlanReview",
    "Programme",
    "RulesSeen",
    "SpendingReport",
    "TreasurerInvitation",
]
