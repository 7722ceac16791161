"""The people, how they came, and the races that they enter."""

from candidates.models.candidacy import Candidacy, CandidacyTransition
from candidates.models.candidate import Candidate, Interest, StageTransition, StandingTransition
from candidates.models.intake import Intake

__all__ = [
    "Candidacy",
    "CandidacyTransition",
    "Candidate",
    "Intake",
    "Interest",
    "StageTransition",
    "StandingTransition",
]
