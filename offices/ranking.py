"""In which order offices are shown, and which are left out: pure (R6)."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from offices.enums import LISTING_ORDER, Level
from offices.selectors import LastContest, natural


class Order(StrEnum):
    LOCAL = "local"
    UNCLAIMED = "unclaimed"
    CHEAPEST = "cheapest"


class Rankable(Protocol):
    """`last` is None when it is unknown or too old to say anything; `cost` is in US dollars."""

    @property
    def level(self) -> Level: ...
    @property
    def name(self) -> str: ...
    @property
    def last(self) -> LastContest | None: ...
    @property
    def cost(self) -> Decimal | None: ...


Ranked = TypeVar("Ranked", bound=Rankable)


def in_order(offices: Iterable[Ranked], order: Order) -> list[Ranked]:
    """Return the offices in `order`; among equals the most local first, then by name."""
    by_place = sorted(offices, key=lambda office: (LISTING_ORDER.index(office.level), natural(office.name)))
    if order is Order.UNCLAIMED:
        return sorted(by_place, key=lambda office: claim(office.last))
    if order is Order.CHEAPEST:
        return sorted(by_place, key=lambda office: (office.cost is None, office.cost or Decimal(0)))
    return by_place


def claim(last: LastContest | None) -> int:
    """Return how firmly an office was claimed last time, the freest first.

    0: for one of its seats at least nobody else ran; 1: nobody of our party; 2: it is not known; 3: contested.
    """
    if last is None:
        return 2
    if last.uncontested:
        return 0
    if last.lacked_party:
        return 1
    return 3 if last.known else 2
