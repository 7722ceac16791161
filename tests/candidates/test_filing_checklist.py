"""What is to be done until one is on a ballot: dated, with sources, ticked by the candidate alone."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates.candidacies import enter_race
from candidates.enums import FilingItem, Stage
from candidates.filing_checklist import checklist_of, tick, ticks_of
from candidates.models import Candidacy
from core.lifecycle import Refused
from offices.enums import FactKind, FactOrigin
from offices.facts import Known, Statement, record
from tests.factories.offices import RaceFactory
from tests.factories.people import bring_to, put_on_ballot

ELECTION = date(2026, 11, 3)
CLOSES = date(2026, 8, 10)
SETS = st.sets(st.sampled_from(list(FilingItem)))


def known(kind: FactKind, value: str, election_on: date | None = None) -> Known:
    checked = date(2026, 5, 1)
    return Known(kind, value, "County clerk", "", checked, FactOrigin.STAFF, election_on, is_stale=False)


def test_each_item_has_the_facts_of_this_office_and_of_this_election_only() -> None:
    facts = [
        known(FactKind.FEE, "25.00"),
        known(FactKind.FILING_CLOSES, CLOSES.isoformat(), ELECTION),
        known(FactKind.FILING_CLOSES, "2028-08-10", date(2028, 11, 7)),
    ]
    items = {item.code: item for item in checklist_of(facts, election_on=ELECTION, done={})}
    assert list(items) == list(FilingItem)
    assert {code for code, item in items.items() if item.due_on == CLOSES} == {
        FilingItem.SIGNATURES,
        FilingItem.FEE,
        FilingItem.DISCLOSURE,
        FilingItem.FILE,
    }
    assert [fact.known and fact.known.text for fact in items[FilingItem.FEE].facts] == ["$25"]
    opens, closes = items[FilingItem.FILE].facts
    assert (opens.known, closes.known) == (None, facts[1])
    assert items[FilingItem.FILE].is_anything_unknown
    assert not items[FilingItem.FEE].is_anything_unknown


def test_while_nobody_knows_the_last_day_no_item_has_one() -> None:
    other = known(FactKind.FILING_CLOSES, "2028-08-10", date(2028, 11, 7))
    assert {item.due_on for item in checklist_of([other], election_on=ELECTION, done={})} == {None}


@pytest.fixture
def planned(now: datetime) -> Candidacy:
    return enter_race(bring_to(Stage.COMMITTED, now=now), RaceFactory(), at=now)


@pytest.mark.django_db
def test_two_windows_do_not_untick_what_the_other_ticked(planned: Candidacy, now: datetime) -> None:
    tick(planned, seen=[], now_done=[FilingItem.FEE, FilingItem.COMMITTEE], at=now)
    tick(planned, seen=[], now_done=[FilingItem.FEE, FilingItem.SIGNATURES], at=now + timedelta(hours=1))
    assert ticks_of(planned) == {
        "fee": now,
        "committee": now,
        "signatures": now + timedelta(hours=1),
    }
    tick(planned, seen=["fee", "committee"], now_done=["committee"], at=now)
    assert set(ticks_of(planned)) == {"committee", "signatures"}


@pytest.mark.django_db
@given(there=SETS, seen=SETS, after=SETS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_only_what_differs_from_what_was_seen_is_written(
    planned: Candidacy, there: set[str], seen: set[str], after: set[str]
) -> None:
    at = planned.created_at
    planned.filing_ticks.all().delete()
    tick(planned, seen=[], now_done=there, at=at)
    tick(planned, seen=seen, now_done=after, at=at)
    assert set(ticks_of(planned)) == {str(item) for item in (there - (seen - after)) | (after - seen)}


@pytest.mark.django_db
def test_once_the_race_is_over_the_list_stays_as_it_is(planned: Candidacy, now: datetime) -> None:
    Candidacy.objects.update(status="ended")
    with pytest.raises(Refused, match="over"):
        tick(planned, seen=[], now_done=["fee"], at=now)
    client, page = signed_in(planned)
    assert b"disabled" in client.get(page).content


@pytest.mark.django_db
def test_the_page_is_linked_from_ones_own_says_sources_and_days_and_keeps_ticks(
    planned: Candidacy, now: datetime, django_assert_max_num_queries: Any
) -> None:
    race = planned.race
    said = Statement(FactKind.FEE, "150", "Travis County Clerk", "https://clerk.example.org", now.date())
    record(race.office, said, by=None, at=now)
    closes = race.election.date - timedelta(days=80)
    window = Statement(
        FactKind.FILING_CLOSES, closes.isoformat(), "The same", "", now.date(), election=race.election
    )
    record(race.office, window, by=None, at=now)
    client, page = signed_in(planned)
    assert page in client.get("/me/").content.decode()
    with django_assert_max_num_queries(15):
        shown = client.get(page)
    text = shown.content.decode()
    assert "https://clerk.example.org" in text
    assert "$150" in text
    assert "not known yet" in text
    key = shown.context["form"]["form_key"].value()
    assert client.post(page, {"form_key": key, "done": ["fee", "nonsense"]}).status_code == 422
    assert client.post(page, {"form_key": key, "done": ["fee"]}).status_code == 302
    assert set(ticks_of(planned)) == {"fee"}
    assert "7 of 8 still to do" in client.get(page).content.decode()
    stranger = Client()
    stranger.force_login(bring_to(Stage.COMMITTED, now=now).user)
    assert stranger.get(page).status_code == 404
    assert stranger.post(page, {"form_key": key, "done": []}).status_code == 404


@pytest.mark.django_db
def test_who_is_on_the_ballot_is_not_told_what_is_left_to_do(planned: Candidacy, now: datetime) -> None:
    client, page = signed_in(planned)
    assert "8 of 8 still to do" in client.get(page).content.decode()
    on_ballot = put_on_ballot(bring_to(Stage.COMMITTED, now=now), ballot_date=now.date(), now=now)
    client, page = signed_in(on_ballot)
    shown = client.get(page).content.decode()
    assert "You are on the ballot" in shown
    assert "still to do" not in shown


def signed_in(candidacy: Candidacy) -> tuple[Client, str]:
    client = Client()
    client.force_login(candidacy.candidate.user)
    return client, reverse("candidates:checklist", args=[candidacy.public_id])
