"""When one can file for an office, as far as it is known: pure, from the facts of its next election."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from offices.enums import FactKind
from offices.fact_values import as_day
from offices.facts import Known


class FilingState(StrEnum):
    UNKNOWN = "unknown"
    AHEAD = "ahead"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Filing:
    """The window of the next election of which anything is known.

    `days_left` counts to the last day, which is day 0; None unless that day is known and not over.
    """

    state: FilingState = FilingState.UNKNOWN
    opens_on: date | None = None
    closes_on: date | None = None
    election_on: date | None = None
    days_left: int | None = None
    sources: tuple[Known, ...] = ()

    @property
    def is_possible(self) -> bool:
        """Whether one can still file, or nobody knows that one cannot."""
        return self.state is not FilingState.CLOSED


def filing_of(facts: Iterable[Known], *, today: date) -> Filing:
    """Return the window of the election that comes next; of several, one that can still be filed for comes first.

    `today` is the date in the office's own zone. An election that is over says nothing.
    """
    ahead = [fact for fact in facts if fact.election_on is not None and fact.election_on >= today]
    windows = [
        _window(day, [fact for fact in ahead if fact.election_on == day], today)
        for day in sorted({fact.election_on for fact in ahead if fact.election_on})
    ]
    return next((window for window in windows if window.is_possible), windows[0] if windows else Filing())


def _window(election_on: date, facts: list[Known], today: date) -> Filing:
    opens = next((as_day(fact.value) for fact in facts if fact.kind == FactKind.FILING_OPENS), None)
    closes = next((as_day(fact.value) for fact in facts if fact.kind == FactKind.FILING_CLOSES), None)
    if closes is not None and closes < today:
        state = FilingState.CLOSED
    elif opens is not None and opens > today:
        state = FilingState.AHEAD
    elif closes is not None:
        state = FilingState.OPEN
    else:
        state = FilingState.UNKNOWN
    left = (closes - today).days if closes is not None and closes >= today else None
    return Filing(state, opens, closes, election_on, left, tuple(facts))
