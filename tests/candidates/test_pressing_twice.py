"""Links and buttons of the first mails, pressed twice, in two tabs, or by somebody else."""

from datetime import datetime

import pytest
from django.test import Client

from candidates import intake as intakes
from candidates.links import link_for
from candidates.models import Candidate, Intake
from tests.candidates.test_taking_over import signed_up_again
from tests.factories.offices import ZipCodeFactory
from tests.factories.people import make_candidate, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(now: datetime) -> Intake:
    """A sign-up under the address of somebody who is known."""
    ZipCodeFactory(code="78701")
    make_candidate(now=now, user=make_user(email="ann@example.org"))
    return signed_up_again(now, first_name="Zoë")


def signed_in(again: Intake) -> Client:
    client = Client()
    assert again.user is not None
    client.force_login(again.user)
    return client


@pytest.mark.parametrize(
    ("first", "second", "name"), [("accept", "accept", "Zoë"), ("discard", "accept", "Sample")]
)
def test_the_second_answer_to_a_sign_up_is_told_that_there_was_one(
    again: Intake, first: str, second: str, name: str
) -> None:
    client, page = signed_in(again), f"/signup/accept/{again.public_id}/"
    assert client.post(page, {"answer": first})["Location"] == "/me/"
    told = client.post(page, {"answer": second}, follow=True)
    assert told.redirect_chain == [("/me/", 302)]
    assert "You have answered this already" in told.content.decode()
    assert client.get(page)["Location"] == "/me/"
    assert Candidate.objects.get().user.first_name == name


def path_of(intake: Intake) -> str:
    return "/" + link_for(intake).split("/", 3)[3]


def test_a_used_link_leads_its_owner_on_and_tells_everybody_else_at_once(again: Intake) -> None:
    link = path_of(again)
    assert Client().post(link).status_code == 302
    assert Client().get(link).status_code == 410
    owner = signed_in(again)
    assert owner.get(link)["Location"] == f"/signup/accept/{again.public_id}/"
    owner.post(f"/signup/accept/{again.public_id}/", {"answer": "accept"})
    assert owner.get(link)["Location"] == "/me/"


def test_somebody_who_is_signed_in_is_told_what_is_wrong_with_a_link(again: Intake) -> None:
    told = signed_in(again).get("/signup/link/cut-off/", follow=True)
    assert "This link is incomplete" in told.content.decode()


def test_a_link_of_somebody_else_can_still_be_used_by_whoever_is_signed_in(
    again: Intake, now: datetime
) -> None:
    """Two people at one computer."""
    other = make_candidate(now=now)
    client = Client()
    client.force_login(other.user)
    assert client.get(path_of(again)).status_code == 200
    client.post(path_of(again))
    assert int(client.session["_auth_user_id"]) == again.user_id
    assert intakes.Intake.objects.get(pk=again.pk).status == "awaiting"
