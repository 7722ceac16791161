"""The state pages over the real files: their figures equal those of a script that knows only the CSV."""

import csv
import gzip
import re
from collections import defaultdict
from functools import cache
from html import unescape

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from offices.loading import store
from offices.loading.catalogue import Catalogue
from offices.loading.contests import add_legislative_contests
from offices.loading.legislatures import add_chambers, add_terms_and_seats

# The second one so that there is a database: the tests read pages that were kept.
pytestmark = [pytest.mark.data, pytest.mark.django_db, pytest.mark.usefixtures("swept")]

MEDSL = "MIT Election Data and Science Lab"
PRINCETON = "Princeton, Klarner and Ballotpedia"
OPENELECTIONS = "OpenElections"
FILES = {
    OPENELECTIONS: "state_leg_contests_openelections.csv",
    MEDSL: "state_leg_contests_2016.csv",
    PRINCETON: "state_house_results_1992_2018.csv",
}
FIGURES_OF = ("TX", "WI", "GA", "MN", "KY", "WV", "NE")
# In these Princeton numbers the districts as the other sources do, so that no code of ours has to match them.
DISAGREEMENTS_OF = ("TX", "WI", "GA", "KY", "PA", "OR", "AR", "FL", "IN", "NM", "WY")
ADDRESSES = [
    *[f"{state}?year=2016" for state in FIGURES_OF],
    *DISAGREEMENTS_OF,
    *("TX?year=2018", "GA?year=2024", "KY?year=2016", "NH", "WA"),
]
PARTY_WORDS = {
    "D": "Democratic",
    "R": "Republican",
    "D/R": "Democratic and Republican",
    "Both": "Democratic and Republican",
    **dict.fromkeys(("O", "I", "Other"), "other or none"),
}
Row = dict[str, str]


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    """The pages by the end of their address. Only legislatures and their contests are loaded."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(ORG_PARTY="Democratic"):
        load_legislatures()
        found = {}
        for address in ADDRESSES:
            state, _, query = address.partition("?")
            response = Client().get(reverse("offices:state", args=[state.lower()]) + f"?{query}")
            assert response.status_code == 200
            found[address] = response.content.decode()
        transaction.set_rollback(True)
    return found


def load_legislatures() -> None:
    catalogue = Catalogue()
    add_chambers(catalogue)
    add_terms_and_seats(catalogue, settings.OFFICE_DATA_DIR)
    add_legislative_contests(catalogue, settings.OFFICE_DATA_DIR)
    store.lock_loader()
    store.write_divisions(catalogue.divisions.values(), overwrite=True)
    store.write_offices(catalogue, overwrite=True)
    store.write_history(catalogue)


@cache
def rows_of(source: str) -> list[Row]:
    with (settings.OFFICE_DATA_DIR / FILES[source]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if source == PRINCETON:
        rows = [row | {"chamber": "lower", "special": "0", "uncontested": "", "seats": "1"} for row in rows]
    return rows


def one_major_party(row: Row) -> str:
    if "one_major_party_only" in row:
        return row["one_major_party_only"]
    flags = {row["no_dem"], row["no_rep"]}
    return "1" if "1" in flags else "" if "" in flags else "0"


def counted(values: list[str]) -> str:
    """As a cell of the page says it."""
    if all(value == "" for value in values):
        return "not known"
    unknown = values.count("")
    return f"{values.count('1'):,}" + (f" unknown of {unknown:,}" if unknown else "")


def expected_figures(state: str, year: str, chamber: str) -> list[list[str]]:
    table = []
    for special in ("0", "1"):
        for source in FILES:
            rows = [
                row
                for row in rows_of(source)
                if (row["state"], row["year"], row["chamber"], row["special"] or "0")
                == (state, year, chamber, special)
            ]
            if not rows:
                continue
            seats = sum(int(row["seats"]) for row in rows)
            table.append(
                [
                    source + (" special elections" if special == "1" else ""),
                    f"{len(rows):,}" + (f" for {seats:,} seats" if seats != len(rows) else ""),
                    counted([row["uncontested"] for row in rows]),
                    counted([row["no_dem"] for row in rows]),
                    counted([one_major_party(row) for row in rows]),
                ]
            )
    return table


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def cells(table: str) -> list[list[str]]:
    body = table.partition("<tbody>")[2]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")]
    return [[plain(cell) for cell in row] for row in rows if row]


def shown_figures(page: str, level: str) -> list[list[str]]:
    found = re.search(rf'<table[^>]*aria-labelledby="{level}-figures".*?</table>', page, re.DOTALL)
    return cells(found.group()) if found else []


@pytest.mark.parametrize("state", FIGURES_OF)
def test_the_figures_of_2016_are_those_of_the_files(pages: dict[str, str], state: str) -> None:
    page = pages[f"{state}?year=2016"]
    assert shown_figures(page, "state_house") == expected_figures(state, "2016", "lower")
    assert shown_figures(page, "state_senate") == expected_figures(state, "2016", "upper")


@pytest.mark.parametrize(("state", "year"), [("TX", "2018"), ("GA", "2024")])
def test_so_are_those_of_openelections(pages: dict[str, str], state: str, year: str) -> None:
    page = pages[f"{state}?year={year}"]
    assert shown_figures(page, "state_house") == expected_figures(state, year, "lower")
    assert shown_figures(page, "state_senate") == expected_figures(state, year, "upper")


def test_the_figures_that_people_ask_for_are_written_down_here(pages: dict[str, str]) -> None:
    """Source, contests, nobody else ran, no Democrat, one major party only."""
    assert shown_figures(pages["TX?year=2016"], "state_house") == [
        [MEDSL, "69", "2", "12", "18"],
        [PRINCETON, "150", "not known", "60", "98"],
    ]
    assert shown_figures(pages["TX?year=2016"], "state_senate") == [[MEDSL, "9", "0", "3", "5"]]
    assert shown_figures(pages["WI?year=2016"], "state_house")[0] == [MEDSL, "99", "42", "21", "49"]
    assert shown_figures(pages["WI?year=2016"], "state_senate") == [[MEDSL, "16", "8", "3", "8"]]
    assert shown_figures(pages["GA?year=2016"], "state_house")[0] == [MEDSL, "180", "148", "98", "149"]
    assert shown_figures(pages["GA?year=2016"], "state_senate") == [[MEDSL, "56", "42", "29", "44"]]


def test_how_many_districts_are_missing_is_said(pages: dict[str, str]) -> None:
    texts = plain(pages["TX?year=2016"])
    assert f"{MEDSL} holds nothing of 81 of today’s 150 districts." in texts
    assert f"{MEDSL} holds nothing of 22 of today’s 31 districts." in texts
    assert f"{PRINCETON} holds nothing of" not in texts


Point = tuple[str, tuple[tuple[str, str], ...]]


def expected_disagreements(state: str, year: str | None = None) -> dict[tuple[str, str], list[Point]]:
    """By district and year: each fact on which two sources differ, with what each says."""
    said: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    for source in FILES:
        for row in rows_of(source):
            place = row["state"], row["chamber"], row["special"] or "0"
            if place == (state, "lower", "0") and year in (None, row["year"]):
                assert source not in said[row["district"], row["year"]]
                said[row["district"], row["year"]][source] = row
    found = {}
    for key, rows in said.items():
        points: list[Point] = []
        for words, value in (
            ("No Democrat ran", lambda row: {"1": "yes", "0": "no"}.get(row["no_dem"])),
            ("No Republican ran", lambda row: {"1": "yes", "0": "no"}.get(row["no_rep"])),
            ("One major party only", lambda row: {"1": "yes", "0": "no"}.get(one_major_party(row))),
            (
                "Party of the winner",
                # Where the party data are not to be trusted, "O" stands for whatever was on the ballot.
                lambda row: (
                    PARTY_WORDS.get(row.get("top_party", row.get("winner_party", "")))
                    if row.get("party_data_ok") != "0"
                    else None
                ),
            ),
        ):
            known = tuple((source, value(row)) for source, row in rows.items() if value(row))
            if len({what for _source, what in known}) > 1:
                points.append((words, known))
        if points:
            found[key] = points
    return found


def shown_disagreements(page: str) -> dict[tuple[str, str], list[Point]]:
    section = page.partition('id="disagreements"')[2].partition("</section>")[0]
    found = {}
    for row in section.partition("<tbody>")[2].split("</tr>"):
        if name := re.search(r'<th scope="row">(.*?)</th>', row):
            year = re.search(r"<td data-label[^>]*>(\d{4})</td>", row)
            assert year is not None
            found[name.group(1).rpartition(" ")[2], year.group(1)] = [
                (
                    plain(re.findall(r"<strong>(.*?)</strong>", point)[0]),
                    tuple(
                        (source, value)
                        for source, value in re.findall(r"<span>(.*?): <em>(.*?)</em></span>", point)
                    ),
                )
                for point in row.split("<li>")[1:]
            ]
    return found


@pytest.mark.parametrize("state", DISAGREEMENTS_OF)
def test_the_disagreements_of_the_sources_are_listed_as_the_files_hold_them(
    pages: dict[str, str], state: str
) -> None:
    assert shown_disagreements(pages[state]) == expected_disagreements(state)


def test_a_year_shows_the_disagreements_of_that_year(pages: dict[str, str]) -> None:
    texas = {("54", "2016"): ["No Democrat ran", "One major party only"]}
    assert {
        key: [words for words, _said in points]
        for key, points in shown_disagreements(pages["TX?year=2016"]).items()
    } == texas
    assert shown_disagreements(pages["TX?year=2018"]) == {} == expected_disagreements("TX", "2018")
    assert shown_disagreements(pages["WI?year=2016"]) == {}
    assert shown_disagreements(pages["KY?year=2016"]) == {}


def test_what_cannot_be_compared_is_counted(pages: dict[str, str]) -> None:
    assert "In 49 more districts one of them counts one contest and the other several" in plain(pages["WA"])


def test_every_district_of_the_largest_chamber_has_a_tile_and_a_row(pages: dict[str, str]) -> None:
    page = pages["NH"]
    house = page.partition('id="state_house"')[2].partition("</section>")[0]
    assert len(re.findall(r'<g class="seat [^>]*transform=', house)) == 203
    assert len(cells(house.partition('class="fold seat-table"')[2])) == 203
    assert "203 districts, 400 seats" in plain(page)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_with_all_its_districts_stays_light(pages: dict[str, str], address: str) -> None:
    assert len(gzip.compress(pages[address].encode())) < 30_000
