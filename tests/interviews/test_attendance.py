"""Who came to a call is known from four ways, and from none of them by guessing."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core import clock
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from interviews import attendance, intro_calls
from interviews.attendance import code_of, join, settle
from interviews.joining import join_page, seat_of, token_of
from interviews.meeting_lists import Participant, Seat, Unreadable, match, read
from interviews.models import IntroCall, Registration
from tests.factories.people import make_call, make_candidate, make_user
from tests.ops.test_access import sign_in

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
812 3456 7890,Intro call,06/05/2026 12:00:00 PM,06/05/2026 12:47:00 PM,host@example.org,47,4

Name (Original Name),User Email,Total Duration (Minutes),Guest,In Waiting Room
Ann (Ann's phone),ANN@example.org,20,Yes,No
Ann,ann@example.org,21,Yes,No
Béa Núñez,,44,Yes,No
Sam Lee,,40,Yes,No
Curious,somebody@example.org,44,Yes,No
Late,late@example.org,30,Yes,Yes
"""
MEET = """First name,Last name,Email,Duration,Time joined,Time exited
Ann,Lee,ann@example.org,1 hr 2 min,12:00,13:02
"""


@pytest.fixture
def seat(now: datetime, db: None) -> Registration:
    return intro_calls.register(make_candidate(now=now), make_call(starts_at=now + DAY), now=now)


def fresh(seat: Registration) -> Registration:
    return Registration.objects.select_related("call", "candidate__user").get(pk=seat.pk)


def test_the_own_link_opens_fifteen_minutes_before_and_counts_once_the_call_is_over(
    seat: Registration,
) -> None:
    call = seat.call
    with pytest.raises(Refused, match="fifteen minutes"):
        join(fresh(seat), now=call.starts_at - 16 * MINUTE)
    assert join(fresh(seat), now=call.starts_at - 15 * MINUTE) == call.join_url
    assert settle(now=call.ends_at - MINUTE) == 0
    assert fresh(seat).attended is None
    assert settle(now=call.ends_at) == 1
    found = fresh(seat)
    assert (found.attended, found.noted_how, found.candidate.stage) == (True, "join_link", "introduced")
    with pytest.raises(Refused, match="over"):
        join(found, now=call.ends_at)


def test_what_the_host_noted_is_not_undone_by_a_link(seat: Registration) -> None:
    call = seat.call
    join(fresh(seat), now=call.starts_at)
    attendance.record_attendance(
        fresh(seat), attended=False, actor=call.host, now=call.starts_at + 30 * MINUTE
    )
    assert settle(now=call.ends_at) == 0
    assert fresh(seat).attended is False


def test_the_code_shown_at_the_end_opens_the_next_step_at_once(seat: Registration, now: datetime) -> None:
    call, candidate = seat.call, seat.candidate
    code = code_of(call)
    with pytest.raises(Refused):
        attendance.check_in(candidate, code, now=call.starts_at - MINUTE)
    with pytest.raises(Refused, match="not the code"):
        attendance.check_in(candidate, f"{(int(code) + 1) % 1_000_000:06}", now=call.ends_at)
    with pytest.raises(Refused):
        attendance.check_in(make_candidate(now=now), code, now=call.ends_at)
    attendance.check_in(candidate, f" {code[:3]} {code[3:]} ", now=call.ends_at + 119 * MINUTE)
    assert (fresh(seat).attended, fresh(seat).noted_how) == (True, "code")
    candidate.refresh_from_db()
    assert candidate.stage == "introduced"


def test_two_hours_after_the_call_the_code_says_nothing(seat: Registration) -> None:
    with pytest.raises(Refused):
        attendance.check_in(seat.candidate, code_of(seat.call), now=seat.call.ends_at + attendance.CODE_HOLDS)


@pytest.mark.django_db
def test_a_forged_way_in_leads_nowhere(client: Client, seat: Registration) -> None:
    assert seat_of(token_of(seat.pk)) == seat
    for token in ("x", "1.", f"{token_of(seat.pk)}A", token_of(seat.pk + 1).replace("1", "2", 1)):
        assert seat_of(token) != seat
    assert client.get("/join/x/").status_code == 410


def test_opening_the_way_in_is_not_coming_in_but_pressing_the_button_is(client: Client, db: None) -> None:
    now = clock.now()
    call = make_call(starts_at=now + 10 * MINUTE)
    seat = intro_calls.register(make_candidate(now=now), call, now=now - DAY)
    page = join_page(seat).removeprefix("http://127.0.0.1:8000")
    assert "Join now" in client.get(page).content.decode()
    assert fresh(seat).joined_at is None
    answer = client.post(page)
    assert answer["Refresh"] == f"0; url={call.join_url}"
    assert f'href="{call.join_url}"' in answer.content.decode()
    assert fresh(seat).joined_at is not None


def test_a_list_of_zoom_is_read_with_its_heading_and_everybody_once() -> None:
    assert read(ZOOM.encode("utf-8-sig")) == [
        Participant("Ann", "ann@example.org", 41),
        Participant("Béa Núñez", "", 44),
        Participant("Sam Lee", "", 40),
        Participant("Curious", "somebody@example.org", 44),
    ]
    assert read(ZOOM.encode("utf-16")) == read(ZOOM.encode())


def test_a_list_of_google_meet_is_read() -> None:
    assert read(MEET.encode("utf-8-sig")) == [Participant("Ann Lee", "ann@example.org", 62)]


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe\x00", b"a,b\n1,2\n", b"x" * 1_000_001, b'"' * 200_000]
)
def test_what_is_no_such_list_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content)


def test_an_email_is_sure_a_name_is_only_likely_and_two_of_a_name_are_nobody() -> None:
    seats = [Seat(1, "Ann Lee", "ann@example.org"), Seat(2, "Bea Nunez", "b@example.org"),
             Seat(3, "Sam Lee", "s1@example.org"), Seat(4, "SAM  LEE", "s2@example.org")]  # fmt: skip
    found = match(read(ZOOM.encode()), seats)
    assert [seat.key for _one, seat in found.sure] == [1]
    assert [seat.key for _one, seat in found.likely] == [2]
    assert [one.name for one in found.several] == ["Sam Lee"]
    assert [one.name for one in found.unknown] == ["Curious"]


@pytest.fixture
def over(db: None) -> IntroCall:
    now = clock.now()
    call = make_call(starts_at=now - timedelta(hours=1), capacity=9)
    for name, mail in (("Ann", "ann@example.org"), ("Bea", "bea@example.org"), ("Cy", "cy@example.org")):
        last = {"Ann": "Lee", "Bea": "Núñez", "Cy": "Ro"}[name]
        user = make_user(first_name=name, last_name=last, email=mail)
        intro_calls.register(make_candidate(now=now, user=user), call, now=now - DAY)
    return call


def attended(call: IntroCall) -> dict[str, bool | None]:
    return dict(call.registrations.values_list("candidate__user__first_name", "attended"))


def test_the_host_sees_what_a_list_says_and_only_what_is_confirmed_is_noted(over: IntroCall) -> None:
    client = sign_in(over.host)
    list_page = reverse("interviews:meeting_list", args=[over.public_id])
    answer = client.post(list_page, {"list": SimpleUploadedFile("zoom.csv", ZOOM.encode())})
    page = answer.content.decode()
    keys = {
        seat.candidate.user.first_name: seat.pk
        for seat in over.registrations.select_related("candidate__user")
    }
    assert f'value="{keys["Ann"]}" checked' in page
    assert f'value="{keys["Bea"]}">' in page
    assert set(attended(over).values()) == {None}
    form = {"form_key": uuid4(), "how": "file", "came": [keys["Ann"]], "missed_too": "on"}
    client.post(reverse("interviews:attendance", args=[over.public_id]), form)
    assert attended(over) == {"Ann": True, "Bea": False, "Cy": False}
    assert set(over.registrations.values_list("noted_how", "noted_by")) == {("file", over.host_id)}


def test_on_the_hosts_page_one_press_says_who_came_and_one_who_did_not(over: IntroCall) -> None:
    client, page = sign_in(over.host), reverse("interviews:attendance", args=[over.public_id])
    first, second = over.registrations.order_by("pk")[:2]
    client.post(page, {"form_key": uuid4(), "how": "host", "came": first.pk})
    client.post(page, {"form_key": uuid4(), "how": "host", "missed": second.pk})
    assert attended(over) == {"Ann": True, "Bea": False, "Cy": None}
    text = client.get(reverse("interviews:host", args=[over.public_id])).content.decode()
    assert code_of(over) in text


def test_only_the_host_and_program_staff_open_the_page_of_a_call(over: IntroCall) -> None:
    page = reverse("interviews:host", args=[over.public_id])
    assert sign_in(make_user(Role.PROGRAM_STAFF)).get(page).status_code == 200
    assert sign_in(make_user(Role.INTERVIEWER)).get(page).status_code == 404
    assert sign_in(over.registrations.first().candidate.user).get(page).status_code == 403  # type: ignore[union-attr]
    with pytest.raises(NotPermitted):
        attendance.record_attendance(
            over.registrations.select_related("call", "candidate").first(),  # type: ignore[arg-type]
            attended=True,
            actor=make_user(Role.INTERVIEWER),
            now=clock.now(),
        )
