"""The page that finds districts by address: it never fails, never makes one wait, and forgets what was typed."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.views.debug import ExceptionReporter
from pytest_django import DjangoAssertNumQueries, Settings

from offices.enums import Level
from offices.geocoding import answer
from offices.geocoding import client as geocoder_client
from offices.models import ZipDivision
from tests import geocoder_stand_in as geocoder
from tests.factories.offices import DivisionFactory, OfficeFactory, ZipCodeFactory
from tests.geocoder_stand_in import AUSTIN, BOSTON, StandIn, document, match

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PAGE = "/offices/address/"
COUNTRY = "ocd-division/country:us"
TYPED = {"street": "9742742 Quokkabury Ln", "zip": "78701"}
AUSTINS = ["state:tx/sldl:49", "state:tx/sldu:14", "state:tx/county:travis", "state:tx/place:austin"]
SLOWEST = 3.0


@pytest.fixture(autouse=True)
def texas() -> None:
    """Austin's divisions, with a house and a senate."""
    cache.clear()
    kinds = {"sldl": Level.STATE_HOUSE, "sldu": Level.STATE_SENATE}
    geoids = {"travis": "place-48453", "austin": "place-4805000"}
    for suffix in AUSTINS:
        kind, name = suffix.split("/")[1].split(":")
        division = DivisionFactory(ocd_id=f"{COUNTRY}/{suffix}", kind=kind, census_geoid=geoids.get(name, ""))
        OfficeFactory(division=division, kind=f"of_{kind}", level=kinds.get(kind, Level.COUNTY))
    ZipCodeFactory(code="78701", place_name="Austin")


@pytest.fixture
def server(settings: Settings) -> Iterator[StandIn]:
    with geocoder.stand_in() as server:
        settings.GEOCODER_URL = server.url
        yield server


def search(browser: Client, **changes: str) -> tuple[HttpResponse, float]:
    """Send the form; return the answer and the seconds that it took."""
    begun = time.monotonic()
    response = browser.post(PAGE, TYPED | changes)
    return response, time.monotonic() - begun


def assert_offers_the_list(response: HttpResponse) -> None:
    page = response.content.decode()
    assert response.status_code == 200
    assert "/offices/?zip=78701&amp;chamber=state_house" in page
    assert "/offices/?zip=78701&amp;chamber=state_senate" in page
    assert 'href="/offices/?zip=78701">I’m not sure: show everything around my ZIP code' in page
    assert 'value="9742742 Quokkabury Ln"' in page
    assert 'value="78701"' in page


# What works


def test_the_page_is_open_to_all_and_says_what_becomes_of_the_address(
    client: Client, server: StandIn
) -> None:
    response = client.get(PAGE)
    page = response.content.decode()
    assert response.status_code == 200
    assert "We ask the Census Bureau’s geocoder, use the address once, and store it nowhere." in page
    assert 'autocomplete="address-line1"' in page
    assert 'autocomplete="postal-code"' in page
    assert "csrfmiddlewaretoken" in page
    assert "no-store" in response["Cache-Control"]
    assert server.asked == []


def test_the_zip_code_is_taken_over_from_the_page_before_and_nothing_else(
    client: Client, server: StandIn
) -> None:
    page = client.get(PAGE, {"zip": "78701-1234", "street": "9742742 Quokkabury Ln"}).content.decode()
    assert 'value="78701"' in page
    assert "Quokkabury" not in page


def test_a_form_from_elsewhere_is_refused(server: StandIn) -> None:
    assert Client(enforce_csrf_checks=True).post(PAGE, TYPED).status_code == 403
    assert server.asked == []


def test_an_address_leads_to_the_list_of_its_divisions_and_nothing_else(
    client: Client, server: StandIn
) -> None:
    response, _seconds = search(client)
    where = urlsplit(response["Location"])
    assert (response.status_code, where.path) == (303, "/offices/")
    assert parse_qsl(where.query) == [("d", suffix) for suffix in AUSTINS]
    assert response["Location"].startswith("/offices/?d=state:tx/sldl:49&d=state:tx/sldu:14&")
    assert client.get(response["Location"]).status_code == 200


def test_a_search_takes_four_queries_beside_those_of_its_limit(
    client: Client, server: StandIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # ZIP code, breaker before and after, divisions; the limit's lock and count are taken from the database too.
    with django_assert_num_queries(4 + 12):
        search(client)


# What does not

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
GOOD = document(match(AUSTIN))
NEXT_DOOR = AUSTIN | {"2024 State Legislative Districts - Lower": [{"GEOID": "48051", "BASENAME": "51"}]}
NO_ANSWER = "The Census Bureau does not answer just now."
BAD: dict[str, tuple[geocoder.Behaviour, str]] = {
    "hangs before headers": (geocoder.hangs(), NO_ANSWER),
    "hangs within headers": (geocoder.hangs(before=HEAD), NO_ANSWER),
    "drips headers": (geocoder.drips(b"X-Drip: drop\r\n", before=HEAD), NO_ANSWER),
    "drips the body": (geocoder.drips(GOOD, before=HEAD + b"Content-Length: 99999\r\n\r\n"), NO_ANSWER),
    "goes on for ever": (geocoder.drips(b"HTTP/1.1 100 Continue\r\n\r\n"), NO_ANSWER),
    "floods": (geocoder.floods(before=HEAD + b"\r\n"), NO_ANSWER),
    "floods headers": (geocoder.floods(before=HEAD + b"X-Long:"), NO_ANSWER),
    "announces a huge body": (geocoder.floods(before=HEAD + b"Content-Length: 9999999999\r\n\r\n"), NO_ANSWER),
    "hangs up": (geocoder.raw(b""), NO_ANSWER),
    "hangs up in the middle": (geocoder.raw(HEAD + b"Content-Length: 9999\r\n\r\n" + GOOD[:99]), NO_ANSWER),
    "is no HTTP": (geocoder.raw(b"\x16\x03\x01 9742742 Quokkabury Ln\r\n\r\n"), NO_ANSWER),
    "500": (geocoder.says(b"oops", status="500 Internal Server Error"), NO_ANSWER),
    "429": (geocoder.says(b"", status="429 Too Many Requests"), NO_ANSWER),
    "redirects": (geocoder.says(b"", status="302 Found", headers="Location: /elsewhere\r\n"), NO_ANSWER),
    "html": (geocoder.says(b"<html>Down for maintenance</html>"), NO_ANSWER),
    "wrong types": (geocoder.says(b'{"result": {"addressMatches": "many"}}'), NO_ANSWER),
    "packed": (geocoder.says(b"\x1f\x8b\x08", headers="Content-Encoding: gzip\r\n"), NO_ANSWER),
    "400": (geocoder.says(b"", status="400 Bad Request"), "does not know this address"),
    "no match": (geocoder.says(document()), "does not know this address"),
    "two matches": (geocoder.says(document(match(AUSTIN), match(NEXT_DOOR))), "several places"),
    "another state": (geocoder.says(document(match(BOSTON, state="MA"))), "another place than your ZIP code"),
    "another town": (geocoder.says(document(match(AUSTIN, zip="75201"))), "another place than your ZIP code"),
}  # fmt: skip


@pytest.mark.parametrize(("behaviour", "sentence"), BAD.values(), ids=BAD.keys())
def test_a_geocoder_that_fails_in_any_way_gives_the_list_within_three_seconds(
    client: Client, server: StandIn, behaviour: geocoder.Behaviour, sentence: str
) -> None:
    server.behaves = behaviour
    response, seconds = search(client)
    assert_offers_the_list(response)
    assert sentence in response.content.decode()
    assert len(server.asked) == 1
    assert seconds < SLOWEST
    print(f"measured: {seconds:.2f} s")


def test_a_geocoder_at_which_nobody_listens_gives_the_list(client: Client, settings: Settings) -> None:
    settings.GEOCODER_URL = geocoder.closed_url()
    response, seconds = search(client)
    assert_offers_the_list(response)
    assert NO_ANSWER in response.content.decode()
    assert seconds < SLOWEST


def test_without_a_geocoder_only_the_zip_code_is_asked(client: Client, settings: Settings) -> None:
    settings.GEOCODER_URL = ""
    page = client.get(PAGE).content.decode()
    assert 'name="street"' not in page
    assert "Addresses cannot be looked up here" in page
    page = client.post(PAGE, {"zip": "78701"}).content.decode()
    assert "/offices/?zip=78701&amp;chamber=state_house" in page


def test_a_district_that_we_do_not_know_is_offered_as_a_list_beside_what_is_certain(
    client: Client, server: StandIn
) -> None:
    server.behaves = geocoder.says(document(match(NEXT_DOOR)))
    response, _seconds = search(client)
    page = response.content.decode()
    assert response.status_code == 200
    assert "we are not certain of every district" in page
    assert "chamber=state_house" in page
    assert "chamber=state_senate" not in page
    assert "/offices/?d=state:tx/sldu:14&amp;d=state:tx/county:travis&amp;d=state:tx/place:austin" in page


def test_a_zip_code_on_a_states_border_may_lie_in_either(client: Client, server: StandIn) -> None:
    across = DivisionFactory(ocd_id=f"{COUNTRY}/state:ma/county:suffolk", state="MA", kind="county")
    across.census_geoid = "place-25025"
    across.save()
    ZipDivision.objects.create(zip_code_id="78701", division=across)
    server.behaves = geocoder.says(document(match(BOSTON, state="MA")))
    response, _seconds = search(client)
    assert response["Location"] == "/offices/?d=state:ma/county:suffolk"


def test_an_address_where_we_know_nothing_gives_the_list(client: Client, server: StandIn) -> None:
    ZipCodeFactory(code="96910", state="GU", place_name="Hagåtña")
    guam = {"States": [{"GEOID": "66", "NAME": "Guam"}]}
    server.behaves = geocoder.says(document(match(guam, state="GU", zip="96910")))
    response, _seconds = search(client, zip="96910")
    assert response.status_code == 200
    assert "we know of no district there" in response.content.decode()
    assert "/offices/?zip=96910" in response.content.decode()


def test_after_three_failures_nobody_waits_and_nobody_is_asked(client: Client, server: StandIn) -> None:
    server.behaves = geocoder.says(b"", status="503 Service Unavailable")
    for _ in range(3):
        search(client)
    server.behaves = geocoder.hangs()
    response, seconds = search(client)
    assert_offers_the_list(response)
    assert len(server.asked) == 3
    assert seconds < 1


def test_unknown_addresses_are_answers_and_keep_nobody_from_asking(client: Client, server: StandIn) -> None:
    server.behaves = geocoder.says(document())
    for _ in range(5):
        search(client)
    assert len(server.asked) == 5


def test_a_success_after_two_failures_begins_the_count_anew(client: Client, server: StandIn) -> None:
    good, bad = geocoder.says(GOOD), geocoder.says(b"")
    for behaviour in (bad, bad, good, bad, bad, good):
        server.behaves = behaviour
        response, _seconds = search(client)
    assert response.status_code == 303
    assert len(server.asked) == 6


def test_a_cache_that_is_away_breaks_nothing(
    client: Client, server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **kwargs: Any) -> Any:
        raise ConnectionError("the cache is away")

    for name in ("get", "set", "add", "delete"):
        monkeypatch.setattr("django.core.cache.backends.db.DatabaseCache." + name, away)
    assert search(client)[0].status_code == 303
    server.behaves = geocoder.says(b"")
    assert_offers_the_list(search(client)[0])


# What is typed wrongly

WRONG = {
    "no street": ({"street": ""}, "Give your house number and street"),
    "blanks": ({"street": "   "}, "Give your house number and street"),
    "a street of 10,000 letters": ({"street": "x" * 10_000}, "longer than any street address"),
    "a control character": ({"street": "9742742 Quokkabury\x1b[2J Ln"}, "characters that cannot be seen"),
    "a second line": ({"street": "9742742 Quokkabury Ln\r\nHost: evil"}, "characters that cannot be seen"),
    "NUL": ({"street": "742\x00"}, "characters that cannot be seen"),
    "a turned direction": ({"street": "742 \u202eLn"}, "characters that cannot be seen"),
    "no ZIP code": ({"zip": ""}, "Give your ZIP code"),
    "letters for a ZIP code": ({"zip": "Austin"}, "A ZIP code has five digits"),
    "four digits": ({"zip": "7870"}, "A ZIP code has five digits"),
    "a ZIP code of 10,000 digits": ({"zip": "7" * 10_000}, "A ZIP code has five digits"),
    "NUL in the ZIP code": ({"zip": "78\x00701"}, "characters that cannot be seen"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_an_address_is_answered_with_a_sentence(
    client: Client, server: StandIn, changes: dict[str, str], sentence: str
) -> None:
    response, _seconds = search(client, **changes)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert server.asked == []


def test_with_the_zip_code_alone_one_can_go_on(client: Client, server: StandIn) -> None:
    response = client.post(PAGE, {"zip": "78701"})
    assert response.status_code == 400
    assert "/offices/?zip=78701&amp;chamber=state_house" in response.content.decode()


def test_an_unknown_zip_code_is_told_and_nobody_is_asked(client: Client, server: StandIn) -> None:
    response, _seconds = search(client, zip="00000")
    assert response.status_code == 200
    assert "We do not know this ZIP code" in response.content.decode()
    assert server.asked == []


def test_what_was_typed_is_shown_again_as_text(client: Client, server: StandIn) -> None:
    page = search(client, street='"><script>alert(1)</script>', zip="x")[0].content.decode()
    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;" in page


# What stays of it: nothing

WORDS = ("quokkabury", "9742742")  # longer than any second has digits, as moments are in every log


class Heard(logging.Handler):
    """Every line of every logger, with its arguments and whatever an exception would tell."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += f"{record.name} {self.format(record)} {record.__dict__!r}\n".lower()


@contextmanager
def everything_logged() -> Iterator[Heard]:
    """Turn all loggers to DEBUG, SQL among them, and listen."""
    heard = Heard()
    known = [one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    loggers = [logging.getLogger(), *known]
    before = [(one, one.level, one.propagate, one.disabled) for one in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.propagate, logger.disabled = True, False
    logging.getLogger().addHandler(heard)
    connection.force_debug_cursor, debugged = True, connection.force_debug_cursor
    try:
        yield heard
    finally:
        connection.force_debug_cursor = debugged
        logging.getLogger().removeHandler(heard)
        for logger, level, propagate, disabled in before:
            logger.setLevel(level)
            logger.propagate, logger.disabled = propagate, disabled


def texts_of_the_database() -> str:
    """Return every value of every column of every table, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            cursor.execute(f'SELECT row_to_json(one)::text FROM "{table}" one')
            found += [f"{table} {row[0]}" for row in cursor.fetchall()]
    return "\n".join(found).lower()


@pytest.fixture(params=["success", *BAD, "refused"])
def after_a_search(
    request: pytest.FixtureRequest, server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> tuple[HttpResponse, Client, Heard]:
    """What is left after a search of every outcome, each by somebody who has a session."""
    monkeypatch.setattr(geocoder_client, "SECONDS", 0.3)
    if request.param in BAD:
        server.behaves = BAD[request.param][0]
    browser = Client()
    browser.get("/offices/?zip=78701")
    with everything_logged() as heard:
        response = browser.post(PAGE, TYPED | ({"zip": "x"} if request.param == "refused" else {}))
    return response, browser, heard


def test_neither_logs_nor_database_nor_session_nor_addresses_know_the_address(
    after_a_search: tuple[HttpResponse, Client, Heard],
) -> None:
    response, browser, heard = after_a_search
    database, sessions = texts_of_the_database(), [one.get_decoded() for one in Session.objects.all()]
    assert "request_finished" in heard.text
    assert "offices_zipcode" in heard.text or response.status_code == 400
    assert "state:tx/sldl:49" in database
    kept = [heard.text, database, repr(sessions), repr(dict(browser.session)), repr(browser.cookies)]
    kept += [response.get("Location", ""), repr(response.headers)]
    for text in kept:
        assert [word for word in WORDS if word in text.lower()] == []


def test_the_search_would_find_an_address_that_was_kept(client: Client) -> None:
    with everything_logged() as heard:
        logging.getLogger("urllib3.connectionpool").debug("GET /?address=%s", "9742742+Quokkabury")
    cache.set("address", "kept")
    OfficeFactory(name="9742742 Quokkabury Ln")
    assert "quokkabury" in heard.text
    assert "quokkabury" in texts_of_the_database()


def test_an_error_of_ours_reports_no_address(
    client: Client, server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer.us.states, "lookup", None)
    with pytest.raises(TypeError) as caught:
        search(client)
    trace = caught.value.__traceback__
    while trace and not trace.tb_frame.f_code.co_filename.endswith("/offices/views/address.py"):
        trace = trace.tb_next
    # What Django mails of an error, with the values of variables.
    report = ExceptionReporter(None, TypeError, caught.value, trace).get_traceback_html()
    assert "is not callable" in report
    assert "offices/geocoding/answer.py" in report
    assert [word for word in WORDS if word in report.lower()] == []
