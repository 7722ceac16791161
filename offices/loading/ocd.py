"""Divisions and ZIP codes from the CSV files; where they are, they decide what governs itself."""

from collections import defaultdict
from pathlib import Path

from offices import zones
from offices.loading.catalogue import Catalogue, DivisionRow, ZipRow
from offices.loading.files import Line, read
from offices.loading.names import COUNTRY, match_key, place_keys, slug, state_ocd_id
from offices.loading.packages import other_names

DIVISIONS_FILE = "ocd_divisions_us.csv"
ZIP_FILE = "zip_codes.csv"
COUNTY_KINDS = frozenset({"county", "parish", "borough", "census_area", "municipio"})
# City-county governments that the divisions file knows only as a county or not at all.
CONSOLIDATED = (
    ("GA", "Athens"),
    ("GA", "Augusta"),
    ("KY", "Louisville"),
    ("MT", "Butte"),
    ("TN", "Nashville"),
)
NEW_YORK_CITY = f"{COUNTRY}/state:ny/place:new_york"
BOROUGHS_OF_NEW_YORK = frozenset({"36005", "36047", "36061", "36081", "36085"})


def add_divisions(catalogue: Catalogue, folder: Path) -> bool:
    """Add every division of the file and return whether there was such a file."""
    lines = 0
    for line in read(folder, DIVISIONS_FILE, ("ocd_suffix", "name", "type", "state", "census_geoid")):
        lines += 1
        _add_division(catalogue, line)
    if not lines:
        return False
    catalogue.read[DIVISIONS_FILE] = lines
    for state, name in CONSOLIDATED:
        ocd_id = f"{state_ocd_id(state)}/place:{slug(name)}"
        catalogue.divisions.setdefault(ocd_id, DivisionRow(ocd_id, name, "place", state))
    return True


def _add_division(catalogue: Catalogue, line: Line) -> None:
    ocd_id = COUNTRY + line.text("ocd_suffix")
    kind = line.required("type")
    state = line.state() if line.text("state") else ""
    known = catalogue.divisions.get(ocd_id)
    name = line.text("name") or (known.name if known else ocd_id.rpartition(":")[2])
    geoid = line.text("census_geoid")
    catalogue.add_division(DivisionRow(ocd_id, name, kind, state, geoid))
    if kind in COUNTY_KINDS and geoid:
        catalogue.counties[geoid.removeprefix("place-")] = ocd_id


class Places:
    """Finds the divisions of a name: the municipality directly under a state, the township under a county."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._exact: dict[tuple[str, str], str] = {}
        loose: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in catalogue.divisions.values():
            if row.kind != "place":
                continue
            parent, _, own = row.ocd_id.rpartition("/place:")
            self._exact.setdefault((parent, match_key(own)), row.ocd_id)
            for key in place_keys(row.name):
                loose[parent, key].append(row.ocd_id)
        self._loose = {key: ids[0] for key, ids in loose.items() if len(set(ids)) == 1}

    def municipality(self, state: str, name: str) -> str | None:
        """Return the id of the place directly under `state` that is called `name`, if there is just one."""
        return self.within(state_ocd_id(state), name)

    def within(self, parent: str, name: str) -> str | None:
        """Return the id of the place directly under the division `parent` that is called `name`."""
        key = (parent, match_key(name))
        return self._exact.get(key) or self._loose.get(key)


def add_zip_codes(catalogue: Catalogue, folder: Path, places: Places) -> None:
    """Replace what the packages say of a ZIP code by the file's place and counties."""
    columns = ("zip", "place", "state", "county_fips", "all_county_fips", "lat", "lon", "timezone")
    lines = 0
    touched: dict[str, set[str]] = {}
    for line in read(folder, ZIP_FILE, columns):
        lines += 1
        row = _zip_row(catalogue, line)
        catalogue.zip_codes[row.code] = row
        touched[row.code] = _divisions_around(catalogue, line, places)
    if not lines:
        return
    catalogue.read[ZIP_FILE] = lines
    catalogue.around = {pair for pair in catalogue.around if pair[0] not in touched}
    catalogue.around |= {(code, ocd_id) for code, ids in touched.items() for ocd_id in ids}


def _zip_row(catalogue: Catalogue, line: Line) -> ZipRow:
    code, state = line.required("zip"), line.state()
    if len(code) != 5:
        line.refuse("zip", f"holds {code!r}, which is not five digits")
    line.number("zip")
    known = catalogue.zip_codes.get(code)
    zone = zones.zone_of_zip(state, line.text("timezone") or (known.time_zone if known else ""))
    return ZipRow(code, line.required("place"), state, line.degrees("lat"), line.degrees("lon"), zone)


def _divisions_around(catalogue: Catalogue, line: Line, places: Places) -> set[str]:
    state = line.state()
    names = [line.text("place"), *other_names(line.text("zip"))]
    codes = {line.text("county_fips"), *line.text("all_county_fips").split("|")}
    counties = {catalogue.counties[code] for code in codes if code in catalogue.counties}
    townships = {places.within(county, names[0]) for county in counties}
    cities = (places.municipality(state, name) for name in names)
    found = counties | townships | {next((city for city in cities if city), None)}
    if codes & BOROUGHS_OF_NEW_YORK:
        found.add(NEW_YORK_CITY)
    return {ocd_id for ocd_id in found if ocd_id in catalogue.divisions}
