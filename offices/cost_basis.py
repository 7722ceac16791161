"""What an average cost rests on, as people are shown it: the figures, why they are similar, how far to trust them."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from offices.costs import CYCLES, is_recent
from offices.enums import FigureKind
from offices.models import CostObservation, Office, OwnSpending
from offices.states import NAMES

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
class Figure:
    """One known figure as it is shown: US dollars, the cycle's year, `n` campaigns behind it."""

    race: Any
    cycle: int
    amount: Decimal
    measures: Any
    n: int | None
    is_primary: bool
    source: Any
    licence: str = ""


@dataclass(frozen=True)
class Basis:
    """The figures that count (R19), newest cycle first; `n` is the number of campaigns behind them."""

    likeness: Likeness
    figures: list[Figure]

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
    """Return what the average cost of a race for `office` at an election in `year` rests on. At most five queries."""
    known = CostObservation.objects.select_related("office").order_by("-cycle", "pk")
    ours = OwnSpending.objects.filter(level=office.level).order_by("-cycle", "pk")
    groups = (
        (Likeness.SAME_RACE, known.filter(office=office), ours.none()),
        (
            Likeness.STATE,
            known.filter(office__level=office.level, office__state=office.state),
            ours.filter(state=office.state),
        ),
        (Likeness.COUNTRY, known.filter(office__level=office.level), ours),
    )
    for likeness, rows, own in groups:
        shown = [*map(_published, rows), *map(_reported, own)]
        figures = _latest([figure for figure in shown if is_recent(figure.cycle, year=year)])
        if figures:
            return Basis(likeness, figures)
    return None


def _published(row: CostObservation) -> Figure:
    return Figure(
        row.office.name,
        row.cycle,
        row.amount,
        row.get_figure_kind_display(),
        row.n,
        row.is_primary,
        row.source,
        row.licence,
    )


def _reported(row: OwnSpending) -> Figure:
    race = _("%(level)s, %(state)s") % {"level": row.get_level_display(), "state": NAMES[row.state]}
    measures = FigureKind.MEAN_OF_CANDIDATES.label
    return Figure(race, row.cycle, row.amount, measures, row.n, False, _("Reports of our own candidates"))


def _latest(figures: Collection[Figure]) -> list[Figure]:
    cycles = sorted({figure.cycle for figure in figures}, reverse=True)[:CYCLES]
    counting = [figure for figure in figures if figure.cycle in cycles]
    return sorted(counting, key=lambda figure: -figure.cycle)
