"""School boards: of the school districts in the divisions file, never made up per place (DESIGN §11)."""

import re

from offices.enums import Level
from offices.loading.catalogue import Catalogue, DivisionRow, OfficeRow
from offices.zones import zone_of_capital

SCHOOL_BOARD = "school_board"
# Charter schools and networks stand among the districts; nobody is elected to their boards.
CHARTER = re.compile(r"\b(charter|pcs|academy|inc|llc|foundation)\b", re.IGNORECASE)
CAPITALS = frozenset(
    {"cisd", "cusd", "isd", "msad", "rsd", "rsu", "sad", "sau", "sd", "su", "usd", "uhsd", "esd"}
)


def add_school_boards(catalogue: Catalogue) -> None:
    """Add the board of every school district that is not a charter school."""
    zones = catalogue.zones_by_division()
    for row in list(catalogue.divisions.values()):
        if row.kind == "school_district" and not CHARTER.search(row.name):
            catalogue.add_office(_board(row, zones))


def pretty(name: str) -> str:
    """Return a district's lower-case name as one writes it: `goldthwaite isd` is `Goldthwaite ISD`."""
    words = (word.upper() if word.lower() in CAPITALS else word.capitalize() for word in name.split())
    return re.sub(r"(?<=[-/(])[a-z]", lambda letter: letter.group().upper(), " ".join(words))


def _board(row: DivisionRow, zones: dict[str, str]) -> OfficeRow:
    parent = row.ocd_id.rpartition("/")[0]
    zone = zones.get(parent) or zone_of_capital(row.state)
    name = f"{pretty(row.name)} – School Board"
    return OfficeRow(
        row.ocd_id, SCHOOL_BOARD, "", Level.SCHOOL_BOARD, name, "School board member", row.state, zone
    )
