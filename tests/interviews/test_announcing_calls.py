"""Announcing an intro call in the back office."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from core.accounts.roles import Role
from interviews.models import IntroCall
from tests.factories.people import make_user
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db


def test_a_call_begins_on_the_clock_of_its_own_zone_wherever_it_was_typed() -> None:
    staff = make_user(Role.PROGRAM_STAFF, time_zone="America/Chicago", is_staff=True)
    typed = {
        "host": staff.pk,
        "starts_at_0": "2026-06-09",
        "starts_at_1": "19:00",
        "minutes": 45,
        "time_zone": "America/Los_Angeles",
        "capacity": 100,
        "join_url": "https://meet.example.org/intro",
    }
    answer = sign_in(staff).post(reverse("admin:interviews_introcall_add"), typed)
    assert answer.status_code == 302
    assert IntroCall.objects.get().starts_at == datetime(2026, 6, 10, 2, tzinfo=UTC)


def test_only_who_may_host_a_call_is_offered_as_its_host() -> None:
    staff = make_user(Role.PROGRAM_STAFF, is_staff=True)
    donor = make_user(Role.DONOR)
    page = sign_in(staff).get(reverse("admin:interviews_introcall_add")).content.decode()
    assert f'<option value="{staff.pk}"' in page
    assert f'<option value="{donor.pk}"' not in page
