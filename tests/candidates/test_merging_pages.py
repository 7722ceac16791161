"""Staff compare two likely duplicates, make them one, and part them again."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.enums import Stage
from candidates.models import Candidate, Interest, LikelyDuplicate, PersonMerge
from core.accounts.roles import Role
from tests.factories.offices import OfficeFactory
from tests.factories.people import bring_to, make_candidate, make_user
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return sign_in(make_user(Role.PROGRAM_STAFF))


@pytest.fixture
def pair(now: datetime) -> LikelyDuplicate:
    first = make_candidate(now=now, user=make_user(first_name="Ana"), verified_at=None)
    second = bring_to(Stage.INTRODUCED, now=now, phone="+15125550147")
    return LikelyDuplicate.objects.create(first=first, second=second, reasons=["name_and_birth"], strength=3)


def page_of(row: LikelyDuplicate | PersonMerge) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def test_the_two_are_side_by_side_and_the_verified_one_stays_unless_one_swaps(
    client: Client, pair: LikelyDuplicate
) -> None:
    answer = client.get(page_of(pair))
    assert (answer.context["kept"], answer.context["other"]) == (pair.second, pair.first)
    assert "same name and birth date" in answer.content.decode()
    swapped = client.get(page_of(pair) + f"?keep={pair.first_id}")
    assert swapped.context["kept"] == pair.first
    shown = swapped.content.decode()
    assert shown.count("is taken over") == 2, "the phone and the stage"
    assert "Registrations for intro calls" in shown


def test_one_person_then_parted_again_each_sent_twice(client: Client, pair: LikelyDuplicate) -> None:
    form = {"form_key": str(uuid4()), "keep": pair.first_id, "compared": "on"}
    answers = [client.post(page_of(pair), form) for _ in range(2)]
    event = PersonMerge.objects.get()
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, page_of(event))}
    assert (event.kept, event.other) == (pair.first, pair.second)
    assert "Part the two again" in client.get(page_of(event)).content.decode()
    for _ in range(2):
        assert client.post(page_of(event), {"form_key": form["keep"] and str(uuid4())}).status_code in (
            302,
            422,
        )
    assert PersonMerge.objects.filter(undoes=event).count() == 1
    assert "parted the two again" in client.get(page_of(event)).content.decode()


def test_nothing_is_merged_without_the_confirmation(client: Client, pair: LikelyDuplicate) -> None:
    answer = client.post(page_of(pair), {"form_key": str(uuid4()), "keep": pair.first_id})
    assert answer.status_code == 422
    assert "I have compared the two" in answer.content.decode()
    assert not PersonMerge.objects.exists()


def test_different_people_leave_the_queue(client: Client, pair: LikelyDuplicate) -> None:
    queue = reverse("admin:candidates_likelyduplicate_changelist") + "?answered=no"
    assert client.get(queue).context["cl"].result_count == 1
    answer = client.post(page_of(pair), {"form_key": str(uuid4()), "different": "1"})
    assert answer.status_code == 302
    assert client.get(queue).context["cl"].result_count == 0
    again = client.post(page_of(pair), {"form_key": str(uuid4()), "different": "1"})
    assert again.status_code == 422
    assert "already answered" in again.content.decode()


def test_what_stands_in_the_way_is_said_in_the_place_of_the_button(
    client: Client, pair: LikelyDuplicate
) -> None:
    pair.first.user.groups.set(make_user(Role.MENTOR).groups.all())
    shown = client.get(page_of(pair)).content.decode()
    assert "Ana Person works here" in shown
    assert "Make it one record" not in shown
    answer = client.post(page_of(pair), {"form_key": str(uuid4()), "keep": pair.second_id, "compared": "on"})
    assert answer.status_code == 422
    assert "Ana Person works here" in answer.content.decode()


def test_nobody_sees_a_pair_of_the_own_record(pair: LikelyDuplicate) -> None:
    own = pair.second.user
    own.groups.set(make_user(Role.PROGRAM_STAFF).groups.all())
    own.is_staff = True
    own.save()
    assert sign_in(own).get(page_of(pair)).status_code == 404
    assert sign_in(make_user(Role.INTERVIEWER)).get(page_of(pair)).status_code == 403


def test_odd_addresses_are_not_found(client: Client) -> None:
    for name in ("likelyduplicate", "personmerge"):
        for key in ("0", "x", "9" * 30):
            url = reverse(f"admin:candidates_{name}_change", args=[key])
            assert client.get(url).status_code == 404


def test_comparing_takes_as_many_queries_however_much_moves(client: Client, pair: LikelyDuplicate) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(page_of(pair) + f"?keep={pair.first_id}")
        return len(captured)

    Interest.objects.create(candidate=Candidate.objects.get(pk=pair.second_id), office=OfficeFactory())
    once = queries()
    for _ in range(5):
        Interest.objects.create(candidate=pair.second, office=OfficeFactory())
    assert queries() == once <= 60
