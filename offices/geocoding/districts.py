"""Which of our divisions an address lies in."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from offices.enums import Level
from offices.geocoding.answer import Area, Found
from offices.geocoding.legislature import districts_called
from offices.geocoding.schools import district_called
from offices.loading.names import COUNTRY, place_base, slug, state_ocd_id
from offices.models import Division, Office

CHAMBERS = {"sldl": Level.STATE_HOUSE, "sldu": Level.STATE_SENATE}
SCHOOL = "school_district"
# Its counties became planning regions in 2022, which changed the middle of its towns' GEOIDs.
CONNECTICUT = "09"


@dataclass(frozen=True)
class Mapped:
    """`suffixes` are OCD ids without the country; `missing` the chambers whose district is not certain."""

    suffixes: tuple[str, ...]
    missing: tuple[Level, ...]


def divisions_of(found: Found) -> Mapped:
    """Return the divisions of the address, legislature first; what we do not know is left out. One query."""
    with_office = Exists(Office.objects.filter(division=OuterRef("pk"), is_listed=True))
    statewide = Q(state=found.state, kind__in=[*CHAMBERS, SCHOOL]) & Q(with_office)
    rows = Division.objects.filter(statewide | _local(found)).order_by("ocd_id")
    known: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind, ocd_id, name in rows.values_list("kind", "ocd_id", "name"):
        known[kind if kind in (*CHAMBERS, SCHOOL) else ""].append((ocd_id, name))
    ids, missing = _legislature(found, known)
    local = [ocd_id for ocd_id, _name in known[""]]
    schools = (district_called(area.name, known[SCHOOL], frozenset(local)) for area in found.schools)
    ids += [*local, *(school for school in schools if school)]
    return Mapped(tuple(ocd_id.removeprefix(f"{COUNTRY}/") for ocd_id in dict.fromkeys(ids)), missing)


def _legislature(
    found: Found, known: dict[str, list[tuple[str, str]]]
) -> tuple[list[str], tuple[Level, ...]]:
    ids: list[str] = []
    missing = []
    for kind, area in (("sldl", found.lower), ("sldu", found.upper)):
        told = districts_called(found.state, area, [ocd_id for ocd_id, _name in known[kind]]) if area else []
        if known[kind] and not told:
            missing.append(CHAMBERS[kind])
        ids += told
    return ids, tuple(missing)


def _local(found: Found) -> Q:
    """The county, the city or town, and the township; independent cities are places, not counties."""
    areas = [area for area in (found.county, found.place, found.subdivision) if area]
    local = Q(census_geoid__in=[f"place-{area.geoid}" for area in areas])
    if found.place and found.place.name.endswith("(balance)"):
        local |= Q(ocd_id=_consolidated(found.state, found.place))
    if found.subdivision and found.fips == CONNECTICUT:
        town = found.subdivision.geoid[-5:]
        local |= Q(census_geoid__regex=rf"^place-{CONNECTICUT}[0-9]{{3}}{town}$")
    if found.state == "DC":
        local |= Q(ocd_id=state_ocd_id("DC"))
    return local


def _consolidated(state: str, place: Area) -> str:
    """Return the id of the city of `Nashville-Davidson metropolitan government (balance)`."""
    city, _kind = place_base(re.split(r"[-/(]", place.name)[0])
    return f"{state_ocd_id(state)}/place:{slug(city)}"
