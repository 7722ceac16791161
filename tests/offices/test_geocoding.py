"""The Census Geocoder's adapter: what it believes, when it gives up, and which divisions come of an answer."""

import csv
import json
import socket
import ssl
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.conf import settings as configured
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries, Settings

from offices.enums import Level
from offices.geocoding import answer, client, transport
from offices.geocoding.answer import Area, Found
from offices.geocoding.breaker import Breaker
from offices.geocoding.districts import Mapped, divisions_of
from offices.geocoding.legislature import district_key, districts_called
from offices.geocoding.schools import district_called, school_key
from offices.geocoding.untold import Reason, Untold
from tests import geocoder_stand_in as geocoder
from tests.factories.offices import DivisionFactory, OfficeFactory
from tests.geocoder_stand_in import AUSTIN, BOSTON, StandIn, document, match

COUNTRY = "ocd-division/country:us"
STREET = "742 Quokkabury Ln"


@pytest.fixture
def server(settings: Settings) -> Iterator[StandIn]:
    with geocoder.stand_in() as server:
        settings.GEOCODER_URL = server.url
        yield server


def without(layers: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: rows for name, rows in layers.items() if name not in names}


def reason_of(body: bytes) -> Reason:
    with pytest.raises(Untold) as caught:
        answer.read(body)
    return caught.value.reason


# What is asked


def test_the_geocoder_is_asked_for_current_districts_of_the_address(server: StandIn) -> None:
    found = client.ask(STREET, "78701")
    assert server.paths == ["/geocoder/geographies/onelineaddress"]
    assert server.asked == [
        {
            "address": ["742 Quokkabury Ln, 78701"],
            "benchmark": ["Public_AR_Current"],
            "vintage": ["Current_Current"],
            "layers": ["all"],
            "format": ["json"],
        }
    ]
    assert (found.state, found.lower) == ("TX", Area("48049", "State House District 49", "49"))


def test_what_is_typed_cannot_change_the_question(server: StandIn) -> None:
    client.ask("1 A St&layers=none#x\r\nHost: evil", "78701")
    assert server.asked[0]["layers"] == ["all"]
    assert server.asked[0]["address"] == ["1 A St&layers=none#x\r\nHost: evil, 78701"]


def test_a_base_address_with_a_slash_at_its_end_is_the_same(server: StandIn, settings: Settings) -> None:
    settings.GEOCODER_URL = f"{server.url}/"
    client.ask(STREET, "78701")
    assert server.paths == ["/geocoder/geographies/onelineaddress"]


def test_without_a_base_address_nobody_is_asked(settings: Settings) -> None:
    settings.GEOCODER_URL = ""
    with pytest.raises(Untold) as caught:
        client.ask(STREET, "78701")
    assert caught.value.reason is Reason.NO_GEOCODER


# What is believed


def test_a_good_answer_is_read_in_full() -> None:
    assert answer.read(document(match(AUSTIN))) == Found(
        state="TX",
        fips="48",
        zip_code="78701",
        county=Area("48453", "Travis County", "Travis"),
        place=Area("4805000", "Austin city", "Austin"),
        subdivision=Area("4845390130", "Austin CCD", "Austin"),
        lower=Area("48049", "State House District 49", "49"),
        upper=Area("48014", "State Senate District 14", "14"),
        schools=(Area("4808940", "Austin Independent School District", "Austin"),),
    )


def test_the_newest_districts_count_where_there_are_several() -> None:
    newer = {"2026 State Legislative Districts - Lower": [{"GEOID": "48051", "BASENAME": "51"}]}
    lower = answer.read(document(match(AUSTIN | newer))).lower
    assert lower is not None
    assert lower.base == "51"


def test_two_matches_in_the_same_districts_are_one_place() -> None:
    assert answer.read(document(match(AUSTIN), match(AUSTIN))).state == "TX"


def test_no_match_is_an_unknown_address() -> None:
    assert reason_of(document()) is Reason.UNKNOWN_ADDRESS


def test_two_matches_in_different_districts_are_no_place() -> None:
    other = AUSTIN | {"2024 State Legislative Districts - Lower": [{"GEOID": "48051", "BASENAME": "51"}]}
    assert reason_of(document(match(AUSTIN), match(other))) is Reason.AMBIGUOUS


def test_two_districts_at_one_place_are_none() -> None:
    both = AUSTIN | {"Counties": [{"GEOID": "48453"}, {"GEOID": "48491"}]}
    assert reason_of(document(match(both))) is Reason.AMBIGUOUS


NONSENSE: dict[str, bytes] = {
    "nothing": b"",
    "html": b"<!DOCTYPE html><title>Maintenance</title>",
    "a broken text": b'{"result": {"addressMatches": [',
    "no text": b"\xff\xfe\x00",
    "a list": b"[]",
    "null": b"null",
    "very deep": b"[" * 200_000,
    "a number of too many digits": b'{"result": ' + b"9" * 5000 + b"}",
    "result is a text": b'{"result": "addressMatches"}',
    "matches are an object": b'{"result": {"addressMatches": {}}}',
    "a match is a text": document("somewhere"),
    "a match is null": document(None),
    "layers are a list": document(match(AUSTIN) | {"geographies": []}),
    "no layers": document(without(match(AUSTIN), "geographies")),
    "no address": document(match(AUSTIN) | {"addressComponents": None}),
    "a layer is an object": document(match(AUSTIN | {"Counties": {"GEOID": "48453"}})),
    "a district is a text": document(match(AUSTIN | {"Counties": ["48453"]})),
    "a code is a number": document(match(AUSTIN | {"Counties": [{"GEOID": 48453}]})),
    "a code is too short": document(match(AUSTIN | {"Counties": [{"GEOID": "4845"}]})),
    "a code holds a quotation mark": document(match(AUSTIN | {"Counties": [{"GEOID": "48'53"}]})),
    "a code holds digits of another script": document(match(AUSTIN | {"Counties": [{"GEOID": "4845٣"}]})),
    "a name without end": document(match(AUSTIN | {"Counties": [{"GEOID": "48453", "NAME": "x" * 201}]})),
    "no state": document(match(without(AUSTIN, "States"))),
    "a state that does not exist": document(match(BOSTON | {"States": [{"GEOID": "99"}]})),
    "a district of another state": document(match(AUSTIN | {"Counties": [{"GEOID": "25025"}]})),
    "a state that the address contradicts": document(match(AUSTIN, state="MA")),
}


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_is_never_believed(body: bytes) -> None:
    assert reason_of(body) is Reason.AWAY


# How long it takes


class Clock:
    """Goes on by itself with every look at it."""

    def __init__(self, step: float) -> None:
        self.time, self.step = 100.0, step

    def __call__(self) -> float:
        self.time += self.step
        return self.time


def test_the_deadline_is_for_everything_together(server: StandIn) -> None:
    with pytest.raises(Untold) as caught:
        client.ask(STREET, "78701", clock=Clock(client.SECONDS / 3))
    assert caught.value.reason is Reason.AWAY
    assert client.ask(STREET, "78701", clock=Clock(client.SECONDS / 30)).state == "TX"


def test_a_name_server_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: done.wait(5) and [])
    with pytest.raises(transport.Unanswered):
        transport.get("https://geocoder.invalid", "q=1", seconds=0.05, limit=10)
    done.set()


def test_a_host_without_an_address_gives_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: Any, **kwargs: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(transport.Unanswered):
        transport.get("https://geocoder.invalid", "q=1", seconds=1, limit=10)


def test_the_second_address_of_a_host_is_tried(server: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = int(geocoder.closed_url().split(":")[2].split("/")[0])
    family = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    both = [(*family, ("127.0.0.1", port)) for port in (closed, server.server_address[1])]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: both)
    assert client.ask(STREET, "78701").state == "TX"


def test_an_answer_of_exactly_the_limit_is_read_and_one_byte_more_is_not(server: StandIn) -> None:
    server.behaves = geocoder.says(b"x" * 1000)
    assert transport.get(server.url, "q=1", seconds=2, limit=1000).body == b"x" * 1000
    with pytest.raises(transport.Unanswered):
        transport.get(server.url, "q=1", seconds=2, limit=999)


def test_an_answer_in_chunks_is_read(server: StandIn) -> None:
    body = document(match(AUSTIN))
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    server.behaves = geocoder.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
    assert client.ask(STREET, "78701").state == "TX"


def test_another_machine_is_never_asked_without_tls() -> None:
    with pytest.raises(transport.Unanswered):
        transport.get("http://geocoder.invalid", "q=1", seconds=1, limit=10)


def own_certificate(folder: Path) -> Path:
    """Write a certificate for this machine that is signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begin = datetime.now(UTC) - timedelta(hours=1)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(begin).not_valid_after(begin + timedelta(days=1))
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    written = built.sign(key, SHA256()).public_bytes(Encoding.PEM)
    written += key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "own.pem"
    file.write_bytes(written)
    return file


def over_tls(certificate: Path) -> geocoder.Behaviour:
    """Answer well, but with this certificate."""

    def behave(sock: socket.socket, stopped: threading.Event) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        with suppress(ssl.SSLError, OSError), context.wrap_socket(sock, server_side=True) as secure:
            secure.recv(65536)
            geocoder.says(document(match(AUSTIN)))(secure, stopped)

    return behave


@pytest.mark.parametrize("vouched", [False, True])
def test_only_a_certificate_that_somebody_vouches_for_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vouched: bool
) -> None:
    certificate = own_certificate(tmp_path)
    if vouched:
        known = ssl.create_default_context(cafile=str(certificate))
        monkeypatch.setattr(transport, "_trusted", lambda: known)
    with geocoder.stand_in(reads=False) as server:
        server.behaves = over_tls(certificate)
        address = server.url.replace("http://127.0.0.1", "https://localhost")
        if vouched:
            assert transport.get(address, "q=1", seconds=2, limit=10_000).status == 200
        else:
            with pytest.raises(transport.Unanswered):
                transport.get(address, "q=1", seconds=2, limit=10_000)


def test_what_is_no_tls_is_no_answer(server: StandIn) -> None:
    with pytest.raises(transport.Unanswered):
        transport.get(server.url.replace("http:", "https:"), "q=1", seconds=1, limit=10)


@pytest.mark.parametrize(
    "behaviour",
    [geocoder.raw(b"HTTP/1.1 742 Quokkabury\r\n\r\n"), geocoder.raw(b"742 Quokkabury\r\n\r\n")],
)
def test_the_error_leads_to_nothing_that_quotes_question_or_answer(
    server: StandIn, behaviour: geocoder.Behaviour
) -> None:
    server.behaves = behaviour
    with pytest.raises(Untold) as caught:
        client.ask(STREET, "78701")
    raised = caught.value
    assert (raised.__context__, raised.__cause__, raised.args) == (None, None, (Reason.AWAY.value,))


# The breaker


@pytest.fixture
def breaker(db: None) -> Breaker:
    cache.clear()
    return Breaker("tested")


@pytest.fixture
def opened(breaker: Breaker) -> Breaker:
    """Opened at the moment 1,000."""
    for _ in range(3):
        assert breaker.allows(1000)
        breaker.failed(1000)
    return breaker


def test_two_failures_in_a_row_change_nothing(breaker: Breaker) -> None:
    breaker.failed(1000)
    breaker.failed(1000)
    assert breaker.allows(1000)


def test_an_answer_between_two_failures_begins_the_count_anew(breaker: Breaker) -> None:
    for _ in range(4):
        breaker.failed(1000)
        breaker.failed(1000)
        breaker.succeeded()
    assert breaker.allows(1000)


def test_after_three_failures_in_a_row_nobody_calls_for_sixty_seconds(opened: Breaker) -> None:
    assert [opened.allows(moment) for moment in (1000, 1001, 1059.999)] == [False, False, False]
    assert opened.allows(1060)


def test_after_the_pause_one_process_tries_and_the_others_wait(opened: Breaker) -> None:
    assert [opened.allows(1060) for _ in range(3)] == [True, False, False]


def test_a_trial_that_fails_makes_the_pause_run_anew(opened: Breaker) -> None:
    assert opened.allows(1060)
    opened.failed(1062)
    assert [opened.allows(moment) for moment in (1062, 1121.9)] == [False, False]
    assert [opened.allows(1122), opened.allows(1122)] == [True, False]


def test_a_trial_that_is_answered_closes_it(opened: Breaker) -> None:
    assert opened.allows(1060)
    opened.succeeded()
    assert [opened.allows(1061), opened.allows(1061)] == [True, True]
    opened.failed(1062)
    assert opened.allows(1062)


def test_a_clock_that_was_set_back_does_not_keep_it_open(opened: Breaker) -> None:
    assert opened.allows(10)


def test_another_process_sees_the_same_breaker(opened: Breaker) -> None:
    assert not Breaker("tested").allows(1001)
    assert Breaker("another").allows(1001)


def test_while_the_cache_is_away_everybody_may_call(
    breaker: Breaker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*args: Any, **kwargs: Any) -> Any:
        raise ConnectionError("the cache is away")

    for name in ("get", "set", "add", "delete"):
        monkeypatch.setattr(type(cache._connections["default"]), name, away)  # type: ignore[attr-defined]
    for _ in range(4):
        assert breaker.allows(1000)
        breaker.failed(1000)
    breaker.succeeded()
    assert "The cache that remembers failures is away" in caplog.text


# Which divisions come of it


def division(suffix: str, name: str = "", kind: str = "place", geoid: str = "", office: str = "") -> None:
    state = suffix.split("/")[0].rpartition(":")[2].upper()
    row = DivisionFactory(
        ocd_id=f"{COUNTRY}/{suffix}", name=name or suffix, kind=kind, state=state, census_geoid=geoid
    )
    if office:
        OfficeFactory(division=row, kind=office, level=Level.STATE_HOUSE, name=f"{row.name}: {office}")


def seat(suffix: str) -> None:
    kind = suffix.split("/")[1].split(":")[0]
    division(suffix, kind=kind, office="state_representative" if kind == "sldl" else "state_senator")


def board(suffix: str, name: str) -> None:
    division(suffix, name, "school_district", office="school_board")


def area(geoid: str, base: str, name: str = "") -> Area:
    return Area(geoid, name or base, base)


def found_in(state: str, fips: str, **facts: Any) -> Found:
    nothing = Found(state, fips, "", None, None, None, None, None, ())
    return replace(nothing, **facts)


@pytest.mark.django_db
def test_an_answer_becomes_divisions_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for suffix in ("state:tx/sldl:49", "state:tx/sldl:4", "state:tx/sldu:14", "state:ma/sldl:49"):
        seat(suffix)
    division("state:tx/county:travis", "Travis County", "county", "place-48453")
    division("state:tx/place:austin", "Austin city", geoid="place-4805000")
    board("state:tx/county:travis/school_district:austin_isd", "austin isd")
    with django_assert_num_queries(1):
        mapped = divisions_of(answer.read(document(match(AUSTIN))))
    assert mapped == Mapped(
        (
            "state:tx/sldl:49",
            "state:tx/sldu:14",
            "state:tx/county:travis",
            "state:tx/place:austin",
            "state:tx/county:travis/school_district:austin_isd",
        ),
        (),
    )


@pytest.mark.django_db
def test_a_district_that_does_not_exist_here_is_missing_and_not_guessed() -> None:
    seat("state:tx/sldl:4")
    seat("state:tx/sldu:14")
    mapped = divisions_of(found_in("TX", "48", lower=area("48049", "49"), upper=area("48014", "14")))
    assert mapped == Mapped(("state:tx/sldu:14",), (Level.STATE_HOUSE,))


@pytest.mark.django_db
def test_a_stale_district_without_an_office_is_missing() -> None:
    seat("state:tx/sldl:4")
    division("state:tx/sldl:49", kind="sldl")
    assert divisions_of(found_in("TX", "48", lower=area("48049", "49"))).missing == (Level.STATE_HOUSE,)


@pytest.mark.django_db
def test_a_layer_that_was_renamed_leaves_both_chambers_missing() -> None:
    seat("state:tx/sldl:4")
    seat("state:tx/sldu:14")
    mapped = divisions_of(found_in("TX", "48"))
    assert mapped == Mapped((), (Level.STATE_HOUSE, Level.STATE_SENATE))


@pytest.mark.django_db
def test_nebraskas_one_chamber_is_a_senate_and_nothing_is_missing() -> None:
    seat("state:ne/sldu:12")
    upper = area("31012", "12", "State Legislative District 12")
    assert divisions_of(found_in("NE", "31", upper=upper)) == Mapped(("state:ne/sldu:12",), ())


@pytest.mark.django_db
def test_idahos_two_seats_are_both_of_the_district() -> None:
    for suffix in ("state:id/sldl:1a", "state:id/sldl:1b", "state:id/sldl:11a", "state:id/sldl:11b"):
        seat(suffix)
    mapped = divisions_of(found_in("ID", "16", lower=area("16001", "1")))
    assert mapped.suffixes == ("state:id/sldl:1a", "state:id/sldl:1b")


@pytest.mark.django_db
def test_the_district_of_columbia_is_its_own_city() -> None:
    division("district:dc", "District of Columbia", "district")
    division("district:dc/ward:2", "Ward 2", "ward")
    mapped = divisions_of(
        found_in("DC", "11", place=area("1150000", "Washington"), upper=area("11002", "Ward 2"))
    )
    assert mapped == Mapped(("district:dc",), ())


@pytest.mark.django_db
def test_an_independent_city_is_a_place_and_no_county() -> None:
    division("state:va/place:alexandria", "Alexandria city", geoid="place-5101000")
    division("state:va/county:fairfax", "Fairfax County", "county", "place-51059")
    mapped = divisions_of(
        found_in("VA", "51", county=area("51510", "Alexandria"), place=area("5101000", "Alexandria"))
    )
    assert mapped.suffixes == ("state:va/place:alexandria",)


@pytest.mark.django_db
def test_a_municipio_of_puerto_rico_is_found_and_no_chamber_is_missed() -> None:
    division("territory:pr/municipio:ponce", "Ponce Municipio", "municipio", "place-72113")
    mapped = divisions_of(found_in("PR", "72", county=area("72113", "Ponce"), lower=area("72025", "25")))
    assert mapped == Mapped(("territory:pr/municipio:ponce",), ())


@pytest.mark.django_db
def test_a_township_counts_beside_the_village_in_it() -> None:
    division("state:ny/county:tompkins/place:ithaca", "Ithaca town", geoid="place-3610938088")
    division("state:ny/place:cayuga_heights", "Cayuga Heights village", geoid="place-3612925")
    mapped = divisions_of(
        found_in(
            "NY",
            "36",
            place=area("3612925", "Cayuga Heights"),
            subdivision=area("3610938088", "Ithaca"),
        )
    )
    assert mapped.suffixes == (
        "state:ny/county:tompkins/place:ithaca",
        "state:ny/place:cayuga_heights",
    )


@pytest.mark.django_db
def test_a_town_of_connecticut_is_found_in_its_new_region() -> None:
    division("state:ct/place:greenwich", "Greenwich town", geoid="place-0900133620")
    division("state:ct/place:avon", "Avon town", geoid="place-0900302060")
    mapped = divisions_of(found_in("CT", "09", subdivision=area("0919033620", "Greenwich")))
    assert mapped.suffixes == ("state:ct/place:greenwich",)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("suffix", "state", "geoid", "name"),
    [
        ("state:tn/place:nashville", "TN", "4752006", "Nashville-Davidson metropolitan government (balance)"),
        ("state:in/place:indianapolis", "IN", "1836003", "Indianapolis city (balance)"),
        ("state:ky/place:louisville", "KY", "2148006", "Louisville/Jefferson County metro government (balance)"),
        ("state:ga/place:athens", "GA", "1303440", "Athens-Clarke County unified government (balance)"),
    ],
)  # fmt: skip
def test_a_city_that_is_one_with_its_county_is_found_by_name(
    suffix: str, state: str, geoid: str, name: str
) -> None:
    division(suffix)
    assert divisions_of(found_in(state, geoid[:2], place=area(geoid, name, name))).suffixes == (suffix,)


NAMED = [
    ("MA", "sldl:10th_bristol", "25B10", "10th Bristol", "10th Bristol District"),
    ("MA", "sldu:1st_essex_and_middlesex", "25D07", "First Essex and Middlesex", "First Essex and Middlesex District"),
    ("MA", "sldu:berkshire_hampden_franklin_and_hampshire", "25D01", "", "Berkshire, Hampden, Franklin & Hampshire"),
    ("MA", "sldl:21st_middlesex", "25M21", "", "Twenty-First Middlesex District"),
    ("VT", "sldl:addison-1", "50A-1", "Addison-1", "Addison-1 State House District"),
    ("VT", "sldl:grand_isle-chittenden", "50GIC", "", "Grand Isle-Chittenden State House District"),
    ("VT", "sldu:chittenden-central", "50CHC", "Chittenden Central", ""),
    ("NH", "sldl:hillsborough_23", "33523", "Hillsborough 23", "State House District Hillsborough 23"),
    ("NH", "sldl:belknap_1", "33001", "", "State House District Belknap County No. 01"),
    ("AK", "sldu:a", "0200A", "A", "State Senate District A"),
    ("MN", "sldl:5a", "2705A", "5A", "State House District 05A"),
    ("MN", "sldu:52", "27052", "52", "State Senate District 52"),
    ("MD", "sldl:29a", "2429A", "29A", "State Legislative Subdistrict 29A"),
    ("NE", "sldu:12", "31012", "", "State Legislative District 12"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "suffix", "geoid", "base", "name"), NAMED, ids=[row[1] for row in NAMED])
def test_a_district_is_found_by_the_name_that_the_census_gives_it(
    state: str, suffix: str, geoid: str, base: str, name: str
) -> None:
    own = f"{COUNTRY}/state:{state.lower()}/{suffix}"
    others = [f"{own}2", f"{own}_and_more", f"{own[:-1]}z"]
    assert districts_called(state, Area(geoid, name, base), [*others, own]) == [own]


def test_a_name_that_contradicts_its_code_is_no_district() -> None:
    known = [f"{COUNTRY}/state:tx/sldl:{number}" for number in (4, 9, 49)]
    assert districts_called("TX", Area("48049", "State House District 9", "9"), known) == []
    assert districts_called("TX", Area("48ZZZ", "State House Districts not defined", "ZZZ"), known) == []


def test_the_order_of_two_counties_tells_districts_apart() -> None:
    known = [f"{COUNTRY}/state:ma/sldu:{slug}" for slug in ("norfolk_and_middlesex", "middlesex_and_norfolk")]
    senate = Area("25D17", "Middlesex and Norfolk District", "Middlesex and Norfolk")
    assert districts_called("MA", senate, known) == [known[1]]


def test_two_districts_of_one_name_are_not_chosen_between() -> None:
    known = [f"{COUNTRY}/state:vt/sldl:{slug}" for slug in ("orange-caledonia", "orange_caledonia")]
    assert districts_called("VT", Area("50O-C", "", "Orange-Caledonia"), known) == []


@pytest.mark.data
def test_nearly_every_seat_of_the_99_chambers_is_found_by_its_name() -> None:
    chambers: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    with (configured.OFFICE_DATA_DIR / "state_leg_seats.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            chambers[row["state"], row["chamber"]].append((row["district"], row["ocd_id"]))
    astray = []
    for (state, _chamber), seats in chambers.items():
        known = [ocd_id for _name, ocd_id in seats]
        keys = Counter(district_key(state, ocd_id.rpartition(":")[2]) for ocd_id in known)
        assert max(keys.values()) == 1, state
        for name, ocd_id in seats:
            numbered = name[:1].isdigit() and name[-1:].isalnum() and len(name) <= 3
            code = name.upper().zfill(3) if numbered else "X01"
            if districts_called(state, Area(f"00{code}", name, name), known) != [ocd_id]:
                astray.append(name)
    # A tribe's seat, which no address tells, and one whose id has its counties in another order.
    assert astray == ["Houlton Band of Maliseet Indians", "Windham-Windsor-Bennington"]


SAME_SCHOOLS = [
    ("Austin Independent School District", "austin isd"),
    ("Los Angeles Unified School District", "los angeles unified"),
    ("Sesser-Valier Community Unit School District 196", "sesser-valier cusd 196"),
    ("Washington Community High School District 308", "washington chsd 308"),
    ("Ankeny Community School District", "ankeny comm school district"),
    ("Power High School District", "power h s"),
    ("Portsmouth City Public Schools", "portsmouth city pblc schs"),
    ("Shenango Area School District", "shenango area sd"),
    ("St. Mary's City School District", "saint marys city"),
]


@pytest.mark.parametrize(("census", "ours"), SAME_SCHOOLS)
def test_a_school_district_is_found_however_its_name_is_shortened(census: str, ours: str) -> None:
    assert school_key(census) == school_key(ours)
    assert district_called(census, [("x/1", "elsewhere isd"), ("x/2", ours)], frozenset()) == "x/2"


@pytest.mark.parametrize(
    ("census", "ours"),
    [
        ("Phoenix Elementary School District", "phoenix union high school district"),
        ("Rock Port R-II School District", "rock port r-i"),
        ("Washington Community High School District 308", "washington sd 52"),
        ("School District", ""),
    ],
)
def test_a_school_district_of_another_kind_or_number_is_another_one(census: str, ours: str) -> None:
    assert district_called(census, [("x/1", ours)], frozenset()) is None


def test_of_two_school_districts_of_one_name_the_one_in_the_county_is_meant() -> None:
    known = [("nj/county:a/s:1", "washington township"), ("nj/county:b/s:2", "washington township")]
    name = "Washington Township School District"
    assert district_called(name, known, frozenset({"nj/county:b"})) == "nj/county:b/s:2"
    assert district_called(name, known, frozenset()) is None
    assert district_called(name, [*known, ("nj/county:b/s:3", name)], frozenset({"nj/county:b"})) is None


def test_an_answer_holds_no_word_of_the_address() -> None:
    assert "quokkabury" not in json.dumps(repr(answer.read(document(match(AUSTIN))))).lower()
