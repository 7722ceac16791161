"""The monthly letter to donors: the newest release and nothing else, once a month, to those who want it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.html import strip_tags

from candidates.enums import Stage
from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.enums import Status, Suppressed, Topic
from core.outbox.links import chooser_of
from core.outbox.models import OutgoingMessage
from core.outbox.reminders import write_due
from core.outbox.rendering import render
from core.outbox.sending import send_due
from core.outbox.suppression import key_of_address, suppress
from donors.releases import publish
from funding.donations import record_donation
from funding.models import Donation
from tests.factories.people import bring_to, make_user
from tests.faults.at_once import accepted, at_once

pytestmark = pytest.mark.django_db
# The first of April, ten in Chicago.
FIRST = datetime(2026, 4, 1, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_that_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.clock.now", lambda: FIRST)
    # Everybody has been here for long.
    monkeypatch.setattr(
        User._meta.get_field("date_joined"), "_get_default", lambda: FIRST - timedelta(days=99)
    )


@pytest.fixture
def dolores() -> User:
    return make_user(Role.DONOR, first_name="Dolores", email="dolores@example.org")


def letters() -> Any:
    return OutgoingMessage.objects.filter(kind="donors_letter")


def give(user: User | None, amount: str = "120.50") -> None:
    record_donation(
        Donation(donor=user, amount=Decimal(amount), received_on=FIRST.date()),
        actor=None,
        at=FIRST - timedelta(days=9),
    )


def test_it_goes_at_ten_on_the_first_to_whoever_gave_or_has_a_donors_account(dolores: User) -> None:
    giver = make_user(email="giver@example.org", time_zone="America/New_York")
    give(giver)
    give(giver)
    give(None)
    make_user()
    write_due(now=FIRST - timedelta(hours=1))
    assert [message.recipient for message in letters()] == [giver]
    write_due(now=FIRST - timedelta(seconds=1))
    assert letters().count() == 1
    write_due(now=FIRST)
    assert {message.recipient for message in letters()} == {giver, dolores}
    write_due(now=FIRST + timedelta(days=1))
    assert letters().count() == 2
    write_due(now=datetime(2026, 5, 1, 15, tzinfo=UTC))
    assert letters().count() == 4


def test_its_figures_are_those_of_the_newest_release_as_the_dashboard_shows_them(dolores: User) -> None:
    give(dolores)
    bring_to(Stage.COMMITTED, now=FIRST - timedelta(days=3))
    publish(as_of=FIRST - timedelta(days=2), now=FIRST)
    bring_to(Stage.INTRODUCED, now=FIRST - timedelta(days=1))
    write_due(now=FIRST)
    text = render(letters().get()).text
    client = Client()
    client.force_login(dolores)
    page = " ".join(strip_tags(client.get("/donors/").content.decode()).split())
    for told in (
        "Donated: $120.50",
        "Left: $120.50",
        "Candidates: 1",
        "On board: 1",
        "Came to an intro call: 1",
    ):
        assert told in text
        label, _colon, value = told.partition(": ")
        assert f"{label} {value}" in page or f"{value} {label}" in page or f"{value}{label}" in page
    assert "0.0% of all candidates" in text
    assert "/donors/" in text


def test_before_the_first_release_there_is_none(dolores: User) -> None:
    write_due(now=FIRST)
    assert send_due(now=FIRST) == {Status.CANCELLED: 1}
    assert letters().get().failure == "no_release_yet"


def test_whoever_unsubscribed_or_whose_address_is_dead_or_erased_gets_none(dolores: User) -> None:
    publish(as_of=FIRST, now=FIRST)
    bounced, erased, gone = (make_user(Role.DONOR, email=f"{name}@example.org") for name in ("b", "e", "g"))
    User.objects.filter(pk=erased.pk).update(erased_at=FIRST)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    suppress([key_of_address(bounced.email)], Suppressed.BOUNCED, at=FIRST)
    targets = chooser_of(dolores.email, dolores).targets
    suppress(targets, Suppressed.UNSUBSCRIBED, at=FIRST, topics=[Topic.DONORS])
    write_due(now=FIRST)
    assert send_due(now=FIRST) == {Status.CANCELLED: 2}
    assert mail.outbox == []


def test_whoever_cannot_open_the_donors_page_is_not_sent_there(settings: Any) -> None:
    settings.ORG_PUBLIC_DASHBOARD = False
    giver = make_user(email="giver@example.org")
    give(giver)
    publish(as_of=FIRST, now=FIRST)
    write_due(now=FIRST)
    page = f"{settings.ORG_SITE_URL}/donors/"
    assert page not in render(letters().get()).text
    settings.ORG_PUBLIC_DASHBOARD = True
    assert page in render(letters().get()).text


@pytest.mark.django_db(transaction=True)
def test_eight_clocks_at_once_write_it_once_a_month(dolores: User) -> None:
    accepted(at_once(*[partial(write_due, now=FIRST)] * 8))
    write_due(now=FIRST - timedelta(hours=1))
    assert letters().count() == 1
