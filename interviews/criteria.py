"""What is rated after a talk, and what 0, 2 and 4 mean: the six of the enum, unless a setting says otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from core.wording import rated
from interviews.enums import ANCHORS, TOP_RATING, Criterion

OFF = "off"


@dataclass(frozen=True)
class Rated:
    """One of the ratings as this organisation asks for it. 1 and 3 lie between the three meanings."""

    code: str
    label: Any
    meanings: tuple[Any, Any, Any]

    @property
    def choices(self) -> list[tuple[int, Any]]:
        said = dict(zip((0, 2, TOP_RATING), self.meanings, strict=True))
        return [
            (number, rated(number, said[number]) if number in said else str(number))
            for number in range(TOP_RATING + 1)
        ]

    def meaning_of(self, rating: int | None) -> Any:
        """Return what `rating` means, such as "2 · with coaching"; nothing for what was not rated."""
        return "" if rating is None else dict(self.choices)[rating]

    @property
    def evidence(self) -> str:
        return f"{self.code}_evidence"


def all_rated() -> list[Rated]:
    """Return what is rated here and now, in the order of the page. What a setting switches off is not among them."""
    return list(_rated())


def _rated() -> Iterator[Rated]:
    for criterion in Criterion:
        said = settings.PROGRAM_RATINGS.get(criterion.value)
        if said == OFF:
            continue
        label, *meanings = said or (criterion.label, *ANCHORS[criterion])
        low, middle, high = meanings
        yield Rated(criterion.value, label, (low, middle, high))


def ever_rated(notes: Any) -> list[Rated]:
    """Return what is rated today and what was rated in `notes`, though it is switched off by now."""
    today = {one.code: one for one in all_rated()}
    shown = []
    for criterion in Criterion:
        if criterion.value in today:
            shown.append(today[criterion.value])
        elif getattr(notes, criterion.value) is not None:
            low, middle, high = ANCHORS[criterion]
            shown.append(Rated(criterion.value, criterion.label, (low, middle, high)))
    return shown


def lowest(notes: Any) -> int | None:
    """Return the lowest rating in `notes`, or None when nothing was rated."""
    given = [getattr(notes, criterion.value) for criterion in Criterion]
    return min((rating for rating in given if rating is not None), default=None)
