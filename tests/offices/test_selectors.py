import pytest
from pytest_django import DjangoAssertNumQueries

from offices import selectors
from offices.enums import ContestSource, Level
from offices.models import Office, ZipCode, ZipDivision
from tests.factories.offices import ContestFactory, DivisionFactory, OfficeFactory, ZipCodeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def zip_code() -> ZipCode:
    return ZipCodeFactory(code="78701")


def office_near(zip_code: ZipCode, **facts: object) -> Office:
    office = OfficeFactory(**facts)
    ZipDivision.objects.get_or_create(zip_code=zip_code, division=office.division)
    return office


@pytest.mark.parametrize("typed", ["78701", " 78701 ", "78701-1234", "787011234", "78701 1234", "78701–1234"])
def test_a_zip_code_is_understood_as_people_type_it(zip_code: ZipCode, typed: str) -> None:
    assert selectors.clean_zip(typed) == "78701"
    assert selectors.find_zip(typed) == zip_code


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "7870",
        "787011",
        "78701-",
        "Austin",
        "O'Brien",
        "7870l",
        "٧٨٧٠١",
        "78701\n90210",
        "x" * 10_000,
        "1" * 10_000,
    ],
)
def test_what_is_no_zip_code_finds_nothing_and_asks_nothing(
    typed: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert selectors.find_zip(typed) is None
        assert selectors.offices_around(typed) == []


def test_an_unknown_zip_code_finds_nothing() -> None:
    assert selectors.find_zip("00000") is None
    assert selectors.offices_around("00000") == []


def test_only_listed_offices_of_the_divisions_around_come_most_local_first(zip_code: ZipCode) -> None:
    city = DivisionFactory()
    mayor = office_near(zip_code, division=city, kind="mayor", level=Level.MAYOR)
    council = office_near(zip_code, division=city)
    county = office_near(zip_code, kind="county_board", level=Level.COUNTY)
    office_near(zip_code, is_listed=False)
    OfficeFactory()
    assert selectors.offices_around("78701-0001") == [council, mayor, county]


@pytest.mark.parametrize("offices", [1, 3])
def test_the_number_of_queries_does_not_grow(
    zip_code: ZipCode, offices: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(offices):
        ContestFactory(office=office_near(zip_code))
    with django_assert_num_queries(2):
        found = selectors.offices_around("78701")
        assert len([office.division.name for office in found]) == offices
        assert len(selectors.last_contests(found)) == offices


def test_districts_come_in_the_order_of_their_numbers() -> None:
    for number in ("10", "2", "1"):
        OfficeFactory(kind="state_senator", level=Level.STATE_SENATE, name=f"Texas Senate District {number}")
    names = [office.name[-2:].strip() for office in selectors.districts_of("TX", Level.STATE_SENATE)]
    assert names == ["1", "2", "10"]
    assert selectors.chambers_of("TX") == [Level.STATE_SENATE]
    assert selectors.chambers_of("AE") == []


def test_a_search_finds_every_word_in_one_state_only() -> None:
    found = OfficeFactory(name="Union County – School Board", level=Level.SCHOOL_BOARD, kind="school_board")
    OfficeFactory(name="Union City Council")
    OfficeFactory(name="Union County – School Board", division=DivisionFactory(state="OH"))
    assert selectors.search_offices("tx", "school UNION") == [found]
    assert selectors.search_offices("TX", "  ") == []
    assert selectors.search_offices("Texas", "union") == []
    assert selectors.search_offices("TX", "100% _") == []


def test_the_last_contest_is_the_newest_year_of_the_most_trusted_source() -> None:
    office = OfficeFactory()
    ContestFactory(office=office, year=2014, uncontested=True)
    ContestFactory(office=office, year=2016, source=ContestSource.PRINCETON, no_dem=True)
    ContestFactory(office=office, year=2016, uncontested=True, no_dem=True)
    ContestFactory(office=office, year=2016, uncontested=None, no_dem=None)
    ContestFactory(office=office, year=2016, uncontested=False, no_dem=False)
    assert selectors.last_contests([office]) == {
        office.pk: selectors.LastContest(
            year=2016, source=ContestSource.MEDSL, contests=3, known=2, uncontested=1, lacked_party=1
        )
    }


def test_a_regular_election_says_more_of_a_seat_than_a_special_one_of_the_same_year() -> None:
    office = OfficeFactory()
    ContestFactory(office=office, year=2016, uncontested=True, no_dem=True, is_special=True)
    ContestFactory(office=office, year=2016, uncontested=False, no_dem=False)
    found = selectors.last_contests([office])[office.pk]
    assert (found.contests, found.uncontested) == (1, 0)


def test_a_newer_special_election_is_the_last_contest() -> None:
    office = OfficeFactory()
    ContestFactory(office=office, year=2014, uncontested=False)
    ContestFactory(office=office, year=2016, uncontested=True, is_special=True)
    assert selectors.last_contests([office])[office.pk].uncontested == 1
