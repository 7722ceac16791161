"""The one contact of somebody in hiding leaves: a colleague takes over, and the person is told and may choose anew."""

from datetime import datetime

import pytest
from django.core import mail
from pytest_django import Settings

from candidates.models import Candidate
from core import clock
from core.accounts.handover import held_by, off_board
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import Refused
from core.outbox.models import OutgoingMessage
from core.outbox.sending import send_due
from core.privacy import hiding
from core.privacy.models import PrivacyChoices
from tests.factories.people import make_candidate, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver() -> User:
    return make_user(Role.PROGRAM_STAFF, first_name="Lea", last_name="Leaver")


@pytest.fixture
def boss() -> User:
    return make_user(Role.PROGRAM_STAFF, first_name="Bo", last_name="Boss")


@pytest.fixture
def person(leaver: User, boss: User, now: datetime) -> Candidate:
    candidate = make_candidate(now=now)
    hiding.hide(candidate.user, contact=leaver, at=now)
    return candidate


def seen_by(viewer: User) -> bool:
    return bool(Candidate.objects.visible_to(viewer).exists())


def test_a_colleague_is_the_contact_from_then_on_and_the_person_is_told(
    leaver: User, boss: User, person: Candidate, now: datetime
) -> None:
    assert (seen_by(leaver), seen_by(boss)) == (True, False)
    assert [held.count for held in held_by(leaver, now=now)] == [1]
    off_board(leaver, to=boss, actor=boss, now=now)
    choices = PrivacyChoices.objects.get()
    assert (choices.contact, choices.hidden_since) == (boss, now)
    assert seen_by(User.objects.get(pk=boss.pk))
    assert not seen_by(make_user(Role.PROGRAM_STAFF))
    send_due(now=clock.now())
    told = next(one for one in mail.outbox if person.user.email in one.to)
    assert told.subject == "Bo Boss is your contact now"
    assert "Lea Leaver no longer works here" in told.body
    assert "/me/data/safety/" in told.body


def test_only_somebody_whom_the_person_could_name_takes_over(
    leaver: User, boss: User, person: Candidate, now: datetime, settings: Settings
) -> None:
    settings.ORG_SAFETY_CONTACTS = [leaver.email]
    with pytest.raises(Refused, match="may name"):
        off_board(leaver, to=boss, actor=boss, now=now)
    assert PrivacyChoices.objects.get().contact == leaver
    assert User.objects.get(pk=leaver.pk).is_active


def test_a_colleague_in_hiding_is_not_made_their_own_contact(leaver: User, boss: User, now: datetime) -> None:
    hidden = make_user(Role.PROGRAM_STAFF)
    hiding.hide(hidden, contact=leaver, at=now)
    with pytest.raises(Refused, match="their own contact"):
        off_board(leaver, to=hidden, actor=boss, now=now)


def test_whoever_has_come_out_of_hiding_meanwhile_is_told_nothing(
    leaver: User, boss: User, person: Candidate, now: datetime
) -> None:
    off_board(leaver, to=boss, actor=boss, now=now)
    hiding.show(person.user)
    send_due(now=clock.now())
    assert OutgoingMessage.objects.get(kind="contact_changed").status == "cancelled"
