"""The offices of places and counties: mayor, council, township board, county board."""

import re

from offices.enums import Level
from offices.loading.catalogue import Catalogue, DivisionRow, OfficeRow
from offices.loading.names import TERRITORIES, place_base
from offices.loading.packages import POSTAL_PLACE
from offices.zones import zone_of_capital

MAYOR = "mayor"
COUNCIL = "council"
COUNTY_BOARD = "county_board"
TOWNSHIP_BOARD = "township_board"

# Towns that are run by a board and a moderator, supervisor or chair instead of a mayor.
NEW_ENGLAND = frozenset({"CT", "MA", "ME", "NH", "RI", "VT"})
TOWNS_WITHOUT_MAYOR = NEW_ENGLAND | {"MN", "NY", "WI"}

# County areas without a county government (Census Bureau, Individual State Descriptions): whole states,
# Alaska's census areas (by their kind), and by FIPS those that were abolished or are one with a city.
STATES_WITHOUT_COUNTY_BOARDS = frozenset({"CT", "RI", "VT"})
WITHOUT_COUNTY_BOARD = frozenset(
    {
        "08014",
        "08031",
        "13059",
        "13245",
        "15005",
        "21067",
        "21111",
        "22071",
        "30023",
        "30093",
        "42101",
        "47037",
    }
    | {"25003", "25009", "25011", "25013", "25015", "25017", "25025", "25027"}
    | {"36005", "36047", "36061", "36081", "36085"}
)
# Cities whose council is the county's board under its own name.
WITHOUT_COUNCIL = frozenset({"ocd-division/country:us/state:ca/place:san_francisco"})
# Alaskan boroughs that are city and borough in one say so in their name.
UNIFIED_BOROUGH = re.compile(r" (municipality|city and borough)$", re.IGNORECASE)
COMMISSIONERS = ("Board of Commissioners", "Commissioner")
COUNTY_BODIES = {
    "AK": ("Assembly", "Assembly member"),
    "AR": ("Quorum Court", "Justice of the peace"),
    "AZ": ("Board of Supervisors", "Supervisor"),
    "CA": ("Board of Supervisors", "Supervisor"),
    "DE": ("Council or Levy Court", "Council member"),
    "HI": ("Council", "Council member"),
    "IA": ("Board of Supervisors", "Supervisor"),
    "IL": ("Board", "Board member"),
    "KY": ("Fiscal Court", "Magistrate or commissioner"),
    "LA": ("Council or Police Jury", "Council member or juror"),
    "MD": ("Council or Board of Commissioners", "Council member or commissioner"),
    "MS": ("Board of Supervisors", "Supervisor"),
    "NE": ("Board", "Board member"),
    "NY": ("Legislature or Board of Supervisors", "Legislator or supervisor"),
    "SC": ("Council", "Council member"),
    "TX": ("Commissioners Court", "Commissioner"),
    "VA": ("Board of Supervisors", "Supervisor"),
    "WI": ("Board of Supervisors", "Supervisor"),
}


def add_local_offices(catalogue: Catalogue) -> None:
    """Add the offices of every place and county of the catalogue; call it when all ZIP codes are in."""
    zones = catalogue.zones_by_division()
    boroughs = {
        row.ocd_id.replace("/borough:", "/place:")
        for row in catalogue.divisions.values()
        if row.kind == "borough" and UNIFIED_BOROUGH.search(row.name)
    }
    for row in list(catalogue.divisions.values()):
        if row.ocd_id not in boroughs:
            zone = zones.get(row.ocd_id) or zone_of_capital(row.state)
            for office in _offices_of(row, zone):
                catalogue.add_office(office)


def _offices_of(row: DivisionRow, zone: str) -> list[OfficeRow]:
    if row.kind in ("place", POSTAL_PLACE):
        return _of_place(row, zone)
    if row.kind in ("county", "parish", "borough"):
        return _of_county(row, zone)
    if row.kind == "municipio":
        return [_mayor(row, zone, row.name), _council(row, zone, f"{row.name} Municipal Legislature")]
    if row.kind == "district" and row.ocd_id.endswith("/district:dc"):
        city = "the District of Columbia"
        return [_mayor(row, zone, city), _council(row, zone, f"Council of {city}")]
    return []


def _of_place(row: DivisionRow, zone: str) -> list[OfficeRow]:
    base, kind = place_base(row.name)
    base = re.sub(r" \(.*\)", "", base)
    if kind in ("township", "plantation") and row.state != "NJ":
        name = f"{base} {kind.title()} Board"
        return [_office(row, zone, TOWNSHIP_BOARD, Level.LOCAL_OTHER, name, "Board member")]
    if kind == "town" and row.state in TOWNS_WITHOUT_MAYOR:
        body = "Select Board or Town Council" if row.state in NEW_ENGLAND else "Town Board"
        return [_council(row, zone, f"{base} {body}")]
    mayor = _mayor(row, zone, base)
    if row.ocd_id in WITHOUT_COUNCIL:
        return [mayor]
    body = "Council" if kind in ("municipality", "corporation") else f"{kind or 'city'} council".title()
    return [mayor, _council(row, zone, f"{base} {body}")]


def _of_county(row: DivisionRow, zone: str) -> list[OfficeRow]:
    geoid = row.census_geoid.removeprefix("place-")
    unknown = row.state in TERRITORIES or not row.state
    if unknown or row.state in STATES_WITHOUT_COUNTY_BOARDS or geoid in WITHOUT_COUNTY_BOARD:
        return []
    body, title = COUNTY_BODIES.get(row.state, COMMISSIONERS)
    offices = [_office(row, zone, COUNTY_BOARD, Level.COUNTY, f"{row.name} {body}", title)]
    if row.state in ("AK", "HI"):
        offices.append(_mayor(row, zone, row.name))
    return offices


def _mayor(row: DivisionRow, zone: str, place: str) -> OfficeRow:
    return OfficeRow(
        row.ocd_id, MAYOR, "", Level.MAYOR, f"Mayor of {place}", "Mayor", row.state, zone, seats=1
    )


def _council(row: DivisionRow, zone: str, name: str) -> OfficeRow:
    return _office(row, zone, COUNCIL, Level.CITY_COUNCIL, name, "Council member")


def _office(row: DivisionRow, zone: str, kind: str, level: Level, name: str, title: str) -> OfficeRow:
    return OfficeRow(row.ocd_id, kind, "", level, name, title, row.state, zone)
