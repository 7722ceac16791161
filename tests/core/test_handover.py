"""Leaving staff are off-boarded in one action that hands over what they hold and ends every way in."""

from datetime import date, datetime, timedelta
from functools import partial
from io import StringIO
from uuid import uuid4

import pghistory.models
import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from candidates.enums import Stage
from candidates.models import Leave, Ownership
from candidates.owners import load_owners
from core import clock
from core.accounts.handover import off_board
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from core.scheduling.models import Commitment
from interviews.models import Interview, Interviewer, IntroCall
from mentorship.models import Mentor, Mentorship
from mentorship.services import propose
from tests.factories.people import bring_to, make_call, make_interviewer, make_user, talk_with
from tests.faults.at_once import accepted, at_once
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def boss() -> User:
    return make_user(Role.PROGRAM_STAFF, first_name="Bo")


@pytest.fixture
def leaver(now: datetime, boss: User) -> User:
    """Owns Texas, stands in for the boss's colleague, hosts a call, has a talk booked, and accompanies somebody."""
    profile = make_interviewer()
    user = profile.user
    user.groups.set([*boss.groups.all(), *user.groups.all()])
    user.set_password("a-long-secret-of-mine")
    user.save()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    Ownership.objects.create(owner=user, state="TX", first_day=date(2020, 1, 1))
    Leave.objects.create(
        person=make_user(Role.PROGRAM_STAFF), stand_in=user, first_day=now.date(), last_day=now.date() + DAY
    )
    make_call(starts_at=now + 5 * DAY, host=user)
    candidate = bring_to(Stage.INTRODUCED, now=now)
    talk_with(candidate, now=now)
    mentor = Mentor.objects.create(user=user, capacity=2)
    propose(mentor, bring_to(Stage.COMMITTED, now=now), actor=make_user(Role.PROGRAM_STAFF), at=now)
    return User.objects.get(pk=user.pk)


def told() -> set[str]:
    kinds = ("off_boarded", "handed_over", "talk_to_rebook", "interviewer_changed", "mentor_left")
    return set(OutgoingMessage.objects.filter(kind__in=kinds).values_list("kind", flat=True))


def test_everything_is_handed_over_and_every_way_in_ends(now: datetime, boss: User, leaver: User) -> None:
    assert Client().login(email=leaver.email, password="a-long-secret-of-mine")
    to = make_interviewer().user
    to.groups.add(*boss.groups.all())
    to = User.objects.get(pk=to.pk)
    held = off_board(leaver, to=to, actor=boss, now=now)
    assert [row.count for row in held] == [1, 1, 1, 1, 1]
    today = now.date()
    terms = Ownership.objects.order_by("first_day").values_list("owner", "first_day", "last_day")
    assert list(terms) == [(leaver.pk, date(2020, 1, 1), today - DAY), (to.pk, today, None)]
    assert load_owners(on=today).owner_of("TX", on=today) == to.pk
    assert Leave.objects.get().stand_in == to
    assert IntroCall.objects.get(starts_at__gt=now).host == to
    talk = Interview.objects.get(status="booked")
    assert talk.interviewer.user == to
    assert not Commitment.objects.filter(person=leaver, period__startswith__gt=now).exists()
    assert Commitment.objects.filter(person=to, period__startswith__gt=now).count() == 2
    assert not Mentorship.objects.live().exists()
    assert Mentor.objects.get(user=leaver).taken == 0
    assert not Interviewer.objects.bookable().filter(user=leaver).exists()
    gone = User.objects.get(pk=leaver.pk)
    assert not gone.groups.exists()
    assert (gone.is_active, gone.is_staff, gone.is_superuser) == (False, False, False)
    assert not gone.has_usable_password()
    assert not Authenticator.objects.filter(user=gone).exists()
    assert told() == {"off_boarded", "handed_over", "interviewer_changed", "mentor_left"}
    assert pghistory.models.Context.objects.filter(metadata__reason="off_boarded").exists()


def test_a_talk_that_the_colleague_cannot_hold_is_booked_anew(
    now: datetime, boss: User, leaver: User
) -> None:
    off_board(leaver, to=boss, actor=boss, now=now)
    assert Interview.objects.filter(status="cancelled").count() == 1
    assert "talk_to_rebook" in told()


def test_a_second_time_nothing_happens(now: datetime, boss: User, leaver: User) -> None:
    off_board(leaver, to=boss, actor=boss, now=now)
    messages, terms = OutgoingMessage.objects.count(), Ownership.objects.count()
    assert off_board(leaver, to=boss, actor=boss, now=now + DAY) == []
    assert (OutgoingMessage.objects.count(), Ownership.objects.count()) == (messages, terms)


def test_it_is_refused_in_words_and_changes_nothing(now: datetime, boss: User, leaver: User) -> None:
    interviewer, donor = make_user(Role.INTERVIEWER), make_user(Role.DONOR)
    busy = make_user(Role.PROGRAM_STAFF)
    make_call(starts_at=now + 5 * DAY, host=busy)
    away = Leave.objects.get().person
    for to, actor, words in (
        (interviewer, boss, "is not program staff"),
        (donor, boss, "cannot hold intro calls"),
        (busy, boss, "has something else when the call"),
        (away, boss, "cannot stand in for their own leave"),
        (leaver, boss, "Name a colleague who stays"),
        (boss, leaver, "Nobody off-boards themselves"),
    ):
        with pytest.raises(Refused) as refused:
            off_board(leaver, to=to, actor=actor, now=now)
        assert words in str(refused.value)
    with pytest.raises(NotPermitted):
        off_board(leaver, to=boss, actor=interviewer, now=now)
    assert User.objects.get(pk=leaver.pk).is_active
    assert IntroCall.objects.filter(host=leaver).count() == 1
    assert not told()


def test_the_last_of_program_staff_stays(now: datetime) -> None:
    last, reviewer = make_user(Role.PROGRAM_STAFF), make_user(Role.PLAN_REVIEWER)
    with pytest.raises(Refused) as refused:
        off_board(last, to=reviewer, actor=None, now=now)
    assert "last person of program staff" in str(refused.value)
    root = User.objects.create_superuser("root@example.org")
    with pytest.raises(Refused) as refused:
        off_board(root, to=last, actor=None, now=now)
    assert "last administrator" in str(refused.value)


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_of_two_who_off_board_each_other_at_once_one_stays(now: datetime) -> None:
    one, other = make_user(Role.PROGRAM_STAFF), make_user(Role.PROGRAM_STAFF)
    answers = at_once(
        partial(off_board, one, to=other, actor=other, now=now),
        partial(off_board, other, to=one, actor=one, now=now),
    )
    assert len(accepted(answers)) == 1
    assert User.objects.filter(is_active=True, groups__name=Role.PROGRAM_STAFF).count() == 1


def test_over_http_a_session_of_the_leaver_is_refused_at_its_next_request(boss: User) -> None:
    leaver = make_user(Role.PROGRAM_STAFF)
    theirs, client = sign_in(leaver), sign_in(boss)
    assert theirs.get("/staff/").status_code == 200
    page = reverse("admin:accounts_user_off_board", args=[leaver.pk])
    preview = client.get(f"{page}?to={boss.pk}").content.decode()
    assert "Hand over to Bo Person" in preview
    form = {"form_key": str(uuid4()), "to": boss.pk}
    assert client.post(page, form).status_code == 422
    assert [client.post(page, {**form, "read": "on"}).status_code for _ in range(2)] == [302, 302]
    refused = theirs.get("/staff/")
    assert (refused.status_code, refused["Location"].split("?")[0]) == (302, "/accounts/login/")
    assert not Session.objects.filter(
        session_key=theirs.session.session_key, expire_date__gt=clock.now()
    ).exists()
    assert "works here no more" in client.get(page).content.decode()


def test_the_page_says_what_stands_in_the_way_and_is_for_program_staff(
    now: datetime, boss: User, leaver: User
) -> None:
    page = reverse("admin:accounts_user_off_board", args=[leaver.pk])
    interviewer = make_user(Role.INTERVIEWER)
    shown = sign_in(boss).get(f"{page}?to={interviewer.pk}").content.decode()
    assert "is not program staff" in shown
    assert "Off-board now" not in shown
    assert sign_in(interviewer).get(page).status_code == 403
    assert sign_in(boss).get(reverse("admin:accounts_user_off_board", args=["0"])).status_code == 404


def test_the_command_shows_first_and_then_does_it(boss: User, leaver: User) -> None:
    out = StringIO()
    call_command("offboard_staff", leaver.email, "--to", boss.email, "--dry-run", stdout=out)
    assert "1 × States and regions" in out.getvalue()
    assert User.objects.get(pk=leaver.pk).is_active
    call_command("offboard_staff", leaver.email, "--to", boss.email, stdout=out)
    assert not User.objects.get(pk=leaver.pk).is_active
    call_command("offboard_staff", leaver.email, "--to", boss.email, stdout=out)
    assert "nothing to do" in out.getvalue()
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("offboard_staff", "x@example.org", "--to", boss.email)
