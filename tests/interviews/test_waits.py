"""How long people really waited, and what the first page says of it."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from candidates.models import Candidate
from interviews.models import IntroCall, Registration
from interviews.waits import FEWEST, RECENT, usual_waits
from tests.factories.people import make_call, make_candidate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> None:
    cache.clear()


def came_after(call: IntroCall, days: float, *, attended: bool | None = True) -> None:
    candidate: Candidate = make_candidate(now=call.starts_at)
    Candidate.objects.filter(pk=candidate.pk).update(signed_up_at=call.starts_at - timedelta(days=days))
    Registration.objects.create(call=call, candidate=candidate, attended=attended)


def test_the_middle_of_those_who_came_counts_rounded_up_to_days(now: datetime) -> None:
    call = make_call(starts_at=now)
    for number in range(FEWEST):
        came_after(call, 3.2 if number < 3 else 8.5)
        came_after(call, 90, attended=None)
    assert usual_waits().sign_up_to_call == 9


def test_of_too_few_people_nothing_is_said(now: datetime) -> None:
    call = make_call(starts_at=now)
    for _ in range(FEWEST - 1):
        came_after(call, 5)
    assert usual_waits().sign_up_to_call is None
    came_after(call, 5)
    assert usual_waits().sign_up_to_call == 5


def test_the_wait_is_that_of_the_last_ones_not_of_all_times(now: datetime) -> None:
    call = make_call(starts_at=now)
    candidates = [make_candidate(now=now) for _ in range(3)]
    Candidate.objects.filter(pk__in=[c.pk for c in candidates]).update(signed_up_at=now - timedelta(days=50))
    Registration.objects.bulk_create(
        Registration(call=call, candidate=candidates[0], attended=True, status="cancelled")
        for _ in range(300)
    )
    Candidate.objects.filter(pk=candidates[1].pk).update(signed_up_at=now - timedelta(days=2))
    Registration.objects.bulk_create(
        Registration(call=call, candidate=candidates[1], attended=True, status="cancelled")
        for _ in range(RECENT)
    )
    assert usual_waits().sign_up_to_call == 2


def test_the_first_page_says_it_in_words_and_keeps_it_for_a_while(client: Client, now: datetime) -> None:
    assert "from the next calls with a free seat" in client.get("/").content.decode()
    call = make_call(starts_at=now)
    for _ in range(FEWEST):
        came_after(call, 5)
    assert "within 5 days" not in client.get("/").content.decode()
    cache.clear()
    assert "within 5 days of signing up" in client.get("/").content.decode()
