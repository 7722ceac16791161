import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from offices import legislature
from offices.district_names import short_name
from offices.enums import ContestSource, Level
from offices.legislature import Comparison, Outcome, Recorded
from offices.models import Contest, Office
from tests.factories.offices import ContestFactory, DivisionFactory, HolderFactory, OfficeFactory

TODAY = date(2026, 6, 1)
SIGNS = {
    "alone": "nobody else ran",
    "without-us": "no Democratic candidate",
    "one-party": "one major party only",
    "contested": "contested",
    "unknown": "not known",
}


@pytest.fixture
def on_the_first_of_june(settings: Settings, tmp_path: Path) -> None:
    settings.ORG_PARTY = "Democratic"
    settings.CLOCK_FILE = str(tmp_path / "clock")
    (tmp_path / "clock").write_text(datetime(2026, 6, 1, 12, tzinfo=UTC).isoformat(), encoding="ascii")


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_first_of_june")]


def district(number: object, level: Level = Level.STATE_HOUSE, **facts: object) -> Office:
    chamber, letter = ("House", "l") if level is Level.STATE_HOUSE else ("Senate", "u")
    slug = str(number).lower().replace(" ", "_")
    ocd_id = f"ocd-division/country:us/state:tx/sld{letter}:{slug}"
    return OfficeFactory(
        **{
            "division": DivisionFactory(ocd_id=ocd_id),
            "kind": "state_representative" if letter == "l" else "state_senator",
            "level": level,
            "name": f"Texas {chamber} District {number}",
            "seats": 1,
            "term_years": 2 if letter == "l" else 4,
            **facts,
        }
    )


def contest(office: Office, /, **facts: object) -> Contest:
    return ContestFactory(**{"office": office, "seats": 1, **facts})


def recorded(**facts: object) -> Recorded:
    """A contest of which nothing is known but what is given."""
    blank = {
        "office_id": 1,
        "office_name": "State house District 1",
        "level": Level.STATE_HOUSE,
        "year": 2016,
        "source": ContestSource.MEDSL,
        "is_special": False,
        "seats": 1,
        "uncontested": None,
        "one_major_party_only": None,
        "no_dem": None,
        "no_rep": None,
        "winner_party": "",
    }
    return Recorded(**{**blank, **facts})  # type: ignore[arg-type]


def page_of(client: Client, query: str = "", state: str = "tx") -> str:
    response = client.get(f"/offices/states/{state}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def tiles(page: str) -> list[tuple[str, bool, str]]:
    """The tiles of all maps: the class of the colour, whether hatched, and the words of the tile's title."""
    found = re.findall(
        r'<g class="seat seat--([\w-]+)" transform.*?<title>(.*?)</title>(.*?)</g>', page, re.DOTALL
    )
    return [(kind, "#seat-old" in rest, title) for kind, title, rest in found]


def legend(page: str) -> dict[str, int]:
    lines = re.findall(r"<span>([^<>]*?):\s*<strong>(\d+)</strong></span>", page)
    return {label: int(count) for label, count in lines if label in SIGNS.values()}


def test_every_state_and_territory_is_listed_with_its_seats_and_linked(client: Client) -> None:
    district(1, seats=3)
    district(2)
    district(1, Level.STATE_SENATE)
    district(9, is_listed=False)
    page = client.get("/offices/states/").content.decode()
    links = re.findall(r'href="/offices/states/(\w\w)/"', page)
    assert len(links) == len(set(links)) == 56
    assert {"tx", "dc", "pr", "gu"} <= set(links)
    assert "Texas 4 house seats · 1 senate seat Utah" in plain(page)
    assert "Guam no legislature known to us" in plain(page)
    assert "We know 5 seats in 2 chambers." in plain(page)


@pytest.mark.parametrize("state", ["tx", "TX", "Tx"])
def test_a_state_is_found_in_any_case(client: Client, state: str) -> None:
    assert "The legislature of Texas" in page_of(client, state=state)


@pytest.mark.parametrize("state", ["xx", "t", "texas", "%00", "t%C3%9F", "12"])
def test_an_unknown_state_is_not_found(client: Client, state: str) -> None:
    response = client.get(f"/offices/states/{state}/")
    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()


def test_a_state_without_a_legislature_known_to_us_says_so(client: Client) -> None:
    page = page_of(client, state="gu")
    assert "We know of no legislature here yet" in page
    assert 'name="year"' not in page


@pytest.mark.parametrize(
    "typed", ["abc", "16", "20166", "-2016", "2016.0", "２０１６", "%00", "2016'--", "x" * 3000]
)
def test_what_is_no_year_is_answered_kindly(client: Client, typed: str) -> None:
    contest(district(1))
    response = client.get(f"/offices/states/tx/?year={typed}")
    assert response.status_code == 400
    assert "A year has four digits, like 2016." in response.content.decode()
    assert len(tiles(response.content.decode())) == 1


@pytest.mark.parametrize("typed", ["0000", "1850", "2015", "9999"])
def test_a_year_without_contests_is_answered_with_the_last_ones(client: Client, typed: str) -> None:
    contest(district(1), uncontested=True)
    page = page_of(client, f"?year={typed}")
    assert f"We know of no contest here in {typed}." in page
    assert tiles(page)[0][0] == "alone"
    assert "in figures" not in page


def test_the_years_to_choose_from_are_those_with_contests_the_newest_first(client: Client) -> None:
    office = district(1)
    for year in (1992, 2018, 2016):
        contest(office, year=year)
    contest(OfficeFactory(level=Level.MAYOR), year=2014)
    assert re.findall(r'<option value="(\d*)"', page_of(client)) == ["", "2018", "2016", "1992"]
    assert '<option value="2016" selected>' in page_of(client, "?year=2016")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_takes_three_queries_however_many_districts_and_contests_there_are(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        office = district(number, seats=2)
        HolderFactory.create_batch(2, office=office)
        contest(office)
        contest(office, year=2018, source=ContestSource.PRINCETON)
        district(number, Level.STATE_SENATE)
    for query in ("", "?year=2016"):
        with django_assert_num_queries(3):
            client.get(f"/offices/states/tx/{query}")
    with django_assert_num_queries(1):
        client.get("/offices/states/")


def test_each_outcome_has_its_colour_its_words_and_its_count_in_the_legend(client: Client) -> None:
    contest(district(1), uncontested=True, no_dem=True)
    contest(district(2), uncontested=False, no_dem=True)
    contest(district(3), no_dem=True, one_major_party_only=True)
    contest(district(4), no_dem=False, no_rep=True, one_major_party_only=True)
    contest(district(5), uncontested=False, no_dem=False, no_rep=True)
    contest(district(6), no_dem=False, no_rep=False, one_major_party_only=False)
    district(7)
    page = page_of(client)
    kinds = [kind for kind, _old, _title in tiles(page)]
    assert kinds == ["alone", "without-us", "without-us", "one-party", "contested", "contested", "unknown"]
    for kind, _is_old, title in tiles(page):
        assert SIGNS[kind] in title
    assert legend(page) == {words: kinds.count(kind) for kind, words in SIGNS.items()}
    assert "For 2 districts the source tells which parties ran" in plain(page)


def test_a_contest_whose_parties_are_unknown_is_not_passed_off_as_one_with_our_party(client: Client) -> None:
    contest(district(1), uncontested=False)
    contest(district(2), uncontested=False, no_dem=False)
    page = page_of(client)
    assert legend(page)["contested"] == 2
    assert "Of 1 contested district it is not known whether a Democratic candidate ran." in plain(page)


def test_the_map_is_one_image_with_a_name_and_a_description(client: Client) -> None:
    district(1)
    page = page_of(client)
    svg = re.findall(r'<svg [^>]*role="img"[^>]*>', page)
    assert len(svg) == 1
    assert 'aria-labelledby="state_house-map" aria-describedby="state_house-map-says"' in svg[0]
    assert page.count('id="state_house-map"') == page.count('id="state_house-map-says"') == 1


def test_blank_is_unknown_and_never_contested(client: Client) -> None:
    contest(district(1), winner_party="D")
    page = page_of(client, "?year=2016")
    assert tiles(page) == [("unknown", True, "District 1: not known (2016)")]
    assert "1 not known not known not known" in plain(page)


def test_a_contest_of_a_district_with_several_seats_is_not_contested_because_two_parties_ran() -> None:
    both = recorded(no_dem=False, no_rep=False)
    assert legislature.outcome_of(both, "no_dem") is Outcome.CONTESTED
    assert legislature.outcome_of(both._replace(seats=2), "no_dem") is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("party", "words"),
    [("Democratic", "no Democratic candidate"), ("Republican", "contested"), ("Green", "contested")],
)
def test_the_party_is_that_of_the_organisation(
    client: Client, settings: Settings, party: str, words: str
) -> None:
    settings.ORG_PARTY = party
    contest(district(1), uncontested=False, no_dem=True, no_rep=False, one_major_party_only=True)
    assert tiles(page_of(client))[0][2] == f"District 1: {words} (2016)"
    figures = plain(page_of(client, "?year=2016").partition("state_house-figures")[2])
    assert f"No {party} candidate" in figures
    counted = {"Democratic": "1", "Republican": "0", "Green": "not known"}[party]
    assert f"MIT Election Data and Science Lab 1 0 {counted} 1" in figures


@pytest.mark.parametrize(
    ("level", "term", "year", "is_old"),
    [
        (Level.STATE_HOUSE, 2, 2022, False),
        (Level.STATE_HOUSE, 2, 2021, True),
        (Level.STATE_HOUSE, None, 2022, False),
        (Level.STATE_HOUSE, None, 2021, True),
        (Level.STATE_HOUSE, 4, 2018, False),
        (Level.STATE_SENATE, 4, 2018, False),
        (Level.STATE_SENATE, 4, 2017, True),
        (Level.STATE_SENATE, None, 2018, False),
        (Level.STATE_SENATE, None, 2017, True),
        (Level.STATE_SENATE, 2, 2021, True),
    ],
)
def test_a_contest_is_old_when_more_than_two_terms_have_gone_by(
    client: Client, level: Level, term: int | None, year: int, is_old: bool
) -> None:
    contest(district(1, level, term_years=term), year=year, uncontested=False)
    page = page_of(client)
    assert tiles(page) == [("contested", is_old, f"District 1: contested ({year})")]
    assert ("of these, old and hatched" in page) is is_old
    assert ("· old" in plain(page)) is is_old


def test_the_last_contest_is_of_the_newest_year_a_regular_one_and_of_the_source_believed_first() -> None:
    older = recorded(year=2014, source=ContestSource.OPENELECTIONS)
    special = recorded(is_special=True, source=ContestSource.OPENELECTIONS)
    princeton = recorded(source=ContestSource.PRINCETON)
    first, second = recorded(uncontested=True), recorded(uncontested=False)
    elsewhere = recorded(office_id=None, year=2020)
    rows = [older, special, princeton, first, second, elsewhere]
    assert legislature.last_contests(rows) == {1: (first, second)}
    assert legislature.last_contests([older, special]) == {1: (special,)}


def test_of_several_contests_at_once_the_tile_shows_the_widest_opening_and_names_all(client: Client) -> None:
    office = district(1, seats=2)
    for uncontested in (True, False, False):
        contest(office, uncontested=uncontested)
    page = page_of(client)
    assert tiles(page) == [("alone", True, "District 1: nobody else ran, 2 × contested (2016)")]
    assert "×2</text>" in page


def test_special_elections_are_counted_apart(client: Client) -> None:
    office = district(1)
    contest(office, uncontested=False)
    contest(office, uncontested=True, is_special=True)
    contest(district(2), uncontested=True, is_special=True)
    page = page_of(client, "?year=2016")
    figures = plain(page.partition('aria-labelledby="state_house-figures"')[2])
    name = "MIT Election Data and Science Lab"
    assert f"{name} 1 0 not known not known {name} special elections 2 2 not known not known" in figures
    assert f"{name} holds nothing of 1 of today’s 2 districts." in figures
    assert [kind for kind, _old, _title in tiles(page)] == ["contested", "alone"]
    assert "special election" in plain(page.partition("<table")[2])


def test_a_contest_in_a_district_that_is_gone_is_counted_and_has_no_tile(client: Client) -> None:
    office = district(1)
    contest(office)
    contest(office, office=None, state="TX", level=Level.STATE_HOUSE, office_name="District 9")
    page = page_of(client, "?year=2016")
    assert len(tiles(page)) == 1
    assert "1 contest was in a district that does not exist under that name today" in plain(page)


def test_the_table_names_the_holder_the_day_the_source_and_the_way_to_the_office(client: Client) -> None:
    office = district(12)
    HolderFactory(office=office, name="Ann Example", party="D", as_of=date(2026, 8, 5))
    contest(office, uncontested=True, source=ContestSource.OPENELECTIONS, year=2024)
    district(13)
    page = page_of(client)
    table = plain(page.partition('class="fold seat-table"')[2])
    assert (
        "District 12 1 Ann Example (Democratic) as of August 5, 2026 2024 nobody else ran OpenElections"
        in table
    )
    assert "District 13 1 not known not known" in table
    assert f'href="/offices/{office.public_id}/"' in page


def test_a_disagreement_is_listed_with_what_each_source_says(client: Client) -> None:
    office = district(7)
    contest(office, no_dem=True, winner_party="R")
    contest(office, no_dem=False, winner_party="R", source=ContestSource.PRINCETON)
    contest(office, no_dem=True, year=2018)
    for query in ("", "?year=2016"):
        section = plain(page_of(client, query).partition('id="disagreements"')[2].partition("</section>")[0])
        assert (
            "Texas House District 7 2016 No Democrat ran MIT Election Data and Science Lab: yes "
            "Princeton, Klarner and Ballotpedia: no"
        ) in section
        assert "Party of the winner" not in section
    assert "Texas House District 7 2016" not in plain(page_of(client, "?year=2018"))


def test_a_long_list_of_disagreements_is_folded(client: Client) -> None:
    for number in range(13):
        office = district(number)
        contest(office, no_dem=True)
        contest(office, no_dem=False, source=ContestSource.PRINCETON)
        if number == 11:
            assert "All 12 disagreements" not in page_of(client)
    assert "All 13 disagreements" in page_of(client)


@pytest.mark.parametrize("field", legislature.DISPUTABLE)
def test_an_unknown_fact_contradicts_nothing(field: str) -> None:
    blank, one, other = ("", "D", "R") if field == "winner_party" else (None, True, False)
    first = recorded(**{field: one})
    for value, expected in ((blank, []), (one, []), (other, [field])):
        second = recorded(source=ContestSource.PRINCETON, **{field: value})
        found = legislature.compare([first, second])
        assert [list(disagreement.points) for disagreement in found.disagreements] == [expected] * bool(
            expected
        )
        assert found.compared == 1


def test_only_the_same_regular_contest_of_two_sources_is_compared() -> None:
    first = recorded(no_dem=True)
    other = recorded(no_dem=False, source=ContestSource.PRINCETON)
    nothing = Comparison([], 0, 0)
    assert legislature.compare([first, other._replace(year=2014)]) == nothing
    assert legislature.compare([first, other._replace(level=Level.STATE_SENATE)]) == nothing
    assert legislature.compare([first, other._replace(office_id=2)]) == nothing
    assert legislature.compare([first, other._replace(is_special=True)]) == nothing
    assert legislature.compare([first, other, other]) == Comparison([], 0, 1)
    gone = [row._replace(office_id=None, office_name=name) for row, name in ((first, "a"), (other, "A"))]
    assert len(legislature.compare(gone).disagreements) == 1


@pytest.mark.parametrize(
    ("district", "short"),
    [
        ("150", "150"),
        ("12A", "12A"),
        ("Q", "Q"),
        ("Belknap 1", "Be1"),
        ("10th Bristol", "Br10"),
        ("First Essex and Middlesex", "EM1"),
        ("Windsor-Orange-2", "WO2"),
        ("Barnstable, Dukes and Nantucket", "BDN"),
        ("Houlton Band of Maliseet Indians", "HBM"),
    ],
)
def test_a_name_fits_into_a_tile(district: str, short: str) -> None:
    assert short_name(district) == short


def test_no_map_is_wider_than_a_phone_can_show(client: Client) -> None:
    for number in range(60):
        district(f"Hillsborough {number}")
        district(number, Level.STATE_SENATE)
    widths = [int(width) for width in re.findall(r'width="(\d+)" height="\d+" role="img"', page_of(client))]
    assert widths == [8 * 44, 10 * 44]


@pytest.mark.parametrize("path", ["/offices/states/", "/offices/states/tx/"])
def test_nothing_but_reading_is_allowed(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200
