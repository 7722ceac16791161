"""Past contests for state legislatures: OpenElections, MEDSL and Princeton, all kept (DESIGN §11)."""

from pathlib import Path

from offices.enums import ContestSource, Level
from offices.loading.catalogue import Catalogue, ContestRow
from offices.loading.districts import district_slug
from offices.loading.files import Line, read
from offices.loading.legislatures import KINDS, LEVELS, REPRESENTATIVE, chamber_of
from offices.loading.names import state_ocd_id

PRINCETON_FILE = "state_house_results_1992_2018.csv"
MEDSL_FILE = "state_leg_contests_2016.csv"
OPENELECTIONS_FILE = "state_leg_contests_openelections.csv"
DIVISIONS = {"lower": "sldl", "upper": "sldu"}
PARTIES = {"D": "D", "R": "R", "D/R": "D/R", "Both": "D/R", "O": "O", "I": "O", "Other": "O", "N": "", "": ""}
# Princeton codes an unopposed winner without a count as 1 or 100 votes.
COUNTED_FROM = 201

RESULT_FILES = {OPENELECTIONS_FILE: ContestSource.OPENELECTIONS, MEDSL_FILE: ContestSource.MEDSL}
RESULT_PATTERN = "state_leg_contests_*.csv"
RESULT_COLUMNS = (
    *("year", "state", "chamber", "district", "ocd_id", "special", "seats", "n_candidates"),
    *("dem_votes", "rep_votes", "other_votes", "uncontested", "no_dem", "no_rep", "top_party"),
)
PRINCETON_COLUMNS = (
    *("state", "year", "district", "dem_votes", "rep_votes", "winner_party"),
    *("no_dem", "no_rep", "one_major_party_only"),
)


def add_legislative_contests(catalogue: Catalogue, folder: Path) -> None:
    """Add the contests of every source; one that belongs to no district of today stays unattached.

    Files of one's own in the same columns, newer ones mostly, lie beside them by whatever name fits the pattern.
    """
    own = sorted({path.name for path in folder.glob(RESULT_PATTERN)} - RESULT_FILES.keys())
    for name, source in (RESULT_FILES | dict.fromkeys(own, ContestSource.OWN)).items():
        rows = [_result(catalogue, line, source) for line in read(folder, name, RESULT_COLUMNS)]
        _keep(catalogue, name, rows)
    rows = [_princeton(catalogue, line) for line in read(folder, PRINCETON_FILE, PRINCETON_COLUMNS)]
    _keep(catalogue, PRINCETON_FILE, rows)


def party(line: Line, column: str) -> str:
    """Return the party in our code (D, R, D/R, O or blank)."""
    value = line.text(column)
    return PARTIES[value] if value in PARTIES else line.refuse(column, f"holds the unknown party {value!r}")


def either(first: bool | None, second: bool | None) -> bool | None:
    """Return whether one of two facts holds; unknown when that cannot be told."""
    if first or second:
        return True
    return None if first is None or second is None else False


def _keep(catalogue: Catalogue, name: str, rows: list[ContestRow]) -> None:
    if rows:
        catalogue.read[name] = len(rows)
        catalogue.contests += rows


def _result(catalogue: Catalogue, line: Line, source: ContestSource) -> ContestRow:
    side, state, year = chamber_of(line), line.state(), line.number("year")
    kind, district = KINDS[side], line.required("district")
    ocd_id = (
        line.text("ocd_id") or f"{state_ocd_id(state)}/{DIVISIONS[side]}:{district_slug(state, district)}"
    )
    special = line.flag("special") or False
    no_dem, no_rep = line.flag("no_dem"), line.flag("no_rep")
    dem, rep, other = line.integer("dem_votes"), line.integer("rep_votes"), line.integer("other_votes")
    return ContestRow(
        source=source,
        source_key=f"{year}|{state}|{side}|{district}|{'special' if special else 'regular'}",
        ocd_id=ocd_id if catalogue.has_office(ocd_id, kind) else "",
        office_kind=kind if catalogue.has_office(ocd_id, kind) else "",
        state=state,
        level=LEVELS[side],
        office_name=f"{LEVELS[side].label} District {district}",
        year=year,
        is_special=special,
        seats=line.integer("seats"),
        seats_assumed=False,
        candidates=line.integer("n_candidates"),
        uncontested=line.flag("uncontested"),
        one_major_party_only=either(no_dem, no_rep),
        no_dem=no_dem,
        no_rep=no_rep,
        winner_party=party(line, "top_party") if line.cells.get("party_data_ok") != "0" else "",
        dem_votes=dem,
        rep_votes=rep,
        total_votes=(dem or 0) + (rep or 0) + (other or 0),
    )


def _princeton(catalogue: Catalogue, line: Line) -> ContestRow:
    state, year, district = line.state(), line.number("year"), line.required("district")
    ocd_id = f"{state_ocd_id(state)}/sldl:{district_slug(state, district)}"
    known = catalogue.has_office(ocd_id, REPRESENTATIVE)
    dem, rep = line.integer("dem_votes"), line.integer("rep_votes")
    counted = (dem or 0) + (rep or 0) >= COUNTED_FROM
    return ContestRow(
        source=ContestSource.PRINCETON,
        source_key=f"{year}|{state}|lower|{district}",
        ocd_id=ocd_id if known else "",
        office_kind=REPRESENTATIVE if known else "",
        state=state,
        level=Level.STATE_HOUSE,
        office_name=f"{Level.STATE_HOUSE.label} District {district}",
        year=year,
        is_special=False,
        seats=1,
        seats_assumed=False,
        candidates=None,
        uncontested=None,
        one_major_party_only=line.flag("one_major_party_only"),
        no_dem=line.flag("no_dem"),
        no_rep=line.flag("no_rep"),
        winner_party=party(line, "winner_party"),
        dem_votes=dem if counted else None,
        rep_votes=rep if counted else None,
        total_votes=None,
    )
