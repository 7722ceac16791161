"""Whatever somebody types or changes in the address: a helpful answer, never an error of ours."""

import pytest
from django.test import Client

from offices.enums import Level
from offices.models import ZipDivision
from tests.factories.offices import DivisionFactory, OfficeFactory, ZipCodeFactory

pytestmark = pytest.mark.django_db

NO_ZIP = "A ZIP code has five digits"
UNKNOWN_ZIP = "We do not know this ZIP code"
NOWHERE = "We know of no local office here yet"
NO_PLACE = "This link names no place that we know"
NOTHING = "Nothing by that name"
NO_STATE = "Choose the state"

ODD: list[tuple[str, dict[str, object], str]] = [
    ("a PO-box ZIP code", {"zip": "78764"}, NOWHERE),
    ("a military ZIP code", {"zip": "09001"}, NOWHERE),
    ("a military ZIP code of the Pacific", {"zip": "96201"}, NOWHERE),
    ("a territory", {"zip": "96910"}, NOWHERE),
    ("ZIP+4", {"zip": "78701-1234"}, "Austin City Council"),
    ("ZIP+4 without its hyphen", {"zip": "787011234"}, "Austin City Council"),
    ("ZIP+4 with a space", {"zip": "78701 1234"}, "Austin City Council"),
    ("ZIP+4 with a dash", {"zip": "78701–1234"}, "Austin City Council"),
    ("spaces around", {"zip": "  78701\t"}, "Austin City Council"),
    ("a ZIP code in two states", {"zip": "42223"}, "Christian County Fiscal Court"),
    ("a ZIP code in two states, the other one", {"zip": "42223"}, "Montgomery County Board"),
    *((f"{text!r} for a ZIP code", {"zip": text}, UNKNOWN_ZIP) for text in ("00000", "99999", "12345-6789")),
    *(
        (f"{text[:12]!r} for a ZIP code", {"zip": text}, NO_ZIP)
        for text in (
            *(
                "letters",
                "7870",
                "787011",
                "7870l",
                "SW1A 1AA",
                "K1A 0B1",
                "-78701",
                "+78701",
                "78,701",
                "78701.0",
            ),
            *(
                "7e4",
                "0x1331",
                "٧٨٧٠١",
                "７８７０１",
                "78701\x00",
                "\x00",
                "\u202e10787",
                "🏠",
                "78701; DROP TABLE",
            ),
            *(
                "' OR 1=1 --",
                "<script>alert(1)</script>",
                "%37%38",
                "{{7*7}}",
                "${jndi:x}",
                "../../etc/passwd",
            ),
            *(
                "O'Brien",
                "78701-12",
                "78701-12345",
                "78701 78702",
                "null",
                "None",
                "NaN",
                "1" * 10_000,
                "x" * 10_000,
            ),
        )
    ),
    ("an apostrophe in a name", {"state": "TX", "q": "O'Donnell"}, "O&#x27;Donnell"),
    ("a curly apostrophe in a name", {"state": "TX", "q": "Nobody’s"}, NOTHING),
    ("a wildcard of SQL", {"state": "TX", "q": "%"}, NOTHING),
    ("another wildcard", {"state": "TX", "q": "_____"}, NOTHING),
    ("a backslash", {"state": "TX", "q": "\\"}, NOTHING),
    ("a quotation mark", {"state": "TX", "q": '"'}, NOTHING),
    ("only spaces", {"state": "TX", "q": "   "}, "What could I run for?"),
    ("a name in Chinese", {"state": "TX", "q": "奥斯汀"}, NOTHING),
    ("a hundred words", {"state": "TX", "q": "zq " * 33}, NOTHING),
    ("10,000 characters for a name", {"state": "TX", "q": "x" * 10_000}, "fewer than 100 characters"),
    ("a NUL in a name", {"state": "TX", "q": "Aus\x00tin"}, "fewer than 100 characters"),
    ("no state", {"q": "Austin"}, NO_STATE),
    ("a state that is none", {"state": "ZZ", "q": "Austin"}, NO_STATE),
    ("a state in full", {"state": "Texas", "q": "Austin"}, NO_STATE),
    ("a state in small letters", {"state": "tx", "q": "Austin City"}, "Austin City Council"),
    ("a markup state", {"state": "<b", "q": "Austin"}, NO_STATE),
    ("a division", {"d": "state:tx/place:austin"}, "Austin City Council"),
    ("a division in capitals", {"d": "STATE:TX/PLACE:AUSTIN"}, NO_PLACE),
    ("a division twice", {"d": ["state:tx/place:austin"] * 2}, "Austin City Council"),
    ("a hundred divisions", {"d": ["state:tx/place:austin"] * 100}, "Austin City Council"),
    ("a division that is none", {"d": "state:tx/place:atlantis"}, NO_PLACE),
    ("a division with a way out", {"d": "state:tx/../../x"}, NO_PLACE),
    ("a division with a NUL", {"d": "state:tx/place:a\x00"}, NO_PLACE),
    ("an empty division", {"d": ""}, NO_PLACE),
    ("a long division", {"d": "state:tx/place:" + "a" * 10_000}, NO_PLACE),
    ("a level that is none", {"zip": "78701", "level": "emperor"}, "Austin City Council"),
    ("a level out of scope", {"zip": "78701", "level": "federal"}, "Austin City Council"),
    ("a level that nobody here has", {"zip": "78701", "level": "judicial"}, "Nothing fits these filters"),
    ("an order that is none", {"zip": "78701", "order": "random"}, "Austin City Council"),
    ("a filter that is none", {"zip": "78701", "filing": "maybe"}, "Austin City Council"),
    ("a chamber that is none", {"zip": "78701", "chamber": "lords"}, "Austin City Council"),
    ("a chamber that the state has not", {"zip": "96910", "chamber": "state_house"}, "96910"),
    ("a parameter that we do not know", {"zip": "78701", "utm_source": "x" * 5_000}, "Austin City Council"),
    (
        "all at once",
        {"zip": "78701", "q": "Austin", "state": "TX", "order": "cheapest"},
        "Austin City Council",
    ),
]


@pytest.fixture(autouse=True)
def _country() -> None:
    austin = DivisionFactory(ocd_id="ocd-division/country:us/state:tx/place:austin")
    OfficeFactory(division=austin, name="Austin City Council")
    ZipDivision.objects.create(zip_code=ZipCodeFactory(code="78701"), division=austin)
    OfficeFactory(name="O'Donnell City Council", kind="mayor", division=DivisionFactory())
    ZipCodeFactory(code="78764", place_name="Austin")
    for code, state, place in (("09001", "AE", "APO"), ("96201", "AP", "APO"), ("96910", "GU", "Hagatna")):
        ZipCodeFactory(code=code, state=state, place_name=place, time_zone="")
    border = ZipCodeFactory(code="42223", state="KY", place_name="Fort Campbell")
    for state, name in (("KY", "Christian County Fiscal Court"), ("TN", "Montgomery County Board")):
        county = DivisionFactory(
            ocd_id=f"ocd-division/country:us/state:{state.lower()}/county:x", state=state
        )
        OfficeFactory(division=county, name=name, kind="county_board", level=Level.COUNTY)
        ZipDivision.objects.create(zip_code=border, division=county)


def test_there_are_at_least_75_of_them() -> None:
    assert len(ODD) >= 75


@pytest.mark.parametrize(("what", "asked", "told"), ODD, ids=[what for what, _asked, _told in ODD])
def test_an_odd_question_gets_a_helpful_answer(
    client: Client, what: str, asked: dict[str, object], told: str
) -> None:
    response = client.get("/offices/", asked)  # type: ignore[arg-type]
    page = response.content.decode()
    assert response.status_code in (200, 400, 404)
    assert told in page
    assert 'name="zip"' in page, "the next try is one field away"
    assert "<script>alert" not in page
