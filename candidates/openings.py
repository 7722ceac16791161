"""From when a race can be funded, which a higher app knows."""

from collections.abc import Callable
from datetime import date

from candidates.models import Candidacy

OpensOn = Callable[[Candidacy], date | None]
_opens_on: list[OpensOn] = []


def register_opens_on(function: OpensOn) -> OpensOn:
    """Register `candidacy -> the first day on which it may be funded`, None while that is not known."""
    _opens_on.append(function)
    return function


def funding_opens_on(candidacy: Candidacy) -> date | None:
    return next((day for function in _opens_on if (day := function(candidacy)) is not None), None)
