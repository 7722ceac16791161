"""The people, how they came, and the races that they enter."""

from candidates.models.candidacy import Candidacy, CandidacyTransition
from candidates.models.candidate import Candidate, Interest, StageTransition, StandingTransition
from candidates.models.intake import Intake
from candidates.models.ownership import Leave, Ownership, Region, RegionState

__all__ = [
    "Candidacy",
    "CandidacyTransition",
    "Candidate",
    "Intake",
    "Interest",
    "Leave",
    "Ownership",
    "Region",
    "RegionState",
    "StageTransition",
    "StandingTransition",
]
