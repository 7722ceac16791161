"""The votes that win, derived from past turnout, where the data has it."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from offices.models import Contest, Office

MARGIN = Decimal("1.05")


@dataclass(frozen=True)
class WinNumber:
    """`votes` were cast in `year`; `majority` is more than half of them, `safe` that with five in a hundred on top."""

    year: int
    votes: int
    majority: int
    safe: int
    source: str


def from_turnout(votes: int, *, year: int, source: str) -> WinNumber:
    majority = votes // 2 + 1
    return WinNumber(year, votes, majority, int((majority * MARGIN).to_integral_value(ROUND_CEILING)), source)


def win_number_of(office: Office) -> WinNumber | None:
    """Return it from the newest regular contest for one seat whose votes are known; None where none is."""
    contests = Contest.objects.filter(office=office, is_special=False, total_votes__gt=0)
    newest = contests.exclude(seats__gt=1).order_by("-year", "pk").first()
    if newest is None or newest.total_votes is None:
        return None
    return from_turnout(newest.total_votes, year=newest.year, source=newest.get_source_display())
