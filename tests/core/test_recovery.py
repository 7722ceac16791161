"""Somebody lost their second step: recovery codes first, else two of our staff."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from core.accounts.models import SecondFactorReset
from core.accounts.roles import Role
from tests.core.signing_in import a_member, second_step, sign_in, subjects, with_second_factor
from tests.core.test_sessions import is_in, signed_in

pytestmark = pytest.mark.django_db


def test_a_recovery_code_is_a_second_step_and_works_once() -> None:
    user = a_member(Role.MENTOR)
    with_second_factor(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    client, other = Client(), Client()
    for browser in (client, other):
        sign_in(browser, user)
        browser.post("/accounts/2fa/authenticate/", {"code": code})
    assert (is_in(client), is_in(other)) == (True, False)


def test_two_of_our_staff_take_away_a_lost_second_step() -> None:
    asked, checked = a_member(Role.PROGRAM_STAFF), a_member(Role.PROGRAM_STAFF)
    user = a_member(Role.MENTOR)
    client = signed_in(user, with_second_factor(user))
    people = ["--asked-by", asked.email, "--checked-by", checked.email]
    call_command("reset_second_factor", user.email, *people, "--reason", "lost")
    assert not Authenticator.objects.filter(user=user).exists()
    assert not is_in(client)
    assert subjects(user.email)[-1] == "Your second step was taken away, as you asked"
    kept = SecondFactorReset.objects.get()
    assert (kept.user, kept.asked_by, kept.checked_by, kept.reason) == (user, asked, checked, "lost")
    sign_in(client, user)
    assert client.get("/staff/")["Location"] == "/accounts/2fa/"


@pytest.mark.parametrize("who", ["same staff twice", "the person checks", "no staff"])
def test_it_takes_three_people_and_two_of_them_staff(who: str) -> None:
    staff, other = a_member(Role.PROGRAM_STAFF), a_member(Role.PROGRAM_STAFF)
    user = a_member(Role.PROGRAM_STAFF)
    secret = with_second_factor(user)
    people = {
        "same staff twice": (staff, staff),
        "the person checks": (staff, user),
        "no staff": (staff, a_member(Role.FINANCE)),
    }
    asked, checked = people[who]
    with pytest.raises(CommandError):
        call_command(
            *("reset_second_factor", user.email, "--asked-by", asked.email),
            *("--checked-by", checked.email, "--reason", "lost"),
        )
    assert Authenticator.objects.filter(user=user).exists()
    assert second_step(secret)
    assert other
    assert not SecondFactorReset.objects.exists()


def test_the_database_refuses_a_reset_by_fewer_than_three_people() -> None:
    staff, user = a_member(Role.PROGRAM_STAFF), a_member()
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondFactorReset.objects.create(user=user, asked_by=staff, checked_by=staff, reason="lost")


def test_nobody_unknown_is_reset() -> None:
    with pytest.raises(CommandError, match="Nobody here"):
        call_command(
            *("reset_second_factor", "nobody@example.org", "--asked-by", "a@example.org"),
            *("--checked-by", "b@example.org", "--reason", "lost"),
        )
