"""Divisions and ZIP codes from the packages that are always installed: `us` and `zipcodes`."""

from functools import cache

import us
import zipcodes

from offices import zones
from offices.loading.catalogue import Catalogue, DivisionRow, ZipRow
from offices.loading.names import TERRITORIES, county_base, match_key, slug, state_ocd_id

# A place that is known by its postal name only. The real thing may not govern itself.
POSTAL_PLACE = "postal_place"
DISTRICT_OF_COLUMBIA = "11001"
CARSON_CITY = "32510"


def add_states_and_counties(catalogue: Catalogue) -> None:
    """Add the states, the District, the territories and every county, with their Open Civic Data ids."""
    for state in us.STATES_AND_TERRITORIES:
        abbr = state.abbr
        kind = "district" if abbr == "DC" else "territory" if abbr in TERRITORIES else "state"
        catalogue.add_division(DivisionRow(state_ocd_id(abbr), state.name, kind, abbr))
        if abbr in TERRITORIES - {"PR"}:
            continue
        for county in state.counties or ():
            _add_county(catalogue, abbr, county.fips, county.name)


def add_zip_codes(catalogue: Catalogue, *, with_places: bool) -> None:
    """Add every ZIP code with its county; `with_places` also its postal place, as if that governed itself."""
    counties = {
        (division.state, match_key(county_base(division.name))): ocd_id
        for ocd_id in catalogue.counties.values()
        for division in [catalogue.divisions[ocd_id]]
    }
    for entry in zipcodes.list_all():
        code, state = entry["zip_code"], entry["state"]
        zone = zones.zone_of_zip(state, entry["timezone"])
        catalogue.zip_codes[code] = ZipRow(
            code, entry["city"], state, entry["lat"] or None, entry["long"] or None, zone
        )
        if state_ocd_id(state) not in catalogue.divisions:
            continue
        if county := counties.get((state, match_key(county_base(entry["county"])))):
            catalogue.around.add((code, county))
        if with_places and state != "DC":
            catalogue.around.add((code, _add_postal_place(catalogue, state, entry["city"])))


def other_names(code: str) -> list[str]:
    """Return the other names that the Postal Service accepts for a ZIP code: Allston's is also Boston."""
    return _other_names().get(code, [])


@cache
def _other_names() -> dict[str, list[str]]:
    return {entry["zip_code"]: entry["acceptable_cities"] for entry in zipcodes.list_all()}


def _add_postal_place(catalogue: Catalogue, state: str, name: str) -> str:
    ocd_id = f"{state_ocd_id(state)}/place:{slug(name)}"
    if ocd_id not in catalogue.divisions:
        catalogue.add_division(DivisionRow(ocd_id, name, POSTAL_PLACE, state))
    return ocd_id


def _add_county(catalogue: Catalogue, state: str, fips: str, name: str) -> None:
    ocd_id, kind = _county_id(state, fips, name)
    catalogue.counties[fips] = ocd_id
    if ocd_id not in catalogue.divisions:
        catalogue.add_division(DivisionRow(ocd_id, name, kind, state, f"place-{fips}"))


def _county_id(state: str, fips: str, name: str) -> tuple[str, str]:
    root = state_ocd_id(state)
    if fips == DISTRICT_OF_COLUMBIA:
        return root, "district"
    if name.endswith(" city") or fips == CARSON_CITY:
        return f"{root}/place:{slug(name.removesuffix(' city'))}", "place"
    kind = "county"
    if name.endswith(" Parish"):
        kind = "parish"
    elif state == "AK":
        kind = "census_area" if name.endswith(" Census Area") else "borough"
    elif state == "PR":
        kind = "municipio"
    return f"{root}/{kind}:{slug(county_base(name))}", kind
