"""The Monday report: the figures of the releases, for those whom staff put on the list, about nobody."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core import mail

from candidates.enums import Stage
from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.enums import Status
from core.outbox.models import OutgoingMessage
from core.outbox.reminders import write_due
from core.outbox.rendering import render
from core.outbox.sending import send_due
from donors.board import monday_of, report
from donors.models import BoardReader
from donors.releases import publish
from funding.donations import record_donation
from funding.models import Donation
from tests.factories.people import bring_to, make_user
from tests.faults.at_once import accepted, at_once
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
# A Monday; 7:30 in Chicago. The week ends at midnight in New York.
MORNING = datetime(2026, 3, 9, 12, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 9, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_that_time(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr("core.clock.now", lambda: MORNING)
    # Everybody has been here for long.
    monkeypatch.setattr(
        User._meta.get_field("date_joined"), "_get_default", lambda: MORNING - timedelta(days=99)
    )
    settings.ORG_TIME_ZONE = "America/New_York"


@pytest.fixture
def reader() -> User:
    user = make_user(first_name="Bea", email="bea@example.org")
    BoardReader.objects.create(person=user)
    return user


def reports() -> Any:
    return OutgoingMessage.objects.filter(kind="board_report")


def test_it_goes_to_those_on_the_list_on_monday_morning_and_to_nobody_else(reader: User) -> None:
    make_user(Role.PROGRAM_STAFF)
    write_due(now=MORNING - timedelta(seconds=1))
    assert not reports().exists()
    write_due(now=MORNING)
    assert [message.recipient for message in reports()] == [reader]
    write_due(now=MORNING + timedelta(days=1))
    assert reports().count() == 1
    send_due(now=MORNING)
    (sent,) = [sent for sent in mail.outbox if sent.to == ["bea@example.org"]]
    assert sent.subject == "Monday report: the week to March 8, 2026"


def test_whoever_was_taken_off_the_list_gets_none(reader: User) -> None:
    write_due(now=MORNING)
    BoardReader.objects.all().delete()
    assert send_due(now=MORNING)[Status.CANCELLED] >= 1
    assert reports().get().failure == "reads_it_no_more"


def test_staff_keep_the_list(reader: User) -> None:
    staff, other = make_user(Role.PROGRAM_STAFF), make_user()
    client = sign_in(staff)
    assert client.post("/admin/donors/boardreader/add/", {"person": other.pk}).status_code == 302
    kept = BoardReader.objects.get(person=other)
    assert kept.added_by == staff
    client.post(f"/admin/donors/boardreader/{kept.pk}/delete/", {"post": "yes"})
    assert list(BoardReader.objects.values_list("person", flat=True)) == [reader.pk]


def test_its_totals_are_those_of_a_release_and_its_week_is_the_difference(reader: User) -> None:
    bring_to(Stage.COMMITTED, now=MIDNIGHT - timedelta(days=20))
    bring_to(Stage.INTRODUCED, now=MIDNIGHT + timedelta(days=9))
    bring_to(Stage.INTRODUCED, now=MIDNIGHT + timedelta(days=12))
    day = MIDNIGHT.date()
    earlier = Donation(amount=Decimal(30), received_on=day)
    record_donation(earlier, actor=None, at=MIDNIGHT - timedelta(days=9))
    record_donation(
        Donation(amount=Decimal("120.50"), received_on=day), actor=None, at=MIDNIGHT - timedelta(days=2)
    )
    record_donation(
        Donation(amount=Decimal(9), received_on=day), actor=None, at=MIDNIGHT + timedelta(seconds=1)
    )
    now, before = (dict(publish(as_of=at, now=MORNING).figures.values_list("code", "value")) for at in (
        MIDNIGHT, MIDNIGHT - timedelta(days=7),
    ))  # fmt: skip
    found = report(monday_of(day, "America/New_York"))
    codes = ("sign_ups", "candidates", "introduced", "interviewed", "committed", "on_ballot")
    assert [(line.total, line.week) for line in found.people] == [
        (now[code], now[code] - before[code]) for code in codes
    ]
    assert [(line.total, line.week) for line in found.flows] == [
        (now[code], now[code] - before[code]) for code in ("received", "paid")
    ]
    assert (found.flows[0].total, found.flows[0].week) == (Decimal("150.50"), Decimal("120.50"))
    assert found.calls == 1
    assert (found.people[1].total, found.people[2].week) == (3, 1)


def test_the_week_before_clocks_change_ends_at_midnight_there() -> None:
    assert monday_of(MIDNIGHT.date(), "America/New_York").astimezone(UTC) == MIDNIGHT
    found = report(monday_of(MIDNIGHT.date(), "America/New_York"))
    # Clocks went forward on the 8th: the week has an hour less.
    assert found.since.astimezone(UTC) == datetime(2026, 3, 2, 5, tzinfo=UTC)


def test_it_is_one_page_in_both_languages_and_names_nobody(reader: User) -> None:
    user = make_user(first_name="Xanthippe", last_name="Quokkabury", email="xq@example.org")
    bring_to(Stage.COMMITTED, now=MIDNIGHT - timedelta(days=2), user=user)
    for language in ("en", "es"):
        User.objects.filter(pk=reader.pk).update(language=language)
        write_due(now=MORNING)
        rendered = render(reports().get())
        for word in ("Xanthippe", "Quokkabury", "xq@example.org"):
            assert word not in rendered.subject + rendered.text + rendered.html
        assert len(rendered.text.splitlines()) < 45
        assert re.search(r": \$0\.00 \(\$0\.00\)", rendered.text)
        reports().delete()


@pytest.mark.django_db(transaction=True)
def test_eight_clocks_at_once_write_it_once(reader: User) -> None:
    accepted(at_once(*[partial(write_due, now=MORNING)] * 8))
    assert reports().count() == 1
