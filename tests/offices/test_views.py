import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from offices.enums import Level
from offices.models import ZipDivision
from tests.factories.offices import ContestFactory, OfficeFactory, ZipCodeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> object:
    office = OfficeFactory(name="Austin City Council")
    ZipDivision.objects.create(zip_code=ZipCodeFactory(code="78701"), division=office.division)
    return office


def test_the_page_is_open_to_all_and_asks_for_a_zip_code(client: Client) -> None:
    response = client.get("/offices/")
    assert response.status_code == 200
    assert b'name="zip"' in response.content


def test_a_zip_code_lists_the_offices_with_a_way_to_sign_up(client: Client, council) -> None:
    ContestFactory(office=council, uncontested=True)
    page = client.get("/offices/", {"zip": "78701-1234"}).content.decode()
    assert "Austin City Council" in page
    assert f"/signup/?office={council.public_id}&amp;zip=78701" in page
    assert "2016" in page
    assert "nobody else ran" in page


def test_a_source_that_knows_only_the_parties_is_told_as_that(client: Client, council) -> None:
    ContestFactory(office=council, uncontested=None, no_dem=None, one_major_party_only=True)
    page = client.get("/offices/?zip=78701").content.decode()
    assert "one major party only" in page
    assert "not known how many ran" not in page


def test_an_office_without_a_past_contest_says_so(client: Client, council) -> None:
    assert "not known yet" in client.get("/offices/?zip=78701").content.decode()


def test_the_legislature_is_offered_by_chamber_and_not_in_full(client: Client, council) -> None:
    OfficeFactory(kind="state_representative", level=Level.STATE_HOUSE, name="Texas House District 5")
    page = client.get("/offices/?zip=78701").content.decode()
    assert "Texas House District 5" not in page
    assert "?zip=78701&amp;chamber=state_house" in page
    assert "Texas House District 5" in client.get("/offices/?zip=78701&chamber=state_house").content.decode()


def test_an_unknown_chamber_is_the_plain_page(client: Client, council) -> None:
    assert "Austin City Council" in client.get("/offices/?zip=78701&chamber=mayor").content.decode()


@pytest.mark.parametrize("typed", ["abc", "7870", "<script>", "O'Brien", "x" * 3000, "\x00"])
def test_what_is_no_zip_code_is_answered_kindly(client: Client, typed: str) -> None:
    response = client.get("/offices/", {"zip": typed})
    assert response.status_code == 400
    assert "A ZIP code has five digits" in response.content.decode()
    assert "<script>alert" not in response.content.decode()


def test_an_unknown_zip_code_is_answered_kindly(client: Client) -> None:
    response = client.get("/offices/?zip=00000")
    assert response.status_code == 200
    assert "We do not know this ZIP code" in response.content.decode()


def test_a_military_zip_code_gets_another_way_in(client: Client) -> None:
    ZipCodeFactory(code="09001", state="AE", place_name="APO", time_zone="")
    assert "We know of no local office here yet" in client.get("/offices/?zip=09001").content.decode()


def test_a_school_board_is_found_by_state_and_name(client: Client) -> None:
    OfficeFactory(name="Union County – School Board", level=Level.SCHOOL_BOARD, kind="school_board")
    assert "Union County – School Board" in client.get("/offices/?state=TX&q=union+school").content.decode()
    assert "Nothing by that name" in client.get("/offices/?state=TX&q=nowhere").content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_a_page_takes_seven_queries_however_many_offices_there_are(
    client: Client, council, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(more):
        office = OfficeFactory()
        ZipDivision.objects.create(zip_code_id="78701", division=office.division)
        ContestFactory(office=office)
    with django_assert_num_queries(7):
        client.get("/offices/?zip=78701")


def test_nothing_but_reading_is_allowed(client: Client) -> None:
    assert client.post("/offices/").status_code == 405
