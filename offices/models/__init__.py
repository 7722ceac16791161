"""What one can run for, and what is known about it."""

from offices.models.costs import CostObservation, OwnSpending
from offices.models.facts import Fact, FactTransition, ResearchRequest, WantedOffice
from offices.models.history import Contest, Holder
from offices.models.offices import Election, Office, Race
from offices.models.places import Division, ZipCode, ZipDivision

__all__ = [
    "Contest",
    "CostObservation",
    "Division",
    "Election",
    "Fact",
    "FactTransition",
    "Holder",
    "Office",
    "OwnSpending",
    "Race",
    "ResearchRequest",
    "WantedOffice",
    "ZipCode",
    "ZipDivision",
]
