"""The pages of those who find out: what waits, what was told, files; and the doors for everybody else."""

import re
from datetime import datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.accounts.roles import Role
from offices.enums import FactKind
from offices.models import Fact, Office, ResearchRequest, WantedOffice
from offices.research import gaps
from tests.factories.offices import FactFactory, OfficeFactory
from tests.factories.people import make_candidate, make_user
from tests.offices.test_fact_files import FACTS, GOOD_FACTS, lines
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db


def telling(**changes: str) -> dict[str, str]:
    said = {
        "form_key": str(uuid4()),
        "kind": "fee",
        "value": "75",
        "source": "My clerk told me",
        "checked_on": "2026-05-01",
    }
    return said | changes


def test_the_office_for_which_most_people_wait_comes_first_and_nobody_counts_twice(now: datetime) -> None:
    few, many = OfficeFactory(), OfficeFactory()
    for number in range(3):
        candidate = make_candidate(now=now)
        candidate.interests.create(office=many)
        if number == 0:
            candidate.interests.create(office=few)
            ResearchRequest.objects.create(office=many, asked_by=candidate.user)
            ResearchRequest.objects.create(office=few, asked_by=make_user())
    found = gaps(today=now.date())
    assert [(gap.office, gap.waiting) for gap in found] == [(many, 3), (few, 2)]
    assert found[0].missing[0] is FactKind.FILING_CLOSES


def test_what_is_known_is_not_missing_and_what_is_a_year_old_wants_checking(now: datetime) -> None:
    office = OfficeFactory(minimum_age=18)
    ResearchRequest.objects.create(office=office, asked_by=make_user())
    FactFactory(office=office, kind=FactKind.FEE, checked_on="2025-05-31")
    (gap,) = gaps(today=now.date())
    assert {FactKind.FEE, FactKind.MINIMUM_AGE}.isdisjoint(gap.missing)
    assert [known.kind for known in gap.stale] == [FactKind.FEE]


def test_what_a_member_tells_is_shown_to_others_once_a_researcher_confirmed_it(client: Client) -> None:
    office = OfficeFactory()
    card, member, researcher = f"/offices/{office.public_id}/", Client(), sign_in(make_user(Role.RESEARCHER))
    member.force_login(make_user())
    assert member.post(f"{card}tell/", telling()).status_code == 302
    assert "$75" not in client.get(card).content.decode()
    page = researcher.get("/offices/research/").content.decode()
    assert "My clerk told me" in page
    fact = Fact.objects.get()
    researcher.post(f"/offices/research/{fact.public_id}/confirm/", {"form_key": str(uuid4())})
    assert "$75" in client.get(card).content.decode()
    assert "Nothing waits to be checked" in researcher.get("/offices/research/").content.decode()


def test_what_a_researcher_writes_down_is_shown_at_once(client: Client) -> None:
    office = OfficeFactory()
    researcher = sign_in(make_user(Role.RESEARCHER))
    researcher.post(f"/offices/{office.public_id}/tell/", telling(kind="residency", value="one year"))
    assert "one year" in client.get(f"/offices/{office.public_id}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"value": "free"}, "Enter an amount in dollars"),
        ({"kind": "filing_closes", "value": "2026-08-17"}, "which day is it?"),
        ({"kind": "name", "value": "Mine"}, "Select a valid choice"),
        ({"checked_on": "2999-01-01"}, "This day lies ahead"),
        ({"source": ""}, "This field is required"),
        ({"source_url": "javascript:alert(1)"}, "valid URL"),
        ({"value": "1\x00"}, "Null characters are not allowed"),
    ],
)
def test_a_faulty_form_says_what_is_wrong_and_keeps_what_was_typed(
    changes: dict[str, str], told: str
) -> None:
    office, member = OfficeFactory(), Client()
    member.force_login(make_user())
    response = member.post(f"/offices/{office.public_id}/tell/", telling(**changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert told in page
    assert changes.get("source") == "" or "My clerk told me" in page
    assert not Fact.objects.exists()


def test_twenty_equal_posts_tell_one_fact(client: Client) -> None:
    office = OfficeFactory()
    client.force_login(make_user())
    said = telling()
    for _ in range(20):
        client.post(f"/offices/{office.public_id}/tell/", said)
    assert Fact.objects.count() == 1


def test_asking_to_find_out_counts_a_person_once(client: Client) -> None:
    office = OfficeFactory()
    client.force_login(make_user())
    for _ in range(2):
        client.post(f"/offices/{office.public_id}/ask/", {"form_key": str(uuid4())})
    assert ResearchRequest.objects.count() == 1
    assert "You asked us to find it out" in client.get(f"/offices/{office.public_id}/").content.decode()


def test_an_office_that_is_missing_can_be_asked_for_and_is_answered(client: Client) -> None:
    assert client.get("/offices/something-else/").status_code == 200
    wish = {
        "form_key": str(uuid4()),
        "kind": "library",
        "state": "TX",
        "description": "Round Rock library board",
    }
    assert client.post("/offices/something-else/", wish)["Location"].startswith("/accounts/login/")
    client.force_login(make_user())
    client.post("/offices/something-else/", wish)
    wanted = WantedOffice.objects.get()
    assert "we are looking for it" in client.get("/offices/something-else/").content.decode()
    researcher = sign_in(make_user(Role.RESEARCHER))
    assert "Round Rock library board" in researcher.get("/offices/research/").content.decode()
    found: Office = OfficeFactory(name="Round Rock Library Board")
    url = f"/admin/offices/wantedoffice/{wanted.pk}/change/"
    researcher.post(url, {"found": found.pk})
    assert "Round Rock Library Board" in client.get("/offices/something-else/").content.decode()
    researcher.get("/admin/")  # shows the message that it was saved, which names it
    assert "Round Rock library board" not in researcher.get("/offices/research/").content.decode()


def test_a_file_is_checked_first_and_then_loaded_whole() -> None:
    OfficeFactory(division__ocd_id="ocd-division/country:us/state:tx/place:austin")
    researcher = sign_in(make_user(Role.RESEARCHER))
    file = SimpleUploadedFile("facts.csv", lines(FACTS, *GOOD_FACTS).encode())
    page = researcher.post(
        "/offices/research/upload/", {"form_key": str(uuid4()), "file": file, "check": "1"}
    ).content.decode()
    assert "3 rows, and nothing is wrong with them" in page
    assert not Fact.objects.exists()
    text = re.search(r'name="text" value="([^"]*)"', page)
    assert text is not None
    answer = researcher.post(
        "/offices/research/upload/",
        {"form_key": str(uuid4()), "text": lines(FACTS, *GOOD_FACTS), "load": "1"},
    )
    assert answer.status_code == 302
    assert Fact.objects.count() == 3


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe\x00", "begins with a byte order mark"),
        (b"", "The submitted file is empty"),
        (b"a" * 1_600_000, "larger than 1.5 MB"),
        (b"a,b\n1,2\n", "names no columns that we know"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(content: bytes, told: str) -> None:
    researcher = sign_in(make_user(Role.RESEARCHER))
    file = SimpleUploadedFile("facts.csv", content)
    response = researcher.post(
        "/offices/research/upload/", {"form_key": str(uuid4()), "file": file, "check": "1"}
    )
    assert response.status_code == 422
    assert told in response.content.decode()


def test_a_correction_in_the_back_office_is_kept_as_a_fact() -> None:
    office = OfficeFactory(seats=3)
    staff = sign_in(make_user(Role.PROGRAM_STAFF))
    url = f"/admin/offices/office/{office.pk}/change/"
    page = staff.get(url).context["adminform"].form
    data = {name: value for name, value in page.initial.items() if value is not None}
    staff.post(url, data | {"seats": "9", "is_listed": "on"})
    office.refresh_from_db()
    assert office.seats == 9
    assert list(office.facts.values_list("kind", "value", "origin")) == [("seats", "9", "staff")]
