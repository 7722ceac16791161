"""What somebody told us, when it changed, and changing it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from candidates.details import details_of
from candidates.models import Candidate, PromisedCall
from candidates.pipeline import Standing
from core import clock
from tests.factories.offices import DivisionFactory, OfficeFactory, ZipCodeFactory
from tests.factories.people import make_call, make_candidate, make_user
from tests.faults.at_once import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
URL = "/me/details/"
FILED = clock.now().date() - timedelta(days=300)
TYPED = {
    "first_name": "Ana",
    "last_name": "Núñez",
    "phone": "(512) 555-0142",
    "postal_code": "73301",
    "time_zone": "America/Denver",
    "language": "es",
    "running_when": "later",
    "filed_on": FILED.isoformat(),
    "topics": ["training", "seed_money"],
}


@pytest.fixture
def candidate(now: datetime) -> Candidate:
    ZipCodeFactory(code="78701")
    ZipCodeFactory(code="73301", state="OK")
    return make_candidate(now=now)


@pytest.fixture
def client(candidate: Candidate) -> Client:
    client = Client()
    client.force_login(candidate.user)
    return client


def send(client: Client, **fields: Any) -> Any:
    return client.post(URL, {"form_key": str(uuid4()), **TYPED, **fields})


def changed_at(candidate: Candidate) -> dict[str, datetime]:
    fresh = Candidate.objects.select_related("user").get(pk=candidate.pk)
    return {detail.name: detail.changed_at for detail in details_of(fresh)}


def test_everything_that_is_typed_is_kept(client: Client, candidate: Candidate) -> None:
    office = OfficeFactory()
    candidate.interests.create(office=office)
    answer = send(client, offices=[str(office.public_id)])
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    found = Candidate.objects.select_related("user").get(pk=candidate.pk)
    assert (found.user.first_name, found.user.last_name) == ("Ana", "Núñez")
    assert (found.user.time_zone, found.user.language) == ("America/Denver", "es")
    assert (found.phone.as_e164, found.postal_code, found.state) == ("+15125550142", "73301", "OK")
    assert (found.running_when, found.filed_on) == ("later", FILED)
    assert found.topics == ["training", "seed_money"]
    assert list(found.offices.all()) == [office]
    assert client.get("/me/")["Content-Language"] == "es"


def test_whoever_says_for_the_first_time_that_they_have_filed_is_promised_a_call(
    client: Client, candidate: Candidate
) -> None:
    send(client, filed_on="")
    assert not PromisedCall.objects.exists()
    send(client)
    PromisedCall.objects.update(called_at=clock.now(), called_by=make_user())
    send(client, filed_on=(FILED + timedelta(1)).isoformat())
    assert PromisedCall.objects.count() == 1


def test_a_day_of_long_ago_that_is_kept_is_kept_when_something_else_changes(
    client: Client, candidate: Candidate
) -> None:
    long_ago = date(2001, 1, 1)
    Candidate.objects.update(filed_on=long_ago)
    assert send(client, filed_on=long_ago.isoformat()).status_code == 302
    assert send(client, filed_on="2001-01-02").status_code == 422


def test_one_has_not_filed_tomorrow_by_the_clock_on_ones_own_wall(
    client: Client, candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An evening in Honolulu, when it is the next day in Greenwich already."""
    type(candidate.user).objects.update(time_zone="Pacific/Honolulu")
    evening = datetime(2026, 6, 2, 5, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: evening)
    assert send(client, filed_on="2026-06-02").status_code == 422
    assert send(client, filed_on="2026-06-01").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_each_detail_says_when_it_last_changed_and_others_stay_as_they_were(
    client: Client, candidate: Candidate
) -> None:
    signed_up = candidate.signed_up_at
    assert set(changed_at(candidate).values()) == {signed_up}
    before = datetime.now(UTC) - timedelta(seconds=1)
    user = candidate.user
    kept = {"first_name": user.first_name, "last_name": user.last_name, "time_zone": user.time_zone}
    send(client, **kept, language="en", postal_code="78701", topics=[], running_when="", filed_on="")
    found = changed_at(candidate)
    assert {name for name, at in found.items() if at > signed_up} == {"phone"}
    assert found["phone"] > before
    first = found["phone"]
    send(
        client, **kept, language="es", postal_code="78701", topics=["training"], running_when="", filed_on=""
    )
    found = changed_at(candidate)
    assert {name for name, at in found.items() if at > first} == {"language", "topics"}
    assert found["phone"] == first


def test_an_office_that_is_taken_off_the_list_is_a_change_too(client: Client, candidate: Candidate) -> None:
    candidate.interests.create(office=OfficeFactory(), created_at=candidate.signed_up_at)
    assert changed_at(candidate)["offices"] == candidate.signed_up_at
    send(client, offices=[])
    assert not candidate.interests.exists()
    assert changed_at(candidate)["offices"] > candidate.signed_up_at


def test_another_phone_number_is_not_texted_until_its_owner_agrees(client: Client, now: datetime) -> None:
    candidate = Candidate.objects.get()
    Candidate.objects.update(phone="+15125550142", text_consented_at=now)
    send(client)
    candidate.refresh_from_db()
    assert candidate.text_consented_at == now
    send(client, phone="(512) 555-0199")
    candidate.refresh_from_db()
    assert candidate.text_consented_at is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", " "),
        ("first_name", "Ann https://evil.example"),
        ("last_name", "Ann\n\nhttps"),
        ("last_name", "x" * 101),
        ("last_name", "http://example.org"),
        ("last_name", "Sam\u202eple"),
        ("phone", "12"),
        ("postal_code", "99999"),
        ("postal_code", "' OR 1=1"),
        ("time_zone", "Mars/Olympus"),
        ("language", "xx"),
        ("filed_on", "2999-01-01"),
        ("filed_on", "yesterday"),
        ("filed_on", "2001-01-01"),
        ("running_when", "never"),
        ("topics", ["<script>"]),
        ("offices", ["nonsense"]),
        ("offices", [str(uuid4())]),
    ],
)
def test_a_faulty_field_is_named_and_nothing_is_lost_or_kept(
    client: Client, candidate: Candidate, field: str, value: Any
) -> None:
    answer = send(client, **{field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert 'value="Núñez"' in page or field == "last_name"
    assert f'href="#id_{field}"' in page
    candidate.user.refresh_from_db()
    assert candidate.user.first_name == "Sample"


def test_nobody_chooses_an_office_that_was_not_offered(client: Client, candidate: Candidate) -> None:
    elsewhere = OfficeFactory(division=DivisionFactory(state="AK"))
    assert send(client, offices=[str(elsewhere.public_id)]).status_code == 422
    assert not candidate.interests.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twenty_times_at_once_changes_it_once(client: Client, candidate: Candidate) -> None:
    key = str(uuid4())
    answers = at_once(*([lambda: client.post(URL, {"form_key": key, **TYPED})] * 20))
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/me/")}
    labels = [event.pgh_label for event in candidate.events.all()]  # type: ignore[attr-defined]
    assert labels.count("phone_changed") == 1


def test_break_leave_and_the_way_back_by_the_pages(client: Client, candidate: Candidate) -> None:
    def press(page: str, **fields: str) -> str:
        answer = client.post(f"/me/{page}/", {"form_key": str(uuid4()), **fields})
        assert (answer.status_code, answer["Location"]) == (302, "/me/")
        candidate.refresh_from_db()
        return candidate.standing

    assert press("break") == Standing.DORMANT
    assert press("come-back") == Standing.ACTIVE
    assert press("leave") == Standing.WITHDRAWN
    assert client.post("/me/break/", {"form_key": str(uuid4())}).status_code == 422
    assert press("come-back") == Standing.ACTIVE
    assert press("come-back") == Standing.ACTIVE
    Candidate.objects.update(standing=Standing.DECLINED, reapply_from=date(2999, 1, 1))
    assert press("come-back") == Standing.DECLINED
    assert candidate.standing_transitions.count() == 4


def test_what_is_booked_is_shown_before_one_leaves(
    client: Client, candidate: Candidate, now: datetime
) -> None:
    from core import clock
    from interviews import intro_calls

    call = make_call(starts_at=clock.now() + timedelta(days=2))
    intro_calls.register(candidate, call, now=clock.now())
    for page in ("break", "leave"):
        assert [step.at for step in client.get(f"/me/{page}/").context["booked"]] == [call.starts_at]
