"""Past local contests (MEDSL, November 2016): attached by state, kind and normalised name (DESIGN §11)."""

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from offices.enums import ContestSource, Level
from offices.loading.bodies import COUNCIL, COUNTY_BOARD, MAYOR
from offices.loading.catalogue import Catalogue, ContestRow
from offices.loading.contests import either, party
from offices.loading.files import Line, read
from offices.loading.names import county_base, match_key
from offices.loading.ocd import Places
from offices.loading.schools import SCHOOL_BOARD

LOCAL_FILE = "local_contests_2016.csv"
COLUMNS = (
    *("year", "state", "level", "counties", "office", "district", "seats", "seats_assumed", "n_candidates"),
    *("partisan", "n_dem", "n_rep", "uncontested", "no_dem", "top_party", "total_votes"),
)
LEVELS = {
    "school_board": Level.SCHOOL_BOARD,
    "city_council": Level.CITY_COUNCIL,
    "county_board": Level.COUNTY,
    "county_row_office": Level.COUNTY,
    "mayor": Level.MAYOR,
}
# What a contest's title says beside the name of the place.
BOILERPLATE = re.compile(
    r"\((?:[^)]*)\)|\bvote for \d+\b|\bunexpired term\b|\bat[- ]large\b|\bnon-?partisan\b|\bspecial\b"
    r"|\b(?:ward|position|pos|place|district|dist|seat|division|zone|post|group|[wp])\b\.?(?:\s*(?:no\.?|#))?\s*/?#?"
    r"\s*(?:\d+|[a-e]\b)?"
    r"|\b(?:city|town|village|borough)\s+of\b"
    r"|\b(?:mayor|council(?:man|men|member|members|or|ors|person)?|alderm[ae]n|commission(?:er)?s?|trustees?)\b"
    r"|\b(?:member|members|city|town|of|the|for|to|term|years?|number|no|local|independent|graded|public|schools?)\b"
    r"|\b(?:board|education|committee|county|educational|isd|trustee|\d+(?:st|nd|rd|th))\b"
    r"|[^a-z' -]|\B-|-\B",
    re.IGNORECASE,
)
Finder = Callable[[str, str], str]


def add_local_contests(catalogue: Catalogue, folder: Path, places: Places) -> None:
    """Add every row; one whose office cannot be told for certain stays unattached."""
    finder = _Finder(catalogue, places)
    rows = [_contest(line, *finder.office_of(line)) for line in read(folder, LOCAL_FILE, COLUMNS)]
    if rows:
        catalogue.read[LOCAL_FILE] = len(rows)
        catalogue.contests += rows


def name_in(title: str) -> str:
    """Return what remains of a contest's title without words for the office: usually the place's name."""
    return " ".join(BOILERPLATE.sub(" ", title).split()).strip("- '")


class _Finder:
    def __init__(self, catalogue: Catalogue, places: Places) -> None:
        self._catalogue, self._places = catalogue, places
        self._counties: dict[tuple[str, str], str] = {}
        for ocd_id in catalogue.counties.values():
            row = catalogue.divisions[ocd_id]
            self._counties[row.state, match_key(county_base(row.name))] = ocd_id
        schools: dict[tuple[str, str], list[str]] = defaultdict(list)
        for ocd_id, kind, _ in catalogue.offices:
            if kind == SCHOOL_BOARD:
                row = catalogue.divisions[ocd_id]
                schools[row.state, match_key(name_in(row.name))].append(ocd_id)
        self._schools = {key: ids[0] for key, ids in schools.items() if len(ids) == 1}

    def office_of(self, line: Line) -> tuple[str, str]:
        """Return the division's id and the office's kind, two blanks when they cannot be told."""
        level = line.required("level")
        if level not in LEVELS:
            line.refuse("level", f"holds {level!r}, which is none of {', '.join(LEVELS)}")
        find, kind = {
            "mayor": (self._place, MAYOR),
            "city_council": (self._place, COUNCIL),
            "county_board": (self._county, COUNTY_BOARD),
            "school_board": (self._school, SCHOOL_BOARD),
        }.get(level, (None, ""))
        ocd_id = find(line) if find else None
        return (ocd_id, kind) if ocd_id and self._catalogue.has_office(ocd_id, kind) else ("", "")

    def _place(self, line: Line) -> str | None:
        county = line.text("counties")
        for name in (name_in(line.text("office")), name_in(line.text("district")), county):
            is_city = name != county or county.endswith(" City")
            if (
                name
                and is_city
                and (found := self._places.municipality(line.state(), name.removesuffix(" City")))
            ):
                return found
        return None

    def _county(self, line: Line) -> str | None:
        return self._counties.get((line.state(), match_key(line.text("counties"))))

    def _school(self, line: Line) -> str | None:
        name = name_in(line.text("office")) or line.text("counties")
        return self._schools.get((line.state(), match_key(name)))


def _contest(line: Line, ocd_id: str, kind: str) -> ContestRow:
    state, level, year = line.state(), LEVELS[line.text("level")], line.number("year")
    parts = [str(year), state, *map(line.text, ("level", "counties", "office", "district"))]
    is_partisan, candidates = line.flag("partisan"), line.integer("n_candidates")
    no_dem = line.flag("no_dem")
    no_rep = line.integer("n_rep") == 0 if is_partisan and no_dem is not None else None
    return ContestRow(
        source=ContestSource.MEDSL,
        source_key="|".join(parts),
        ocd_id=ocd_id,
        office_kind=kind,
        state=state,
        level=level,
        office_name=" ".join(filter(None, map(line.text, ("office", "district")))),
        year=year,
        is_special=False,
        seats=line.integer("seats"),
        seats_assumed=line.flag("seats_assumed") or False,
        candidates=candidates,
        uncontested=line.flag("uncontested"),
        one_major_party_only=either(no_dem, no_rep),
        no_dem=no_dem,
        no_rep=no_rep,
        winner_party=party(line, "top_party"),
        dem_votes=None,
        rep_votes=None,
        total_votes=line.integer("total_votes"),
    )
