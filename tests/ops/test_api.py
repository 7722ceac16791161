"""`/api/v1/`: by the same querysets as the pages, page by page, in a number of queries that does not grow."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from candidates.enums import Stage
from candidates.models import Candidate
from core.accounts.roles import Role
from core.privacy import hiding
from donors.releases import publish
from tests.factories.people import bring_to, make_candidate, make_user, talk_with
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
LIST = "/api/v1/candidates"


def ids(answer: Any) -> list[str]:
    return [item["id"] for item in answer.json()["items"]]


@pytest.fixture
def staff() -> Client:
    return sign_in(make_user(Role.PROGRAM_STAFF))


def test_the_description_is_open_and_names_every_address() -> None:
    description = Client().get("/api/v1/openapi.json").json()
    assert description["openapi"].startswith("3.")
    assert set(description["paths"]) == {
        "/api/v1/", LIST, f"{LIST}/{{public_id}}", "/api/v1/offices", "/api/v1/releases/newest",
    }  # fmt: skip


def test_a_list_is_read_page_by_page_without_loss_or_repetition(staff: Client, now: datetime) -> None:
    everybody = [str(make_candidate(now=now).public_id) for _ in range(7)]
    found, after = [], ""
    for _ in range(3):
        page = staff.get(LIST, {"limit": 3, **({"after": after} if after else {})})
        found += ids(page)
        after = page.json()["next"]
    assert after is None
    assert found == everybody[::-1]


def test_somebody_new_between_two_pages_moves_nothing(staff: Client, now: datetime) -> None:
    everybody = [str(make_candidate(now=now).public_id) for _ in range(4)]
    first = staff.get(LIST, {"limit": 2})
    make_candidate(now=now)
    second = staff.get(LIST, {"limit": 2, "after": first.json()["next"]})
    assert ids(first) + ids(second) == everybody[::-1]


@pytest.mark.parametrize("people", [1, 3, 30])
def test_a_page_takes_as_many_queries_however_many_are_on_it(
    staff: Client, now: datetime, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(people):
        make_candidate(now=now)
    staff.get(LIST)
    with django_assert_num_queries(4):
        assert len(ids(staff.get(LIST))) == people


def test_each_sees_whom_they_may_see(staff: Client, now: datetime) -> None:
    candidate, other = bring_to(Stage.INTRODUCED, now=now), make_candidate(now=now)
    talk = talk_with(candidate, now=now)
    assert ids(sign_in(candidate.user).get(LIST)) == [str(candidate.public_id)]
    assert ids(sign_in(talk.interviewer.user).get(LIST)) == [str(candidate.public_id)]
    assert ids(sign_in(make_user(Role.PLAN_REVIEWER)).get(LIST)) == []
    assert sign_in(other.user).get(f"{LIST}/{candidate.public_id}").status_code == 404
    assert sign_in(candidate.user).get(f"{LIST}/{candidate.public_id}").json()["stage"] == "introduced"


def test_who_hides_is_not_in_the_list(staff: Client, now: datetime) -> None:
    candidate, contact = make_candidate(now=now), make_user(Role.PROGRAM_STAFF)
    hiding.hide(candidate.user, contact=contact, at=now)
    assert ids(staff.get(LIST)) == []
    assert staff.get(f"{LIST}/{candidate.public_id}").status_code == 404


def test_a_list_is_narrowed(staff: Client, now: datetime) -> None:
    here = make_candidate(now=now)
    Candidate.objects.filter(pk=here.pk).update(state="TX")
    there = make_candidate(now=now)
    Candidate.objects.filter(pk=there.pk).update(state="WI")
    assert ids(staff.get(LIST, {"state": "tx"})) == [str(here.public_id)]
    assert ids(staff.get(LIST, {"stage": "introduced"})) == []


@pytest.mark.parametrize(
    "question",
    [
        {"after": str(uuid4())},
        {"after": "1"},
        {"limit": "0"},
        {"limit": "201"},
        {"stage": "gone"},
        {"state": "T\0"},
        {"state": "Texas"},
    ],
)
def test_a_question_that_makes_no_sense_is_answered_with_what_is_wrong(
    staff: Client, question: dict[str, str]
) -> None:
    answer = staff.get(LIST, question)
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (422, "application/json")
    assert answer.json()["detail"]


def test_nothing_is_changed_through_it(staff: Client) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(staff, method)(LIST).status_code == 405


def test_the_figures_are_those_of_the_newest_release(now: datetime) -> None:
    donor = sign_in(make_user(Role.DONOR))
    assert donor.get("/api/v1/releases/newest").status_code == 404
    make_candidate(now=now)
    publish(as_of=now, now=now)
    figures = donor.get("/api/v1/releases/newest").json()
    assert {row["code"]: row["value"] for row in figures["people"]}["candidates"] == "1.00"
    assert sign_in(make_user(Role.INTERVIEWER)).get("/api/v1/releases/newest").status_code == 403


def test_offices_around_a_zip_code_that_nobody_knows_are_none(staff: Client) -> None:
    assert staff.get("/api/v1/offices", {"zip": "00000"}).json() == []
