"""Who holds an office, from the Open States files."""

from datetime import date
from pathlib import Path

from offices.enums import HolderSource, Level
from offices.loading.bodies import MAYOR
from offices.loading.catalogue import Catalogue, HolderRow, OfficeRow
from offices.loading.files import Line, read
from offices.loading.legislatures import KINDS, chamber_of
from offices.loading.ocd import Places
from offices.zones import zone_of_capital

LEGISLATORS_FILE = "state_legislators_current.csv"
MAYORS_FILE = "mayors_current.csv"
# The day of the Open States snapshot behind both files (SOURCES.md).
AS_OF = date(2026, 8, 5)


def add_holders(catalogue: Catalogue, folder: Path, places: Places) -> None:
    """Add legislators by their district's id, and mayors by their place's name."""
    columns = ("chamber", "ocd_id", "name", "party", "end_date", "openstates_id")
    lines = 0
    for line in read(folder, LEGISLATORS_FILE, columns):
        lines += 1
        kind, key = KINDS[chamber_of(line)], line.required("openstates_id")
        catalogue.holders.append(_holder(line, line.required("ocd_id"), kind, line.text("party"), key))
    if lines:
        catalogue.read[LEGISLATORS_FILE] = lines
    _add_mayors(catalogue, folder, places)


def _add_mayors(catalogue: Catalogue, folder: Path, places: Places) -> None:
    lines = 0
    for line in read(folder, MAYORS_FILE, ("state", "name", "ocd_id", "end_date")):
        lines += 1
        given = line.required("ocd_id")
        ocd_id = _place_of(catalogue, line, given, places)
        if ocd_id in catalogue.divisions and not catalogue.has_office(ocd_id, MAYOR):
            catalogue.add_office(_office_of_mayor(catalogue, ocd_id))
        catalogue.holders.append(_holder(line, ocd_id, MAYOR, "", f"{given} {line.text('name')}"))
    if lines:
        catalogue.read[MAYORS_FILE] = lines


def _place_of(catalogue: Catalogue, line: Line, given: str, places: Places) -> str:
    """Return the id of the mayor's place: as given, else the municipality, else the only such township."""
    borough = given.replace("/place:", "/borough:")
    if catalogue.has_office(borough, MAYOR) and not catalogue.has_office(given, MAYOR):
        return borough
    if given in catalogue.divisions:
        return given
    state, name = line.state(), given.rpartition(":")[2].replace("_", " ").removesuffix(" township")
    if found := places.municipality(state, name):
        return found
    counties = (
        ocd_id for ocd_id in catalogue.counties.values() if catalogue.divisions[ocd_id].state == state
    )
    townships = {found for county in counties if (found := places.within(county, name))}
    return townships.pop() if len(townships) == 1 else given


def _office_of_mayor(catalogue: Catalogue, ocd_id: str) -> OfficeRow:
    division = catalogue.divisions[ocd_id]
    zone = catalogue.zones_by_division().get(ocd_id) or zone_of_capital(division.state)
    name = f"Mayor of {division.name}"
    return OfficeRow(ocd_id, MAYOR, "", Level.MAYOR, name, "Mayor", division.state, zone, seats=1)


def _holder(line: Line, ocd_id: str, kind: str, party: str, key: str) -> HolderRow:
    if party not in ("", "D", "R", "O"):
        line.refuse("party", f"holds {party!r}, which is none of D, R, O")
    return HolderRow(
        ocd_id=ocd_id,
        office_kind=kind,
        name=line.required("name"),
        party=party,
        as_of=AS_OF,
        ends_on=line.day("end_date"),
        source=HolderSource.OPENSTATES,
        source_key=key,
    )
