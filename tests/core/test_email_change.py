"""Changing one's address: it counts once the new mailbox has confirmed it, both are told, the old one can undo it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from core import clock as clocks
from core.accounts.models import User
from core.outbox.sending import send_due
from tests.core.signing_in import PASSWORD, a_member, mailed_code, sign_in, subjects
from tests.core.test_sessions import is_in, signed_in

pytestmark = pytest.mark.django_db
NEW = "new@example.org"


def ask_for(client: Client, address: str) -> Any:
    return client.post("/accounts/email/", {"email": address, "action_add": ""})


def change(client: Client, address: str = NEW) -> None:
    ask_for(client, address)
    client.post("/accounts/confirm-email/", {"code": mailed_code(address)})


def undo_link(to: str) -> str:
    send_due(now=clocks.now())
    bodies = [str(message.body) for message in mail.outbox if to in message.to]
    found = re.findall(r"https?://\S+(/accounts/email/undo/\S+)", "\n".join(bodies))
    return str(found[-1])


def test_a_new_address_counts_once_its_mailbox_has_confirmed_it() -> None:
    user = a_member()
    client, old = signed_in(user), user.email
    ask_for(client, NEW)
    assert User.objects.get(pk=user.pk).email == old
    assert not EmailAddress.objects.filter(email=NEW).exists()
    client.post("/accounts/confirm-email/", {"code": mailed_code(NEW)})
    assert User.objects.get(pk=user.pk).email == NEW
    assert list(EmailAddress.objects.values_list("email", "primary", "verified")) == [(NEW, True, True)]


def test_both_addresses_are_told_and_everybody_else_is_signed_out() -> None:
    user = a_member()
    old, thief, owner = user.email, signed_in(user), signed_in(user)
    change(owner)
    assert subjects(old)[-2:] == [
        "Somebody wants to change your e-mail address",
        "Your e-mail address was changed",
    ]
    assert subjects(NEW) == ["Confirm your e-mail address", "This is your address with us now"]
    assert (is_in(thief), is_in(owner)) == (False, True)


def test_three_wrong_codes_end_the_change() -> None:
    user = a_member()
    client = signed_in(user)
    ask_for(client, NEW)
    code = mailed_code(NEW)
    for _ in range(3):
        client.post("/accounts/confirm-email/", {"code": "999999" if code != "999999" else "111111"})
    client.post("/accounts/confirm-email/", {"code": code})
    assert User.objects.get(pk=user.pk).email == user.email


def test_the_answer_says_nothing_of_whose_address_it_is() -> None:
    taken = a_member(email="taken@example.org")
    answers = []
    for address in (taken.email, "free@example.org"):
        user = a_member()
        client = signed_in(user)
        answer = ask_for(client, address)
        page = client.get("/accounts/confirm-email/").content.decode()
        page = re.sub(r'value="[^"]{20,}"', "", page).replace(address, "ADDRESS").replace(user.email, "OWN")
        answers.append((answer.status_code, answer["Location"], page))
    assert answers[0] == answers[1]


def test_an_address_of_somebody_else_is_not_taken_even_with_its_code() -> None:
    taken, user = a_member(email="taken@example.org"), a_member()
    client = signed_in(user)
    change(client, taken.email)
    assert User.objects.get(pk=user.pk).email == user.email
    assert User.objects.get(email="taken@example.org") == taken


def test_a_stranger_cannot_claim_an_address_and_wait_for_its_owner_to_sign_in() -> None:
    ask_for(signed_in(a_member()), "victim@example.org")
    client = Client()
    client.post("/accounts/login/code/", {"email": "victim@example.org"})
    assert subjects("victim@example.org")[-1] == "We do not know this address yet"


@pytest.mark.parametrize("when", ["before it is confirmed", "after it is confirmed"])
def test_whoever_reads_the_old_address_can_undo_the_change(when: str) -> None:
    user = a_member(password=PASSWORD)
    thief, old = signed_in(user), user.email
    (change if when.startswith("after") else ask_for)(thief, NEW)
    link = undo_link(old)
    owner = Client()
    assert owner.get(link).status_code == 200
    assert is_in(thief)
    assert owner.post(link).status_code == 200
    user.refresh_from_db()
    assert (user.email, user.has_usable_password()) == (old, False)
    assert not is_in(thief)
    assert "The change of your e-mail address was undone" in subjects(old)
    assert sign_in(owner, user)["Location"] == "/home/"


def test_a_link_to_undo_a_change_ends_after_seven_days(settings: Any, tmp_path: Path) -> None:
    user = a_member()
    old, client = user.email, signed_in(user)
    change(client)
    link = undo_link(old)
    settings.CLOCK_FILE = str(tmp_path / "clock")
    later = datetime.now(UTC) + timedelta(days=7, seconds=5)
    Path(settings.CLOCK_FILE).write_text(later.isoformat(), encoding="ascii")
    assert Client().post(link).status_code == 410
    assert User.objects.get(pk=user.pk).email == NEW


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "é" * 50])
def test_a_forged_link_is_refused_in_a_sentence(token: str) -> None:
    answer = Client().post(f"/accounts/email/undo/{token}/")
    assert answer.status_code == 410
    assert "This link is incomplete" in answer.content.decode()


def test_an_address_that_has_become_somebody_elses_is_not_taken_back() -> None:
    user = a_member()
    old, client = user.email, signed_in(user)
    change(client)
    link = undo_link(old)
    other = a_member(email=old)
    assert Client().post(link).status_code == 410
    assert User.objects.get(email=old) == other
