"""The people, how they came, and the races that they enter."""

from candidates.models.ballots import BallotCorrection, FilingTick
from candidates.models.candidacy import Candidacy, CandidacyTransition
from candidates.models.candidate import Candidate, Interest, StageTransition, StandingTransition
from candidates.models.duplicates import Compared, LikelyDuplicate, LikenessKey, NamedUser, PersonMerge
from candidates.models.intake import Intake
from candidates.models.ownership import Leave, Ownership, Region, RegionState
from candidates.models.partners import HandOver, Partner
from candidates.models.promises import ConsentWording, PromisedCall

__all__ = [
    "BallotCorrection",
    "Candidacy",
    "CandidacyTransition",
    "Candidate",
    "Compared",
    "ConsentWording",
    "FilingTick",
    "HandOver",
    "Intake",
    "Interest",
    "Leave",
    "LikelyDuplicate",
    "LikenessKey",
    "NamedUser",
    "Ownership",
    "Partner",
    "PersonMerge",
    "PromisedCall",
    "Region",
    "RegionState",
    "StageTransition",
    "StandingTransition",
]
