"""Who of ours looks after a candidate: the owner of the state, whoever stands in, or the owner of the region."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from candidates.models import Leave, Ownership, Region, RegionState
from candidates.owners import Owners, Term, load_owners, owner_of, unassigned
from core.accounts.roles import Role
from offices.states import NAMES
from tests.factories.people import bring_to, make_candidate, make_user
from tests.faults.subjects import application_in
from tests.ops.test_access import sign_in

DAY = date(2026, 6, 1)
ONE = timedelta(days=1)
ANN, BEN, CAT = 1, 2, 3
HERE: Any = {person: SimpleNamespace(pk=person) for person in (ANN, BEN, CAT)}


def away(person: int, stand_in: int, first: date = DAY, last: date = DAY) -> dict[int, list[Term]]:
    return {person: [Term(person, first, last, stand_in)]}


def facts(**changes: Any) -> Owners:
    """Ann owns Texas, Ben the South, which Texas and Oklahoma are part of."""
    given_facts: dict[str, Any] = {
        "of_states": {"TX": [Term(ANN, DAY, None)]},
        "of_regions": {7: [Term(BEN, DAY, DAY)]},
        "region_of": {"TX": 7, "OK": 7},
        "working": HERE,
    }
    return Owners(**{**given_facts, **changes})


@pytest.mark.parametrize(
    ("changes", "state", "day", "owner"),
    [
        pytest.param({}, "TX", DAY, ANN, id="the state's own owner comes before the region's"),
        pytest.param({}, "OK", DAY, BEN, id="a state without an owner is its region's"),
        pytest.param({}, "OK", DAY + ONE, None, id="until the last day, included"),
        pytest.param({}, "TX", DAY - ONE, None, id="from the first day, included"),
        pytest.param({}, "VT", DAY, None, id="a state that nobody has"),
        pytest.param({}, "", DAY, None, id="a state that is not known"),
        pytest.param({"leaves": away(ANN, CAT)}, "TX", DAY, CAT, id="whoever stands in"),
        pytest.param({"leaves": away(ANN, CAT)}, "TX", DAY + ONE, ANN, id="back after the last day"),
        pytest.param({"leaves": away(ANN, CAT) | away(CAT, BEN)}, "TX", DAY, BEN, id="who stands in is away"),
        pytest.param(
            {"leaves": away(ANN, CAT) | away(CAT, ANN)},
            "TX",
            DAY,
            BEN,
            id="in each other's place: the region",
        ),
        pytest.param({"working": {BEN: HERE[BEN]}}, "TX", DAY, BEN, id="who has left owns nothing"),
        pytest.param({"working": {}}, "TX", DAY, None, id="nobody works here"),
    ],
)
def test_who_looks_after_a_state(changes: dict[str, Any], state: str, day: date, owner: int | None) -> None:
    assert facts(**changes).owner_of(state, on=day) == owner


people = st.sampled_from([ANN, BEN, CAT])
terms = st.builds(Term, people, st.just(DAY - ONE), st.just(DAY + ONE), people)


@given(
    of_states=st.dictionaries(st.sampled_from(["TX", "OK", "VT"]), st.lists(terms, max_size=1)),
    leaves=st.dictionaries(people, st.lists(terms, max_size=1)),
    working=st.sets(people),
)
def test_an_owner_works_here_and_is_not_away_and_each_state_is_somebodys_or_nobodys(
    of_states: Any, leaves: Any, working: set[int]
) -> None:
    owners = facts(of_states=of_states, leaves=leaves, working={person: HERE[person] for person in working})
    for state in ("TX", "OK", "VT"):
        owner = owners.owner_of(state, on=DAY)
        assert owner is None or (owner in working and not leaves.get(owner))
    shared_out = [owners.states_of(person, on=DAY) for person in HERE] + [owners.without_owner(on=DAY)]
    assert sum(len(states) for states in shared_out) == len(NAMES) + 1
    assert set().union(*shared_out) == set(NAMES) | {""}


@pytest.mark.django_db
class TestInTheDatabase:
    def test_a_candidate_has_the_owner_of_the_state_in_four_queries_and_a_user(self, now: datetime) -> None:
        ann = make_user(Role.PROGRAM_STAFF)
        Ownership.objects.create(owner=ann, state="TX", first_day=now.date())
        candidate = make_candidate(now=now, state="TX")
        with CaptureQueriesContext(connection) as captured:
            assert owner_of(candidate, now.date()) == ann
        assert len(captured) == 4
        assert owner_of(make_candidate(now=now, state="VT"), now.date()) is None

    @pytest.mark.parametrize(("days", "refused"), [(0, True), (9, True), (10, False), (-1, False)])
    def test_a_state_has_one_owner_at_a_time(self, days: int, refused: bool, now: datetime) -> None:
        ann, ben = make_user(Role.PROGRAM_STAFF), make_user(Role.PROGRAM_STAFF)
        first = now.date()
        Ownership.objects.create(owner=ann, state="TX", first_day=first, last_day=first + 9 * ONE)
        Ownership.objects.create(owner=ben, state="TN", first_day=first)
        day = first + days * ONE
        try:
            with transaction.atomic():
                Ownership.objects.create(owner=ben, state="TX", first_day=day, last_day=day)
        except IntegrityError:
            assert refused
        else:
            assert not refused

    def test_the_states_where_somebody_waits_and_nobody_looks_after_are_told(self, now: datetime) -> None:
        today = now.date()
        for state in ("TX", "VT", ""):
            make_candidate(now=now, state=state)
        Ownership.objects.create(owner=make_user(Role.PROGRAM_STAFF), state="TX", first_day=today)
        assert unassigned(load_owners(on=today), on=today) == ["", "VT"]


@pytest.mark.django_db
class TestInTheBackOffice:
    def test_overlapping_owners_and_leave_are_refused_in_words(self, now: datetime) -> None:
        staff = make_user(Role.PROGRAM_STAFF)
        colleague = make_user(Role.PROGRAM_STAFF)
        client = sign_in(staff)
        owners, leave = reverse("admin:candidates_ownership_add"), reverse("admin:candidates_leave_add")
        one = {"owner": staff.pk, "state": "TX", "region": "", "first_day": "2026-06-01", "last_day": ""}
        assert client.post(owners, one).status_code == 302
        again = client.post(owners, {**one, "owner": colleague.pk, "first_day": "2030-01-01"})
        assert "This state has another owner on some of these days." in again.content.decode()
        both = client.post(owners, {**one, "state": "", "region": ""})
        assert "Choose a state or a region" in both.content.decode()
        week = {"person": staff.pk, "first_day": "2026-06-01", "last_day": "2026-06-07"}
        assert client.post(leave, {**week, "stand_in": colleague.pk}).status_code == 302
        for changes, words in (
            ({"stand_in": colleague.pk}, "another leave of this person"),
            (
                {"stand_in": staff.pk, "first_day": "2026-07-01", "last_day": "2026-07-02"},
                "Somebody else has",
            ),
            ({"stand_in": colleague.pk, "last_day": "2026-05-01"}, "cannot be before the first"),
        ):
            answer = client.post(leave, {**week, **changes})
            assert answer.status_code == 200
            assert words in answer.content.decode()
        assert (Ownership.objects.count(), Leave.objects.count()) == (1, 1)

    def test_a_state_is_part_of_one_region(self) -> None:
        south, west = Region.objects.create(name="South"), Region.objects.create(name="West")
        RegionState.objects.create(region=south, state="TX")
        page = reverse("admin:candidates_region_change", args=[west.pk])
        form = {"name": "West", "states-TOTAL_FORMS": 1, "states-INITIAL_FORMS": 0, "states-0-state": "TX"}
        answer = sign_in(make_user(Role.PROGRAM_STAFF)).post(page, form)
        assert "This state is part of another region." in answer.content.decode()
        assert not west.states.exists()

    def test_queues_and_their_lists_show_what_is_mine_or_nobodys(self, now: datetime) -> None:
        staff = make_user(Role.PROGRAM_STAFF)
        Ownership.objects.create(owner=staff, state="TX", first_day=date(2020, 1, 1))
        mine, nobodys = (bring_to("committed", now=now, state=state) for state in ("TX", "VT"))
        client = sign_in(staff)
        for whose, count in (("", 2), ("mine", 1), ("nobodys", 1), ("nonsense", 2)):
            answer = client.get(f"/staff/?whose={whose}")
            waiting = {str(queue.label): queue for queue in answer.context["queues"]}
            assert waiting["Candidates without a mentor"].count == count
            if whose in ("mine", "nobodys"):
                assert waiting["Slack invitations"].url.endswith(f"&whose={whose}")
        assert "Nobody looks after people from: Vermont." in answer.content.decode()
        for whose, candidate in (("mine", mine), ("nobodys", nobodys)):
            page = client.get(reverse("admin:candidates_candidate_changelist") + f"?whose={whose}")
            assert [row.pk for row in page.context["cl"].queryset] == [candidate.pk]

    def test_where_a_plan_comes_from_is_no_filter_for_its_reviewer(self, now: datetime) -> None:
        application_in("submitted", now)
        page = reverse("admin:funding_fundingapplication_changelist")
        for role, rows in ((Role.PLAN_REVIEWER, 1), (Role.PROGRAM_STAFF, 0)):
            answer = sign_in(make_user(role)).get(page + "?whose=mine", follow=True)
            assert answer.context["cl"].result_count == rows
            assert ("whose=nobodys" in answer.content.decode()) == (rows == 0)
