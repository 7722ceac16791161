"""Right after the sign-up one tap chooses an intro call; the seat is given once the address is confirmed."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from candidates.enums import Stage
from candidates.intake import absorb_waiting
from candidates.links import link_for
from candidates.models import Intake
from core import clock
from core.outbox.models import OutgoingMessage
from interviews.models import IntroCall, Registration
from tests.candidates.typed import typed
from tests.factories.offices import ZipCodeFactory
from tests.factories.people import bring_to, make_call, make_candidate, make_user
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
SENT = "/signup/sent/"


@pytest.fixture(autouse=True)
def austin() -> None:
    ZipCodeFactory(code="78701", time_zone="America/Chicago")


@pytest.fixture
def call() -> IntroCall:
    return make_call(starts_at=clock.now() + timedelta(days=3), capacity=1)


def sign_up(client: Client, address: str = "ann@example.org") -> Intake:
    client.post("/signup/", typed(email=address))
    absorb_waiting(now=clock.now())
    return Intake.objects.latest("pk")


def tap(client: Client, call: Any, key: UUID | None = None) -> str:
    sent = {"form_key": key or uuid4(), "call": getattr(call, "public_id", call)}
    return client.post(f"{SENT}seat/", sent, follow=True).content.decode()


def chosen(page: str) -> int:
    return page.count('aria-pressed="true"')


def test_one_tap_is_a_seat_once_the_mailed_link_is_used(client: Client, call: IntroCall) -> None:
    intake = sign_up(client)
    assert "Chosen." in (page := tap(client, call))
    assert chosen(page) == 1
    assert not Registration.objects.exists()
    client.post(link_for(intake))
    seat = Registration.objects.get()
    assert (seat.call, seat.candidate.user.email) == (call, "ann@example.org")
    assert OutgoingMessage.objects.filter(kind="intro_call_confirmed").count() == 1
    assert "Your seat" in client.get("/intro-calls/").content.decode()


def test_the_same_tap_twenty_times_is_one_wish_and_the_last_one_counts(
    client: Client, call: IntroCall
) -> None:
    later = make_call(starts_at=clock.now() + timedelta(days=4))
    intake, key = sign_up(client), uuid4()
    pages = {re.sub(r'value="[\w-]{30,}"', "", tap(client, call, key)) for _ in range(20)}
    assert len(pages) <= 2  # the first says that it was done
    tap(client, later)
    client.post(link_for(intake))
    assert Registration.objects.get().call == later


def test_the_owner_of_a_known_address_gets_the_seat_by_accepting_and_not_before(
    client: Client, call: IntroCall
) -> None:
    known = make_candidate(now=clock.now(), user=make_user(email="known@example.org"))
    seen = set()
    for address in ("known@example.org", "fresh@example.org"):
        stranger = Client()
        intake = sign_up(stranger, address)
        page = tap(stranger, call).replace("known@", "fresh@")
        seen.add(re.sub(r'name="(form_key|csrfmiddlewaretoken)" value="[^"]*"', "", page))
        if address.startswith("known"):
            theirs = intake
    assert len(seen) == 1
    owner = Client()
    owner.post(link_for(theirs))
    assert not Registration.objects.exists()
    owner.post(f"/signup/accept/{theirs.public_id}/", {"answer": "accept"})
    assert Registration.objects.get().candidate == known


def test_who_declines_gets_no_seat(client: Client, call: IntroCall) -> None:
    make_candidate(now=clock.now(), user=make_user(email="known@example.org"))
    intake = sign_up(client, "known@example.org")
    tap(client, call)
    client.post(link_for(intake))
    client.post(f"/signup/accept/{intake.public_id}/", {"answer": "keep"})
    assert not Registration.objects.exists()


def test_a_call_that_fills_up_meanwhile_is_told_and_holds_up_nothing(client: Client, call: IntroCall) -> None:
    intake = sign_up(client)
    tap(client, call)
    IntroCall.objects.update(seats_taken=1)
    page = client.post(link_for(intake), follow=True).content.decode()
    assert "This call has just filled up: you are number 1 on its waiting list." in page
    assert Registration.objects.get().status == "waitlisted"
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("what", ["full", "begun", "unknown", "", "x\x00", "é" * 400])
def test_what_cannot_be_chosen_is_refused_in_a_sentence(client: Client, call: IntroCall, what: str) -> None:
    intake = sign_up(client)
    if what == "full":
        IntroCall.objects.update(seats_taken=1)
    elif what == "begun":
        IntroCall.objects.update(starts_at=clock.now() - timedelta(minutes=1))
    target = {"full": call, "begun": call, "unknown": uuid4()}.get(what, what)
    assert "Please choose another one." in tap(client, target)
    intake.refresh_from_db()
    assert "call" not in intake.payload


def test_without_a_sign_up_in_this_browser_or_after_the_link_nothing_is_chosen(
    client: Client, call: IntroCall
) -> None:
    assert "Please sign up again." in tap(client, call)
    intake = sign_up(client)
    Client().post(link_for(intake))
    assert "choose your call on your own page" in tap(client, call)
    assert not Registration.objects.exists()


def test_who_has_a_seat_or_has_been_on_a_call_keeps_to_that(call: IntroCall) -> None:
    been = bring_to(Stage.INTRODUCED, now=clock.now(), user=make_user(email="known@example.org"))
    stranger = Client()
    intake = sign_up(stranger, "known@example.org")
    tap(stranger, call)
    before = Registration.objects.count()
    Intake.objects.update(user=been.user)
    sign_in(been.user).post(f"/signup/accept/{intake.public_id}/", {"answer": "accept"})
    assert Registration.objects.count() == before
