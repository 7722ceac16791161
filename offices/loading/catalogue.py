"""What one import knows, gathered in memory before anything is written."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from offices import zones


class DivisionRow(NamedTuple):
    ocd_id: str
    name: str
    kind: str
    state: str
    census_geoid: str = ""


class ZipRow(NamedTuple):
    code: str
    place_name: str
    state: str
    latitude: str | None
    longitude: str | None
    time_zone: str


class OfficeRow(NamedTuple):
    ocd_id: str
    kind: str
    seat: str
    level: str
    name: str
    title: str
    state: str
    time_zone: str
    seats: int | None = None
    term_years: int | None = None


class HolderRow(NamedTuple):
    ocd_id: str
    office_kind: str
    name: str
    party: str
    as_of: date
    ends_on: date | None
    source: str
    source_key: str


class ContestRow(NamedTuple):
    """`ocd_id` and `office_kind` name the office it is attached to; both are blank if none was found."""

    source: str
    source_key: str
    ocd_id: str
    office_kind: str
    state: str
    level: str
    office_name: str
    year: int
    is_special: bool
    seats: int | None
    seats_assumed: bool
    candidates: int | None
    uncontested: bool | None
    one_major_party_only: bool | None
    no_dem: bool | None
    no_rep: bool | None
    winner_party: str
    dem_votes: int | None
    rep_votes: int | None
    total_votes: int | None


@dataclass
class Catalogue:
    """Everything that the sources say; keys are those that the database holds unique."""

    divisions: dict[str, DivisionRow] = field(default_factory=dict)
    counties: dict[str, str] = field(default_factory=dict)
    zip_codes: dict[str, ZipRow] = field(default_factory=dict)
    around: set[tuple[str, str]] = field(default_factory=set)
    offices: dict[tuple[str, str, str], OfficeRow] = field(default_factory=dict)
    holders: list[HolderRow] = field(default_factory=list)
    contests: list[ContestRow] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)

    def add_division(self, row: DivisionRow) -> None:
        self.divisions[row.ocd_id] = row

    def add_office(self, row: OfficeRow) -> None:
        self.offices[row.ocd_id, row.kind, row.seat] = row

    def has_office(self, ocd_id: str, kind: str) -> bool:
        return (ocd_id, kind, "") in self.offices

    def zones_by_division(self) -> dict[str, str]:
        """Return the time zone of each division that a ZIP code touches."""
        found: dict[str, list[str]] = defaultdict(list)
        for code, ocd_id in self.around:
            found[ocd_id].append(self.zip_codes[code].time_zone)
        return {
            ocd_id: zones.zone_of_division(names, self.divisions[ocd_id].state)
            for ocd_id, names in found.items()
        }
