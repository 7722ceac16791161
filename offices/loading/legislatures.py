"""State legislatures: 99 chambers and their districts, from openstates-metadata, then the CSV files."""

from pathlib import Path

import us
from openstates_metadata import lookup

from offices.enums import Level
from offices.loading.catalogue import Catalogue, DivisionRow, OfficeRow
from offices.loading.files import Line, read
from offices.zones import zone_of_capital

CHAMBERS_FILE = "state_chambers.csv"
SEATS_FILE = "state_leg_seats.csv"
REPRESENTATIVE = "state_representative"
SENATOR = "state_senator"
KINDS = {"lower": REPRESENTATIVE, "upper": SENATOR}
LEVELS = {"lower": Level.STATE_HOUSE, "upper": Level.STATE_SENATE}


def add_chambers(catalogue: Catalogue) -> None:
    """Add every district of the 50 states' legislatures. Nebraska's one chamber counts as a senate."""
    chambers = members = districts = 0
    for state in us.STATES:
        for chamber in lookup(abbr=state.abbr).chambers:
            side = "lower" if chamber.chamber_type == "lower" else "upper"
            body = "Legislature" if chamber.chamber_type == "unicameral" else chamber.name
            chambers += 1
            for district in chamber.districts:
                name = f"{state.name} {body} District {district.name}"
                title = district.title_override or chamber.title
                _add_seat(catalogue, state.abbr, side, district.division_id, name, title, district.num_seats)
                districts += 1
                members += district.num_seats
    catalogue.read["chambers"] = chambers
    catalogue.read["legislative districts"] = districts
    catalogue.read["members of legislatures"] = members


def add_terms_and_seats(catalogue: Catalogue, folder: Path) -> None:
    """Take the terms from the chambers file, and the number of seats from the seats file, which decides."""
    _take_seats(catalogue, folder)
    _take_terms(catalogue, folder)


def _take_seats(catalogue: Catalogue, folder: Path) -> None:
    members = districts = 0
    for line in read(folder, SEATS_FILE, ("state", "chamber", "district", "ocd_id", "seats")):
        state, side, seats = line.state(), chamber_of(line), line.number("seats")
        ocd_id = line.required("ocd_id")
        if not catalogue.has_office(ocd_id, KINDS[side]):
            name = f"{us.states.lookup(state)} {LEVELS[side].label} District {line.text('district')}"
            _add_seat(catalogue, state, side, ocd_id, name, "", seats)
        office = catalogue.offices[ocd_id, KINDS[side], ""]
        catalogue.add_office(office._replace(seats=seats))
        districts += 1
        members += seats
    if districts:
        catalogue.read[SEATS_FILE] = districts
        catalogue.read[f"members in {SEATS_FILE}"] = members


def _take_terms(catalogue: Catalogue, folder: Path) -> None:
    terms: dict[tuple[str, str], int | None] = {}
    for line in read(folder, CHAMBERS_FILE, ("state", "chamber", "term_years")):
        terms[line.state(), KINDS[chamber_of(line)]] = line.integer("term_years")
    if not terms:
        return
    catalogue.read[CHAMBERS_FILE] = len(terms)
    for office in list(catalogue.offices.values()):
        if (office.state, office.kind) in terms:
            catalogue.add_office(office._replace(term_years=terms[office.state, office.kind]))


def chamber_of(line: Line) -> str:
    """Return `lower` or `upper`; raises FaultyFile for anything else."""
    side = line.required("chamber")
    return (
        side if side in KINDS else line.refuse("chamber", f"holds {side!r}, which is neither lower nor upper")
    )


def _add_seat(
    catalogue: Catalogue, state: str, side: str, ocd_id: str, name: str, title: str, seats: int
) -> None:
    if ocd_id not in catalogue.divisions:
        kind = "sldl" if side == "lower" else "sldu"
        catalogue.add_division(DivisionRow(ocd_id, name, kind, state))
    zone = zone_of_capital(state)
    catalogue.add_office(
        OfficeRow(ocd_id, KINDS[side], "", LEVELS[side], name, title, state, zone, seats=seats)
    )
