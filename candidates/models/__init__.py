"""The people, how they came, and the races that they enter."""

from candidates.models.candidacy import Candidacy, CandidacyTransition
from candidates.models.candidate import Candidate, Interest, StageTransition, StandingTransition
from candidates.models.duplicates import Compared, LikelyDuplicate, LikenessKey, NamedUser, PersonMerge
from candidates.models.intake import Intake
from candidates.models.ownership import Leave, Ownership, Region, RegionState

__all__ = [
    "Candidacy",
    "CandidacyTransition",
    "Candidate",
    "Compared",
    "Intake",
    "Interest",
    "Leave",
    "LikelyDuplicate",
    "LikenessKey",
    "NamedUser",
    "Ownership",
    "PersonMerge",
    "Region",
    "RegionState",
    "StageTransition",
    "StandingTransition",
]
