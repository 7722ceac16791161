"""A calendar's address leads to nothing of ours and takes no more than its time and size; what is busy blocks."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from core.scheduling.busy_calendars import EVERY, busy_times, read_due
from core.scheduling.fetching import CannotFetch, Fetcher, is_public
from core.scheduling.models import BusyFeed, BusyTime, FeedFault
from core.scheduling.own_hours import read_my_calendar
from tests.factories.people import make_user

HOST = "calendar.example.org"
PUBLIC = "93.184.216.34"
OK = b"HTTP/1.1 200 OK\r\n"
NOW = datetime(2026, 6, 1, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
DRIPS, DRIP_SECONDS = 200, 0.05
NEVER = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1",
    "fd00:ec2::254", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
    "64:ff9b:1::a00:1", "2002:7f00:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "fec0::1", "fe80::1%eth0",
]  # fmt: skip


@pytest.mark.parametrize("address", NEVER)
def test_what_is_not_the_public_internet_is_never_asked(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_what_is_in_the_public_internet_is(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_as_public_whether_or_not_it_is_written_as_ipv6(address: IPv4Address) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not is_public(str(address))


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_that_a_gateway_leads_on_is_asked(address: IPv6Address) -> None:
    if address.sixtofour or address.teredo or address.is_private or address.is_link_local:
        assert not is_public(str(address))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of HOST, and its key."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    return folder / "cert.pem", folder / "key.pem"


Speak = Callable[[ssl.SSLSocket], None]


@contextmanager
def a_server(certificate: tuple[Path, Path], speak: Speak) -> Iterator[tuple[int, list[str]]]:
    """Serve whatever `speak` says to each connection; yield the port, and the paths that were asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    listener, asked = socket.create_server(("127.0.0.1", 0)), []

    def serve() -> None:
        while True:
            try:
                plain, _peer = listener.accept()
            except OSError:
                return
            with suppress(OSError), closing(context.wrap_socket(plain, server_side=True)) as tls:
                asked.append(tls.recv(4096).decode().split(" ")[1])
                speak(tls)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], asked
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def answering(text: bytes, head: bytes = b"HTTP/1.1 200 OK") -> Speak:
    def speak(tls: ssl.SSLSocket) -> None:
        tls.sendall(head + b"\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(text) + text)

    return speak


@pytest.fixture
def fetcher(certificate: tuple[Path, Path]) -> Callable[..., Fetcher]:
    context = ssl.create_default_context(cafile=str(certificate[0]))

    def make(port: int, **options: object) -> Fetcher:
        """HOST stands on this machine, which is allowed here, and here only, unless `options` say otherwise."""
        defaults = {
            "resolve": lambda host: ["127.0.0.1"],
            "allow": lambda address: True,
            "context": context,
            "most_seconds": 5.0,
        }
        return Fetcher(port=port, **{**defaults, **options})  # type: ignore[arg-type]

    return make


def fault_of(fetcher: Fetcher, address: str = f"https://{HOST}/me.ics") -> FeedFault:
    with pytest.raises(CannotFetch) as refused:
        fetcher.fetch(address)
    return refused.value.fault


def test_a_calendar_is_read_from_the_very_address_that_was_looked_at(
    certificate: tuple[Path, Path], fetcher: Callable[..., Fetcher]
) -> None:
    """A name that answers publicly first and with our own network afterwards leads nowhere else."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    with a_server(certificate, answering(b"BEGIN:VCALENDAR")) as (port, asked):
        one = fetcher(port, resolve=lambda host: next(answers))
        assert one.fetch(f"https://{HOST}/me.ics?key=x") == b"BEGIN:VCALENDAR"
    assert asked == ["/me.ics?key=x"]
    assert next(answers) == ["10.0.0.1"]


def test_a_name_of_which_one_address_is_not_public_is_not_asked(
    certificate: tuple[Path, Path], fetcher: Callable[..., Fetcher]
) -> None:
    with a_server(certificate, answering(b"x")) as (port, asked):
        strict = fetcher(port, resolve=lambda host: [PUBLIC, "127.0.0.1"], allow=is_public)
        assert fault_of(strict) == FeedFault.NOT_PUBLIC
        by_number = fetcher(port, resolve=lambda host: [host], allow=is_public)
        for literal in ("127.0.0.1", "[::1]", "169.254.169.254"):
            assert fault_of(by_number, f"https://{literal}/") == FeedFault.NOT_PUBLIC
    assert asked == []


@pytest.mark.parametrize(
    "written", ["https://2130706433/", "https://0x7f.1/", "https://localhost/", "https://127.1/"]
)
def test_however_this_machine_is_written_it_is_not_asked(written: str) -> None:
    assert fault_of(Fetcher(), written) in (FeedFault.NOT_PUBLIC, FeedFault.NOT_FOUND)


@pytest.mark.parametrize(
    "address",
    [
        "http://x.example.org/", "ftp://x.example.org/", "file:///etc/passwd", "https://user@x.example.org/",
        "https://x.example.org:8443/", "https://", "https://[", "gopher://x", "",
    ],
)  # fmt: skip
def test_only_https_on_its_own_port_is_asked(address: str) -> None:
    assert fault_of(Fetcher(), address) == FeedFault.ADDRESS


@pytest.mark.parametrize(
    ("where", "fault"),
    [
        ("https://inside.example.org/", FeedFault.NOT_PUBLIC),
        ("http://calendar.example.org/", FeedFault.ADDRESS),
        ("//inside.example.org/x", FeedFault.NOT_PUBLIC),
        ("/again", FeedFault.REFUSED),
    ],
)
def test_a_redirection_is_looked_at_like_the_first_address(
    where: str, fault: FeedFault, certificate: tuple[Path, Path], fetcher: Callable[..., Fetcher]
) -> None:
    known = {HOST: ["127.0.0.1"], "inside.example.org": ["10.0.0.7"]}
    head = f"HTTP/1.1 302 Found\r\nLocation: {where}".encode()
    with a_server(certificate, answering(b"", head)) as (port, asked):
        one = fetcher(port, resolve=known.__getitem__, allow=lambda address: address == "127.0.0.1")
        assert fault_of(one) == fault
    assert len(asked) == (4 if where == "/again" else 1)


def test_a_certificate_of_somebody_else_is_refused(
    certificate: tuple[Path, Path], fetcher: Callable[..., Fetcher]
) -> None:
    with a_server(certificate, answering(b"x")) as (port, asked):
        assert fault_of(fetcher(port), "https://other.example.org/") == FeedFault.REFUSED
        assert fault_of(fetcher(port, context=ssl.create_default_context())) == FeedFault.REFUSED
    assert asked == []


@pytest.mark.parametrize("size", [999, 1_000, 1_001])
def test_a_calendar_is_read_up_to_its_limit_to_the_byte(
    size: int, certificate: tuple[Path, Path], fetcher: Callable[..., Fetcher]
) -> None:
    with a_server(certificate, answering(b"x" * size)) as (port, _asked):
        one = fetcher(port, most_bytes=1_000)
        if size > 1_000:
            assert fault_of(one) == FeedFault.TOO_LARGE
        else:
            assert len(one.fetch(f"https://{HOST}/")) == size


def drip(said_first: bytes) -> Speak:
    """Say a byte now and then, until the other side has gone."""

    def speak(tls: ssl.SSLSocket) -> None:
        tls.sendall(said_first)
        pause = threading.Event()
        for _ in range(DRIPS):
            tls.sendall(b"x")
            pause.wait(DRIP_SECONDS)

    return speak


@pytest.mark.parametrize(
    "said_first",
    [b"", OK + b"X: ", OK + b"\r\n", OK + b"Content-Length: 9999\r\n\r\n"],
    ids=["before the status", "in the head", "without a length", "with a length"],
)  # fmt: skip
def test_a_server_that_drips_gets_no_more_time_than_one_that_is_silent(
    said_first: bytes, certificate: tuple[Path, Path], fetcher: Callable[..., Fetcher]
) -> None:
    with a_server(certificate, drip(said_first)) as (port, _asked):
        started = time.monotonic()
        assert fault_of(fetcher(port, most_seconds=0.4)) == FeedFault.TOO_SLOW
        assert time.monotonic() - started < DRIPS * DRIP_SECONDS


def test_a_resolver_that_never_answers_is_left_behind(fetcher: Callable[..., Fetcher]) -> None:
    done = threading.Event()
    one = fetcher(1, resolve=lambda host: [str(done.wait(20))], most_seconds=0.2)
    assert fault_of(one) == FeedFault.TOO_SLOW
    done.set()


def calendar(*events: str, zone: str = "") -> bytes:
    made = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTAMP:20260101T000000Z\r\n{event}\r\nEND:VEVENT\r\n"
        for n, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{zone}{made}END:VCALENDAR\r\n".encode()


def read(*events: str) -> list[tuple[str, str]]:
    found = busy_times(calendar(*events), NOW, zone="America/Chicago")
    return [(f"{start:%m-%d %H:%M}", f"{end:%m-%d %H:%M}") for start, end in found]


@pytest.mark.slow
def test_what_a_calendar_says_is_busy_in_moments() -> None:
    assert read(
        "DTSTART:20260602T140000Z\r\nDTEND:20260602T150000Z",
        "DTSTART;TZID=America/New_York:20260603T100000\r\nDURATION:PT90M",
        "DTSTART:20260604T090000\r\nDTEND:20260604T100000",
        "DTSTART;VALUE=DATE:20260605",
        "DTSTART:20260606T100000Z\r\nDTEND:20260606T110000Z\r\nTRANSP:TRANSPARENT",
        "DTSTART:20260607T100000Z\r\nDTEND:20260607T110000Z\r\nSTATUS:CANCELLED",
        "DTSTART:20260608T100000Z\r\nDTEND:20260608T110000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEXDATE:20260609T100000Z",
        "DTSTART:20260612T100000Z",
    ) == [
        ("06-02 14:00", "06-02 15:00"),
        ("06-03 14:00", "06-03 15:30"),
        ("06-04 14:00", "06-04 15:00"),
        ("06-05 05:00", "06-06 05:00"),
        ("06-08 10:00", "06-08 11:00"),
        ("06-10 10:00", "06-10 11:00"),
    ]


@pytest.mark.slow
def test_a_calendar_that_never_ends_is_given_up_and_one_that_is_none_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.scheduling.busy_calendars.MOST_SECONDS", 2)
    endless = "DTSTART:19700101T000000Z\r\nDURATION:PT1S\r\nRRULE:FREQ=SECONDLY"
    for text, faults in (
        (calendar(endless), {FeedFault.TOO_SLOW, FeedFault.TOO_LARGE}),
        (b"<html>sign in</html>", {FeedFault.NO_CALENDAR}),
        (b"", {FeedFault.NO_CALENDAR}),
    ):
        with pytest.raises(CannotFetch) as refused:
            busy_times(text, NOW, zone="America/Chicago")
        assert refused.value.fault in faults


@pytest.mark.slow
@pytest.mark.django_db
def test_a_worker_reads_what_is_due_once_an_hour_and_keeps_what_it_knew_when_it_fails(
    certificate: tuple[Path, Path], fetcher: Callable[..., Fetcher]
) -> None:
    person = make_user()
    read_my_calendar(person, f"https://{HOST}/me.ics")
    text = calendar("DTSTART:20260602T140000Z\r\nDTEND:20260602T150000Z")
    with a_server(certificate, answering(text)) as (port, asked):
        for _ in range(2):
            read_due(now=NOW, fetcher=fetcher(port))
        assert len(asked) == 1
    assert BusyTime.objects.get().period.lower == datetime(2026, 6, 2, 14, tzinfo=UTC)
    with a_server(certificate, answering(b"", b"HTTP/1.1 404 Not Found")) as (port, _asked):
        assert read_due(now=NOW + EVERY, fetcher=fetcher(port)) == 1
    assert BusyFeed.objects.get().fault == FeedFault.REFUSED
    assert BusyTime.objects.count() == 1
    read_my_calendar(person, "")
    assert not BusyFeed.objects.exists()
    assert not BusyTime.objects.exists()
