"""The morning digest says what the staff home says, once a working day, to those for whom something waits."""

import re
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.html import strip_tags

from candidates.enums import Stage
from candidates.models import Ownership
from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.enums import Status, Suppressed, Topic
from core.outbox.links import chooser_of
from core.outbox.models import OutgoingMessage
from core.outbox.reminders import upcoming, write_due
from core.outbox.rendering import render
from core.outbox.sending import send_due
from core.outbox.suppression import suppress
from tests.factories.people import bring_to, make_call, make_candidate, make_user, talk_with
from tests.faults.at_once import accepted, at_once
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
# A Tuesday; 7:30 in Chicago.
MORNING = datetime(2026, 3, 10, 12, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_that_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.clock.now", lambda: MORNING)
    # Everybody has been here for long.
    monkeypatch.setattr(
        User._meta.get_field("date_joined"), "_get_default", lambda: MORNING - timedelta(days=99)
    )


@pytest.fixture
def sasha() -> User:
    return make_user(Role.PROGRAM_STAFF, first_name="Sasha", email="sasha@example.org")


def something_waits() -> None:
    """A talk whose notes are not in, and one that is to be decided."""
    talk_with(bring_to(Stage.INTRODUCED, now=MORNING - timedelta(days=9)), now=MORNING - timedelta(days=5))
    bring_to(Stage.INTERVIEWED, now=MORNING - timedelta(days=3))
    OutgoingMessage.objects.all().delete()


def digests(**which: Any) -> Any:
    return OutgoingMessage.objects.filter(kind="staff_digest", **which)


def test_it_is_due_at_half_past_seven_on_each_clock(sasha: User) -> None:
    east = make_user(Role.PROGRAM_STAFF, time_zone="America/New_York")
    make_user(Role.INTERVIEWER)
    write_due(now=MORNING - HOUR - timedelta(seconds=1))
    assert not digests().exists()
    write_due(now=MORNING - HOUR)
    assert [message.recipient for message in digests()] == [east]
    write_due(now=MORNING)
    assert digests(recipient=sasha).get().not_before == MORNING


def test_on_weekends_and_holidays_there_is_none(sasha: User) -> None:
    for day in (datetime(2026, 3, 14, 12, 30, tzinfo=UTC), datetime(2026, 5, 25, 12, 30, tzinfo=UTC)):
        write_due(now=day + HOUR)
        assert not digests().exists()


def test_its_numbers_are_those_of_the_staff_home(sasha: User) -> None:
    something_waits()
    make_call(starts_at=MORNING + 3 * HOUR, host=sasha)
    write_due(now=MORNING)
    text = render(digests(recipient=sasha).get()).text
    home = sign_in(sasha).get("/staff/")
    told = {
        label: int(count)
        for label, count in re.findall(r"^- (.+): (\d+) \(the oldest for", text, re.MULTILINE)
    }
    shown = {str(queue.label): queue.count for queue in home.context["queues"] if queue.count}
    assert told == shown
    assert sum(told.values()) > 1
    assert f"{sum(told.values())} things wait for you" in render(digests(recipient=sasha).get()).subject
    words = " ".join(strip_tags(home.content.decode()).split())
    for line in ("10:30 AM CDT: intro call with Sasha Person",):
        assert line in text
        assert line in words


def test_whoever_looks_after_states_is_told_of_those(sasha: User) -> None:
    something_waits()
    Ownership.objects.create(owner=sasha, state="WI", first_day=MORNING.date())
    other = bring_to(Stage.INTERVIEWED, now=MORNING - timedelta(days=2), state="WI")
    assert other.state == "WI"
    OutgoingMessage.objects.all().delete()
    write_due(now=MORNING)
    text = render(digests(recipient=sasha).get()).text
    queues = sign_in(sasha).get("/staff/?whose=mine").context["queues"]
    told = dict(re.findall(r"^- (.+): (\d+) \(", text, re.MULTILINE))
    assert told == {str(queue.label): str(queue.count) for queue in queues if queue.count}
    assert "/staff/?whose=mine" in text
    assert "states that you look after" in text


def test_nothing_waiting_is_no_mail_and_says_so(sasha: User) -> None:
    write_due(now=MORNING)
    assert send_due(now=MORNING) == {Status.CANCELLED: 1}
    assert digests().get().failure == "nothing_waits"
    assert mail.outbox == []


def test_a_call_today_is_enough_for_a_mail(sasha: User) -> None:
    make_call(starts_at=MORNING + 3 * HOUR, host=sasha)
    write_due(now=MORNING)
    send_due(now=MORNING)
    (sent,) = mail.outbox
    assert sent.subject == "Good morning: your calls and talks of today"


def test_whoever_works_here_no_more_or_does_not_want_it_gets_none(sasha: User) -> None:
    something_waits()
    left = make_user(Role.PROGRAM_STAFF, email="left@example.org")
    write_due(now=MORNING)
    left.groups.clear()
    suppress(
        chooser_of(sasha.email, sasha).targets, Suppressed.UNSUBSCRIBED, at=MORNING, topics=[Topic.DIGEST]
    )
    send_due(now=MORNING)
    assert not [sent for sent in mail.outbox if sent.to[0] in (sasha.email, left.email)]
    assert dict(digests(recipient__in=[left, sasha]).values_list("recipient__email", "failure")) == {
        "left@example.org": "not_our_staff",
        "sasha@example.org": "unsubscribed",
    }


@pytest.mark.django_db(transaction=True)
def test_eight_clocks_at_once_and_one_set_back_write_it_once_a_day_also_after_a_move(sasha: User) -> None:
    accepted(at_once(*[partial(write_due, now=MORNING)] * 8))
    write_due(now=MORNING - HOUR)
    User.objects.filter(pk=sasha.pk).update(time_zone="America/Los_Angeles")
    write_due(now=MORNING + 3 * HOUR)
    assert digests().count() == 1
    write_due(now=MORNING + timedelta(days=1, hours=3))
    assert digests().count() == 2


@pytest.mark.slow
def test_what_will_go_out_is_foreseen(sasha: User) -> None:
    week = [
        one for one in upcoming(now=MORNING, until=MORNING + timedelta(days=7)) if one.kind == "staff_digest"
    ]
    assert len(week) == 5
    for one in week:
        write_due(now=one.due_at)
        assert digests(key=one.key).get().not_before == one.due_at


def test_it_reads_in_spanish_and_is_about_nobody(sasha: User, client: Client) -> None:
    something_waits()
    User.objects.filter(pk=sasha.pk).update(language="es")
    candidate = make_candidate(now=MORNING, user=make_user(first_name="Xanthippe", last_name="Quokkabury"))
    assert candidate.pk
    write_due(now=MORNING)
    rendered = render(digests(recipient=sasha).get())
    assert "Hola" in rendered.text
    assert "Quokkabury" not in rendered.text
