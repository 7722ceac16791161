"""Who of those who are free holds a talk. Pure: facts about each in, an order and its reasons out."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from interviews.enums import Because

# Talks are counted over four weeks back, and whatever is booked ahead.
RECENT = timedelta(days=28)
# Whoever has held fewer talks than this is a newcomer, and gets no more than so many a week while others are free.
NEWCOMER_UNTIL = 3
NEWCOMER_A_WEEK = 2


@dataclass(frozen=True)
class Offer:
    """An interviewer who is free at the start in question.

    `recent` counts the talks since four weeks ago, those ahead included; `nearby` those of the week around the start;
    `ever` all. `weeks` is for how many of those four weeks they have been with us, at least 1.
    """

    key: int
    weekly_cap: int
    recent: int = 0
    nearby: int = 0
    ever: int = 0
    weeks: Fraction = Fraction(4)
    last: datetime | None = None
    knows_state: bool = False
    knows_level: bool = False
    speaks: bool = True
    met_rival: bool = False

    @property
    def load(self) -> Fraction:
        """Recent talks as a share of what they offered in that time."""
        return Fraction(self.recent) / (max(self.weekly_cap, 1) * self.weeks)

    @property
    def is_crowded_newcomer(self) -> bool:
        return self.ever < NEWCOMER_UNTIL and self.nearby >= NEWCOMER_A_WEEK

    @property
    def fit(self) -> int:
        return 2 * self.knows_state + self.knows_level

    @property
    def order(self) -> tuple[bool, bool, bool, Fraction, int, float, int]:
        """Smaller is earlier. Whoever has met a rival comes last, a newcomer with enough to do before them."""
        waited_since = self.last.timestamp() if self.last else 0.0
        return (
            self.met_rival,
            not self.speaks,
            self.is_crowded_newcomer,
            self.load,
            -self.fit,
            waited_since,
            self.key,
        )


def in_order(offers: Iterable[Offer]) -> list[Offer]:
    """Return the offers, the one to be asked first first. The order of `offers` does not matter."""
    return sorted(offers, key=lambda offer: offer.order)


def because(chosen: Offer, offers: Sequence[Offer]) -> list[str]:
    """Return in codes why `chosen` holds the talk rather than another of `offers`, which has it among them."""
    found = []
    if len(offers) == 1:
        found.append(Because.ONLY_ONE_FREE)
    elif chosen.load <= min(offer.load for offer in offers):
        found.append(Because.FEWEST_TALKS)
    if chosen.knows_state:
        found.append(Because.KNOWS_STATE)
    if chosen.knows_level:
        found.append(Because.KNOWS_LEVEL)
    if chosen.speaks:
        found.append(Because.SPEAKS_LANGUAGE)
    if chosen.met_rival:
        found.append(Because.MET_A_RIVAL)
    return [code.value for code in found]


def weeks_with_us(since: date | None, today: date) -> Fraction:
    """Return for how many of the last four weeks somebody vetted on `since` was there: from 1 to 4."""
    if since is None:
        return Fraction(4)
    return min(max(Fraction((today - since).days, 7), Fraction(1)), Fraction(4))


def is_within_cap(starts: Collection[datetime], start: datetime, weekly_cap: int) -> bool:
    """Whether one more talk at `start` keeps the seven days around it within the cap; `starts` are those there are."""
    return near(starts, start) < weekly_cap


def near(starts: Collection[datetime], start: datetime) -> int:
    """Return how many of `starts` lie within three and a half days of `start`."""
    half = timedelta(days=3, hours=12)
    return sum(start - half < other < start + half for other in starts)
