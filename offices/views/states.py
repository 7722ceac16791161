"""The states, and for each a page with a map of its legislature's seats and their last contests."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from offices import legislature
from offices.district_names import number_of, place_of, short_name
from offices.enums import LISTING_ORDER, ContestSource, Level, Party
from offices.freshness import OLD_AFTER_CYCLES, cycle_years
from offices.legislature import Comparison, Figures, Outcome, Recorded, Seat
from offices.models import Contest, Office
from offices.selectors import WANTED_PARTY_FLAGS
from offices.states import STATES

NAMES = dict(STATES)
PITCH = 44
MOST_COLUMNS = 10
MOST_COLUMNS_OF_NAMES = 8
# A longer list is folded.
LONG = 12


@dataclass(frozen=True)
class Mark:
    """One line of the legend, and one part of what a row says."""

    outcome: Outcome
    label: str
    count: int


@dataclass(frozen=True)
class Row:
    """A district in the table, and its tile in the map, whose corner is at (`x`, `y`)."""

    office: Office
    name: str
    short: str
    x: int
    y: int
    is_multiple: bool
    outcome: Outcome
    is_old: bool
    what: list[Mark]
    year: int | None
    is_special: bool
    source: str
    title: str


@dataclass(frozen=True)
class Chamber:
    level: Level
    name: str
    seats: int
    rows: list[Row]
    marks: list[Mark]
    unsure: int
    party_unknown: int
    old: int
    old_years: int
    figures: list[Figures]
    width: int
    height: int
    is_long: bool


@dataclass(frozen=True)
class Point:
    label: str
    says: list[tuple[str, str]]


@dataclass(frozen=True)
class Dispute:
    name: str
    year: int
    points: list[Point]


@login_not_required
@require_safe
def state_list(request: HttpRequest) -> HttpResponse:
    known = legislature.seat_counts()
    states = [
        (code, name, [(level, *known.get(code, {})[level]) for level in _chambers(known.get(code, {}))])
        for code, name in NAMES.items()
    ]
    chambers = [counts for of_state in known.values() for counts in of_state.values()]
    context = {
        "states": states,
        "chambers": len(chambers),
        "seats": sum(seats for _districts, seats in chambers),
    }
    return render(request, "offices/states.html", context)


@login_not_required
@require_safe
def state_page(request: HttpRequest, state: str) -> HttpResponse:
    code = state.upper()
    if code not in NAMES:
        raise Http404
    offices, contests = legislature.legislature_of(code), legislature.contests_of(code)
    years = sorted({contest.year for contest in contests}, reverse=True)
    year, problem, status = _asked_year(request.GET.get("year", "").strip(), years)
    asked = [contest for contest in contests if year in (None, contest.year)]
    comparison = legislature.compare(asked)
    context = {
        "code": code,
        "name": NAMES[code],
        "chambers": _chambers_of(offices, asked, year),
        "years": years,
        "year": year,
        "problem": problem,
        "comparison": comparison,
        "disputes": _disputes(comparison, offices),
        "is_long": len(comparison.disagreements) > LONG,
        "sources": ContestSource.labels,
        "seats": sum(office.seats or 0 for office in offices),
    }
    return render(request, "offices/state.html", context, status=status)


def _chambers(levels: Iterable[str]) -> list[Level]:
    return sorted(map(Level, levels), key=LISTING_ORDER.index)


def _asked_year(text: str, years: list[int]) -> tuple[int | None, str, int]:
    """Return the year to show, None for the last contest of each seat; a problem in words; the status."""
    if not text:
        return None, "", 200
    if not re.fullmatch(r"\d{4}", text, re.ASCII):
        return None, _("A year has four digits, like 2016. Choose one from the list."), 400
    if int(text) not in years:
        problem = _("We know of no contest here in %(year)s. Below is the last that we know of each seat.")
        return None, problem % {"year": text}, 200
    return int(text), "", 200


def _chambers_of(offices: list[Office], contests: list[Recorded], year: int | None) -> list[Chamber]:
    levels = {office.level for office in offices} | {contest.level for contest in contests}
    return [
        _chamber(
            level,
            [office for office in offices if office.level == level],
            [contest for contest in contests if contest.level == level],
            year,
        )
        for level in _chambers(levels)
    ]


def _chamber(level: Level, offices: list[Office], contests: list[Recorded], year: int | None) -> Chamber:
    flag = WANTED_PARTY_FLAGS.get(settings.ORG_PARTY, "")
    today = clock.today(settings.TIME_ZONE)
    ordered = sorted(offices, key=place_of)
    seats = legislature.seats_of(ordered, contests, party_flag=flag, today=today)
    columns = _columns(seats)
    counts = Counter(seat.outcome for seat in seats)
    ids = {office.pk for office in offices}
    years = {cycle_years(office.level, office.term_years) for office in offices}
    return Chamber(
        level=level,
        name=_name_of_chamber(level, offices),
        seats=sum(office.seats or 0 for office in offices),
        rows=[_row(seat, place, columns) for place, seat in enumerate(seats)],
        marks=_marks(counts, every=True),
        unsure=sum(seat.is_unsure for seat in seats),
        party_unknown=sum(seat.is_contested_without_parties(flag) for seat in seats),
        old=sum(seat.is_old for seat in seats),
        old_years=OLD_AFTER_CYCLES * max(years, default=0),
        figures=legislature.figures_of(contests, ids, party_flag=flag) if year else [],
        width=columns * PITCH,
        height=math.ceil(len(seats) / columns) * PITCH,
        is_long=len(seats) > LONG,
    )


def _columns(seats: list[Seat]) -> int:
    """Wider than high, as far as a phone can show it; fewer where the districts have longer names."""
    longest = max((len(short_name(number_of(seat.office))) for seat in seats), default=0)
    most = MOST_COLUMNS if longest < 4 else MOST_COLUMNS_OF_NAMES
    return min(most, math.ceil(math.sqrt(1.4 * len(seats)))) or 1


def _row(seat: Seat, place: int, columns: int) -> Row:
    number = number_of(seat.office)
    name = _("District %(number)s") % {"number": number} if len(number) <= 4 else number
    marks = _marks(Counter(seat.outcomes), every=False)
    first = seat.contests[0] if seat.contests else None
    source = str(ContestSource(first.source).label) if first else ""
    what = ", ".join(mark.label if mark.count == 1 else f"{mark.count} × {mark.label}" for mark in marks)
    title = f"{name}: {what or Outcome.UNKNOWN.label}"
    return Row(
        office=seat.office,
        name=name,
        short=short_name(number),
        x=place % columns * PITCH,
        y=place // columns * PITCH,
        is_multiple=(seat.office.seats or 1) > 1,
        outcome=seat.outcome,
        is_old=seat.is_old,
        what=marks,
        year=first.year if first else None,
        is_special=bool(first and first.is_special),
        source=source,
        title=f"{title} ({first.year})" if first else title,
    )


def _marks(counts: Counter[Outcome], *, every: bool) -> list[Mark]:
    return [Mark(one, label(one), counts[one]) for one in Outcome if every or counts[one]]


def label(outcome: Outcome) -> str:
    """Return the outcome in words, with the organisation's own party by its name."""
    if outcome is Outcome.WITHOUT_US:
        return _("no %(party)s candidate") % {"party": settings.ORG_PARTY}
    return str(outcome.label)


def _name_of_chamber(level: Level, offices: list[Office]) -> str:
    """The chamber as it is called there (Assembly), else as the level is called."""
    for office in offices:
        before, _district, number = office.name.partition(" District ")
        if number:
            return before
    return str(level.label)


def _disputes(comparison: Comparison, offices: list[Office]) -> list[Dispute]:
    names = {office.pk: office.name for office in offices}
    return [
        Dispute(
            names.get(found.office_id or 0, found.office_name),
            found.year,
            [
                Point(
                    str(Contest._meta.get_field(field).verbose_name),  # type: ignore[union-attr]
                    [(str(source.label), _in_words(value)) for source, value in says],
                )
                for field, says in found.points.items()
            ],
        )
        for found in comparison.disagreements
    ]


def _in_words(value: bool | str) -> str:
    if isinstance(value, str):
        return str(Party(value).label)
    return _("yes") if value else _("no")
