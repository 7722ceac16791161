"""Why we could not tell the districts of an address."""

from enum import Enum


class Reason(Enum):
    """`counts_as_failure` ones say that the geocoder is out of order; the others are answers."""

    NO_GEOCODER = "no geocoder is set"
    AWAY = "it does not answer, or answers nonsense"
    UNKNOWN_ADDRESS = "it does not know the address"
    AMBIGUOUS = "the address may mean several places"
    ELSEWHERE = "its answer contradicts the ZIP code"

    @property
    def counts_as_failure(self) -> bool:
        return self is Reason.AWAY


class Untold(Exception):
    """We could not tell. It carries a reason of ours and nothing of what was asked or answered."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
