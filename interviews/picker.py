"""What the slot picker shows: days as chips, evenings and weekends before working hours. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

EVENING = time(17)


@dataclass(eq=False)
class Chip:
    """A day of one part of the picker, with its starts in the reader's zone, earliest first."""

    day: date
    times: list[datetime] = field(default_factory=list)
    chosen: bool = False


@dataclass(frozen=True)
class Picker:
    """`off_work` are weekends and evenings, `at_work` the rest; one chip of one of them is `chosen`."""

    off_work: list[Chip]
    at_work: list[Chip]
    chosen: Chip | None

    @property
    def parts(self) -> list[tuple[str, list[Chip]]]:
        return [("off", self.off_work), ("work", self.at_work)]

    def __bool__(self) -> bool:
        return self.chosen is not None


def is_off_work(local: datetime) -> bool:
    """Whether a start lies outside the hours at which most people work: at a weekend, or from five o'clock on."""
    return local.weekday() >= 5 or local.time() >= EVENING


def picker(starts: Iterable[datetime], *, zone: str, day: str = "", part: str = "") -> Picker:
    """Sort `starts` (aware) into days of the IANA `zone`.

    `day` ("2026-06-03") and `part` ("work" or "off") are what the reader chose; else the first chip is chosen.
    """
    parts: dict[bool, dict[date, Chip]] = {True: {}, False: {}}
    for start in sorted(starts):
        local = start.astimezone(ZoneInfo(zone))
        chips = parts[is_off_work(local)]
        chips.setdefault(local.date(), Chip(local.date())).times.append(local)
    off_work, at_work = list(parts[True].values()), list(parts[False].values())
    wanted = at_work if part == "work" else off_work
    chosen = next((chip for chip in wanted if chip.day.isoformat() == day), None)
    chosen = chosen or next(iter([*off_work, *at_work]), None)
    if chosen is not None:
        chosen.chosen = True
    return Picker(off_work, at_work, chosen)
