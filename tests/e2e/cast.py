"""Everybody who takes part in the walk."""

from dataclasses import dataclass
from decimal import Decimal

from tests.e2e.people import Person
from tests.stack import Stack


@dataclass
class Cast:
    """The candidate is at a phone and nobody knows them yet; the others come from the demonstration."""

    stack: Stack
    candidate: Person
    staff: Person
    interviewer: Person
    mentor: Person
    reviewer: Person
    reviewer2: Person
    finance: Person
    finance2: Person
    donor: Person
    asked_for: Decimal = Decimal(0)

    @property
    def dollars(self) -> str:
        """What the candidate asks for, as pages and mails write it."""
        return f"${self.asked_for:,}"

    @property
    def people(self) -> list[Person]:
        return [value for value in vars(self).values() if isinstance(value, Person)]
