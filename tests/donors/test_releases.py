"""Donors see frozen releases."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, transaction
from django.test import Client

from candidates.enums import Stage
from core.accounts.roles import Role
from donors.models import Figure, Release
from donors.releases import publish, publish_if_due
from funding.donations import record_donation
from funding.models import Donation
from tests.factories.people import bring_to, make_user

pytestmark = pytest.mark.django_db


def figures(release: Release) -> dict[str, Decimal]:
    return dict(release.figures.values_list("code", "value"))


def test_a_release_counts_each_person_once_by_when_it_was_recorded(now: datetime) -> None:
    bring_to(Stage.COMMITTED, now=now)
    bring_to(Stage.INTRODUCED, now=now)
    bring_to(Stage.SIGNED_UP, now=now)
    today = figures(publish(as_of=now, now=now))
    assert {code: today[code] for code in ("candidates", "introduced", "interviewed", "committed")} == {
        "candidates": 3,
        "introduced": 2,
        "interviewed": 1,
        "committed": 1,
    }
    before = figures(publish(as_of=now - timedelta(days=20), now=now))
    assert (before["candidates"], before["introduced"]) == (3, 0)


def test_money_adds_up(now: datetime) -> None:
    record_donation(Donation(amount=Decimal("120.50"), received_on=now.date()), actor=None, at=now)
    money = figures(publish(as_of=now, now=now))
    assert money["received"] == money["paid"] + money["promised"] + money["left"] == Decimal("120.50")


def test_a_released_figure_never_changes(now: datetime) -> None:
    publish(as_of=now, now=now)
    with pytest.raises(InternalError), transaction.atomic():
        Figure.objects.update(value=1_000_000)


def test_a_release_comes_out_once_a_week(now: datetime) -> None:
    assert publish_if_due(now=now)
    assert not publish_if_due(now=now + timedelta(days=7) - timedelta(seconds=1))
    assert publish_if_due(now=now + timedelta(days=7))


def test_a_moment_to_come_and_a_moment_released_before_are_refused(now: datetime) -> None:
    call_command("publish_release", "--as-of", "2026-01-31")
    assert Release.objects.get().as_of == datetime(2026, 1, 31, 23, 59, 59, 999999, tzinfo=UTC)
    for day in ("2026-01-31", "2999-01-01", "soon"):
        with pytest.raises(CommandError):
            call_command("publish_release", "--as-of", day)


def test_the_dashboard_is_for_donors_and_staff_unless_it_is_public(now: datetime, settings: Any) -> None:
    publish(as_of=now, now=now)
    client = Client()
    assert client.get("/donors/")["Location"] == "/accounts/login/?next=/donors/"
    client.force_login(make_user())
    assert client.get("/donors/").status_code == 403
    client.force_login(make_user(Role.DONOR))
    assert client.get("/donors/").status_code == 200
    settings.ORG_PUBLIC_DASHBOARD = True
    assert Client().get("/donors/").status_code == 200


def test_without_a_release_the_dashboard_says_so() -> None:
    client = Client()
    client.force_login(make_user(Role.DONOR))
    assert "No release yet" in client.get("/donors/").content.decode()
