"""A private calendar per person: what stands in it, who can read it, and that real calendars do."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4
from xml.etree import ElementTree

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from candidates.models import Interest
from core import clock
from core.accounts.models import User
from core.scheduling import feeds
from core.scheduling.models import CalendarFeed
from interviews import intro_calls
from interviews.models import Interview
from mentorship import sessions
from mentorship.models import Mentor, Mentorship
from offices.enums import FactKind
from tests.factories.offices import ElectionFactory, FactFactory, OfficeFactory
from tests.factories.people import make_call, make_candidate, make_interviewer, make_user
from tests.ops.test_access import sign_in

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SITE = "http://127.0.0.1:8000"


def a_full_life(now: datetime) -> tuple[User, dict[str, datetime]]:
    """Somebody with a seat in a call, a talk, a mentor session and a deadline; and what begins when."""
    candidate = make_candidate(now=now, stage="committed")
    call = intro_calls.register(candidate, make_call(starts_at=now + 2 * DAY), now=now)
    start = now + 3 * DAY
    talk = Interview.objects.create(
        candidate=candidate, interviewer=make_interviewer(), starts_at=start, ends_at=start + HOUR / 2,
        time_zone="America/Chicago",
    )  # fmt: skip
    said = {"mentor_said_yes_at": now, "candidate_said_yes_at": now, "status": "active"}
    mentor = Mentor.objects.create(user=make_user("mentor"))
    pair = Mentorship.objects.create(mentor=mentor, candidate=candidate, proposed_by=make_user(), **said)  # type: ignore[misc]
    session = sessions.arrange(pair, now + 4 * DAY, actor=mentor.user, at=now)
    office, day = OfficeFactory(name="School Board, Place 4"), (now + 30 * DAY).date()
    FactFactory(office=office, kind=FactKind.FILING_CLOSES, value=day.isoformat(), election=ElectionFactory())
    Interest.objects.create(candidate=candidate, office=office)
    begins = {
        str(call.public_id): now + 2 * DAY,
        str(talk.public_id): start,
        str(session.public_id): now + 4 * DAY,
    }
    return candidate.user, begins


def read(client: Client, address: str) -> bytes:
    answer = client.get(address.removeprefix(SITE))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return bytes(answer.content)


@pytest.mark.django_db
def test_the_feed_holds_calls_talks_sessions_and_filing_deadlines(client: Client) -> None:
    now = clock.now().replace(microsecond=0)
    person, begins = a_full_life(now)
    address = feeds.address_of(feeds.make(person, now=now))
    with CaptureQueriesContext(connection) as captured:
        written = read(client, address)
    assert len(captured) <= 12
    events = icalendar.Calendar.from_ical(written).walk("VEVENT")
    timed = {str(event["UID"]): event.start for event in events if isinstance(event.start, datetime)}
    assert {uid: start.astimezone(UTC) for uid, start in timed.items()} == begins
    (deadline,) = [event for event in events if not isinstance(event.start, datetime)]
    assert str(deadline["SUMMARY"]) == "Last day to file: School Board, Place 4"
    assert CalendarFeed.objects.get().read_at is not None


@pytest.mark.django_db
def test_an_address_that_was_replaced_turned_off_or_guessed_opens_nothing(client: Client) -> None:
    now = clock.now()
    person = make_user()
    browser = sign_in(person)
    assert browser.post("/me/calendar/new/", {"form_key": uuid4()}).status_code == 302
    old = feeds.address_of(CalendarFeed.objects.get())
    assert old in browser.get("/me/calendar/").content.decode()
    read(client, old)
    browser.post("/me/calendar/new/", {"form_key": uuid4()})
    held = CalendarFeed.objects.get()
    new = feeds.address_of(held)
    read(client, new)
    guesses = [old, f"{SITE}/calendar/{held.nonce.hex}.ics", new.replace(".ics", "x.ics")]
    assert [client.get(one.removeprefix(SITE)).status_code for one in guesses] == [410] * 3
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(new.removeprefix(SITE)).status_code == 410
    User.objects.filter(pk=person.pk).update(is_active=True)
    browser = sign_in(User.objects.get(pk=person.pk))
    browser.post("/me/calendar/off/", {"form_key": uuid4()})
    assert client.get(new.removeprefix(SITE)).status_code == 410
    assert feeds.make(person, now=now).nonce != held.nonce


@pytest.mark.django_db
def test_in_a_feed_nothing_is_anybody_elses(client: Client) -> None:
    now = clock.now()
    a_full_life(now)
    stranger = make_user()
    written = read(client, feeds.address_of(feeds.make(stranger, now=now)))
    assert icalendar.Calendar.from_ical(written).walk("VEVENT") == []


@pytest.fixture
def caldav(tmp_path: Path) -> Iterator[int]:
    """Radicale, a CalDAV server that people really use, on a port of its own."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    options = ["--server-hosts", f"127.0.0.1:{port}", "--auth-type", "none", "--rights-type", "authenticated"]
    options += ["--storage-filesystem-folder", str(tmp_path / "collections"), "--logging-level", "error"]
    server = subprocess.Popen([sys.executable, "-m", "radicale", "--config", "", *options])
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield port
    finally:
        server.terminate()
        server.wait()


def dav(port: int, method: str, path: str, body: bytes, kind: str, **headers: str) -> tuple[int, bytes]:
    link = HTTPConnection("127.0.0.1", port, timeout=30)
    # Whoever asks is believed: `--auth-type none`.
    signed_in = {"Authorization": "Basic YW5uOmFubg==", "Content-Type": kind, **headers}
    link.request(method, path, body, signed_in)
    answer = link.getresponse()
    status, text = answer.status, answer.read()
    link.close()
    return status, text


REPORT = b"""<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><C:calendar-data/></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:time-range start="%s" end="%s"/>
  </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


@pytest.mark.slow
@pytest.mark.django_db
def test_a_caldav_server_takes_the_feed_and_finds_in_it_what_begins_when(client: Client, caldav: int) -> None:
    now = clock.now().replace(microsecond=0)
    person, begins = a_full_life(now)
    written = read(client, feeds.address_of(feeds.make(person, now=now)))
    status, said = dav(caldav, "PUT", "/ann/run/", written, "text/calendar; charset=utf-8")
    assert status == 201, said
    for uid, start in begins.items():
        span = [f"{moment:%Y%m%dT%H%M%SZ}".encode() for moment in (start, start + timedelta(minutes=1))]
        status, answer = dav(
            caldav, "REPORT", "/ann/run/", REPORT % tuple(span), "application/xml; charset=utf-8", Depth="1"
        )
        assert status == 207, answer
        found = ElementTree.fromstring(answer).iter("{urn:ietf:params:xml:ns:caldav}calendar-data")
        events = [
            event for one in found for event in icalendar.Calendar.from_ical(one.text or "").walk("VEVENT")
        ]
        assert [str(event["UID"]) for event in events] == [uid]
