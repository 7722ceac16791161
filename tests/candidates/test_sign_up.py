"""Signing up: what is asked, what is kept, and what a known address shows to strangers."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from candidates.enums import IntakeStatus
from candidates.intake import absorb_waiting
from candidates.links import link_for
from candidates.models import Candidate, Intake
from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.sending import send_due
from tests.factories.offices import DivisionFactory, OfficeFactory, ZipCodeFactory
from tests.factories.people import make_candidate, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def austin() -> None:
    ZipCodeFactory(code="78701", state="TX", time_zone="America/Chicago")


def form(**changes: Any) -> dict[str, Any]:
    typed = {
        "form_key": str(uuid4()),
        "first_name": "Ann",
        "last_name": "Sample",
        "email": "Ann@Example.org",
        "postal_code": "78701",
        "date_of_birth": "1998-05-17",
        "exploring": "on",
        "values": "on",
        "consent": "on",
    }
    return {name: value for name, value in {**typed, **changes}.items() if value is not None}


def errors_of(client: Client, **changes: Any) -> set[str]:
    answer = client.post("/signup/", form(**changes))
    assert answer.status_code == 422
    assert not Intake.objects.exists()
    return set(answer.context["form"].errors)


def test_the_least_that_can_be_typed_is_a_full_sign_up(client: Client) -> None:
    """R4: just exploring, with no office chosen."""
    answer = client.post("/signup/", form())
    assert (answer.status_code, answer["Location"]) == (302, "/signup/sent/")
    assert absorb_waiting(now=clock.now()) == 1
    candidate = Candidate.objects.get(user__email="ann@example.org")
    assert (candidate.stage, candidate.state, candidate.user.time_zone) == (
        "signed_up",
        "TX",
        "America/Chicago",
    )


@pytest.mark.parametrize(
    "missing", ["first_name", "last_name", "email", "postal_code", "date_of_birth", "values", "consent"]
)
def test_each_required_field_is_named_when_it_is_missing(missing: str, client: Client) -> None:
    assert errors_of(client, **{missing: None}) == {missing}


def test_an_office_or_just_exploring_is_required(client: Client) -> None:
    assert errors_of(client, exploring=None) == {"offices"}


def test_several_offices_topics_and_the_utm_parameters_are_kept(client: Client) -> None:
    """R5 and R8."""
    division = DivisionFactory()
    division.zip_codes.add("78701")
    offices = [OfficeFactory(division=division, seat=seat) for seat in ("1", "2")]
    chosen = [str(office.public_id) for office in offices]
    extra = {"topics": ["training", "seed_money"], "heard_from": "event", "utm_source": "flyer"}
    client.post("/signup/", form(exploring=None, offices=chosen, **extra))
    absorb_waiting(now=clock.now())
    candidate = Candidate.objects.get()
    assert {str(office.public_id) for office in candidate.offices.all()} == set(chosen)
    assert (candidate.topics, candidate.heard_from, candidate.utm) == (
        ["training", "seed_money"],
        "event",
        {"utm_source": "flyer"},
    )


def test_being_over_the_age_limit_never_blocks_a_sign_up(client: Client) -> None:
    """R1."""
    assert client.post("/signup/", form(date_of_birth="1960-01-01")).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "not an address"},
        {"postal_code": "00000"},
        {"postal_code": "abc"},
        {"date_of_birth": "2999-01-01"},
        {"date_of_birth": "0001-01-01"},
        {"phone": "12"},
        {"text_consent": "on"},
        {"offices": ["x"]},
        {"topics": ["everything"]},
        {"first_name": "x" * 101},
        {"form_key": "x"},
    ],
    ids=str,
)
def test_what_cannot_be_right_is_refused_and_what_was_typed_stays(
    changes: dict[str, Any], client: Client
) -> None:
    answer = client.post("/signup/", form(**changes))
    assert answer.status_code == 422
    if "first_name" not in changes:
        assert b'value="Ann"' in answer.content
    assert not Intake.objects.exists()


def test_a_null_byte_is_refused_like_any_other_nonsense(client: Client) -> None:
    assert client.post("/signup/", form(first_name="A\x00b")).status_code == 422


def test_a_known_address_changes_nothing_until_its_owner_accepts(client: Client, now: datetime) -> None:
    owner = make_candidate(now=now, user=make_user(email="ann@example.org", first_name="Anna"))
    first = client.post("/signup/", form(postal_code="78701-1234", first_name="Mallory"))
    unknown = client.post("/signup/", form(email="new@example.org"))
    assert (first.status_code, first["Location"]) == (unknown.status_code, unknown["Location"])
    absorb_waiting(now=clock.now())
    owner.refresh_from_db()
    assert (owner.postal_code, owner.user.first_name) == ("78701", "Anna")
    intake = Intake.objects.get(status=IntakeStatus.AWAITING)
    client.post(link_for(intake))
    client.post(reverse("candidates:accept", args=[intake.public_id]), {"answer": "accept"})
    owner.refresh_from_db()
    assert owner.postal_code == "78701-1234"


def test_a_known_address_stays_as_it_was_when_its_owner_says_so(client: Client, now: datetime) -> None:
    owner = make_candidate(now=now, user=make_user(email="ann@example.org"))
    client.post("/signup/", form(postal_code="78701-1234"))
    absorb_waiting(now=clock.now())
    intake = Intake.objects.get()
    client.post(link_for(intake))
    client.post(reverse("candidates:accept", args=[intake.public_id]), {"answer": "discard"})
    owner.refresh_from_db()
    assert (owner.postal_code, Intake.objects.get().status) == ("78701", IntakeStatus.DISCARDED)


def test_nobody_accepts_for_somebody_else(client: Client, now: datetime) -> None:
    make_candidate(now=now, user=make_user(email="ann@example.org"))
    client.post("/signup/", form())
    absorb_waiting(now=clock.now())
    client.force_login(make_user())
    assert client.get(reverse("candidates:accept", args=[Intake.objects.get().public_id])).status_code == 404


def sign_up_and_read_link(client: Client) -> str:
    client.post("/signup/", form())
    absorb_waiting(now=clock.now())
    send_due(now=clock.now())
    return next(word for word in mail.outbox[-1].body.split() if "/signup/link/" in word)


def test_opening_the_mailed_link_changes_nothing_and_pressing_the_button_verifies_once(
    client: Client,
) -> None:
    link = sign_up_and_read_link(client)
    assert client.get(link).status_code == 200
    assert Candidate.objects.get().verified_at is None
    answer = client.post(link)
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert Candidate.objects.get().verified_at is not None
    assert client.get("/me/").status_code == 200
    assert Client().post(link).status_code == 410


def test_a_forged_or_incomplete_link_says_so(client: Client) -> None:
    link = sign_up_and_read_link(client)
    assert client.get(link[:-5] + "/").status_code == 410
    assert client.post("/signup/link/nonsense/").status_code == 410


def test_a_link_of_somebody_with_a_role_asks_for_the_second_step(client: Client) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    staff = make_user(Role.PROGRAM_STAFF, email="ann@example.org")
    TOTP.activate(staff, generate_totp_secret())
    client.post("/signup/", form())
    absorb_waiting(now=clock.now())
    answer = client.post(link_for(Intake.objects.get()))
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get("/staff/")["Location"].startswith("/accounts/login/")


def test_one_that_cannot_be_absorbed_is_marked_and_holds_up_nobody(client: Client) -> None:
    Intake.objects.create(form_key=uuid4(), source="csv", payload={"email": "broken@example.org"})
    client.post("/signup/", form())
    assert absorb_waiting(now=clock.now()) == 2
    assert set(Intake.objects.values_list("status", "fault")) == {("faulty", "KeyError"), ("absorbed", "")}
    assert User.objects.filter(email="ann@example.org").count() == 1
