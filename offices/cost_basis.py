"""What an average cost rests on, as people are shown it: the figures, why they are similar, how far to trust them."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from offices.costs import CYCLES, is_recent
from offices.models import CostObservation, Office

MANY = 5


class Likeness(StrEnum):
    SAME_RACE = "same_race"
    STATE = "state"
    COUNTRY = "country"


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


WHY = {
    Likeness.SAME_RACE: _("Figures of this very race."),
    Likeness.STATE: _(
        "Nothing is known of this very race. These are races of the same level in the same state."
    ),
    Likeness.COUNTRY: _(
        "Nothing is known of such races in this state. These are races of the same level elsewhere."
    ),
}
WORDS = {
    Confidence.HIGH: _("high: this very race, from five campaigns or more"),
    Confidence.MEDIUM: _("medium: this very race from fewer campaigns, or such races in the same state"),
    Confidence.LOW: _("low: such races in other states only"),
}


@dataclass(frozen=True)
class Basis:
    """The figures that count (R19), newest cycle first; `n` is the number of campaigns behind them."""

    likeness: Likeness
    figures: list[CostObservation]

    @property
    def n(self) -> int:
        return sum(figure.n or 1 for figure in self.figures)

    @property
    def confidence(self) -> Confidence:
        return confidence_in(self.likeness, self.n)

    @property
    def why(self) -> Any:
        return WHY[self.likeness]

    @property
    def confidence_in_words(self) -> Any:
        return WORDS[self.confidence]


def confidence_in(likeness: Likeness, n: int) -> Confidence:
    """High: the same race and five campaigns or more. Medium: the same race, or level and state. Low: all else."""
    if likeness == Likeness.SAME_RACE:
        return Confidence.HIGH if n >= MANY else Confidence.MEDIUM
    return Confidence.MEDIUM if likeness == Likeness.STATE else Confidence.LOW


def basis_of(office: Office, *, year: int) -> Basis | None:
    """Return what the average cost of a race for `office` at an election in `year` rests on. At most three queries."""
    known = CostObservation.objects.select_related("office").order_by("-cycle", "pk")
    groups = (
        (Likeness.SAME_RACE, known.filter(office=office)),
        (Likeness.STATE, known.filter(office__level=office.level, office__state=office.state)),
        (Likeness.COUNTRY, known.filter(office__level=office.level)),
    )
    for likeness, rows in groups:
        figures = _latest([row for row in rows if is_recent(row.cycle, year=year)])
        if figures:
            return Basis(likeness, figures)
    return None


def _latest(figures: Collection[CostObservation]) -> list[CostObservation]:
    cycles = sorted({figure.cycle for figure in figures}, reverse=True)[:CYCLES]
    return [figure for figure in figures if figure.cycle in cycles]
