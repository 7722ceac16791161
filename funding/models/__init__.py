"""What can be given, who applied, what was awarded and paid, and the ledger of it."""

from funding.models.applications import ApplicationTransition, FundingApplication, Gift, PlanReview
from funding.models.ledger import LedgerLine, LedgerTransaction
from funding.models.money import (
    Award,
    AwardTransition,
    CandidacyFunding,
    Donation,
    Payment,
    Programme,
    SpendingReport,
)
from funding.models.verdicts import EligibilityVerdict

__all__ = [
    "ApplicationTransition",
    "Award",
    "AwardTransition",
    "CandidacyFunding",
    "Donation",
    "EligibilityVerdict",
    "FundingApplication",
    "Gift",
    "LedgerLine",
    "LedgerTransaction",
    "Payment",
    "PlanReview",
    "Programme",
    "SpendingReport",
]
