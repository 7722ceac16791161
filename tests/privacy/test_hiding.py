"""Whoever hides is seen by one contact alone, a call for help by all who are named; nobody is named unasked."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from candidates.candidacies import enter_race
from candidates.models import Candidate
from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from core.outbox.sending import send_due
from core.privacy import hiding, safety
from core.privacy.models import PrivacyChoices, SafetyCall
from core.privacy.registry import all_holdings
from core.queues import queues_of
from donors.releases import publish
from interviews.models import Interview
from mentorship.models import Mentorship
from tests.factories.offices import RaceFactory
from tests.factories.people import make_candidate, make_user
from tests.ops.test_access import sign_in
from tests.privacy import somebody

NAMES = ("Quillamyra", "thornwickel")


@pytest.fixture
def person(now: datetime, settings: Settings, tmp_path: Path) -> Candidate:
    settings.MEDIA_ROOT, settings.MAILBOX_DIR = tmp_path / "media", tmp_path / "mail"
    return somebody.make(now)


def pages_that_name(client: Client) -> Iterator[str]:
    """Walk every list of the back office, its first rows' pages, and the staff's own page."""
    urls = ["/staff/", "/admin/", "/mentorship/", "/donors/"]
    for model in admin.site._registry:
        if model._meta.label not in {holding.model._meta.label for holding in all_holdings()}:
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        urls += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        urls += [
            reverse(f"{name}_change", args=[pk])
            for pk in model._base_manager.values_list("pk", flat=True)[:1]
        ]
    for url in urls:
        answer = client.get(url)
        if answer.status_code == 200 and any(name in answer.content.decode() for name in NAMES):
            yield url


def how_many_name(client: Client, at_most: int) -> int:
    return len(list(islice(pages_that_name(client), at_most)))


@pytest.mark.django_db
@pytest.mark.slow
def test_whoever_hides_is_on_no_list_and_no_page_but_their_contact_s(
    person: Candidate, now: datetime
) -> None:
    contact, colleague = make_user(Role.PROGRAM_STAFF), make_user(*set(Role.values))
    interviewer = Interview.objects.get().interviewer.user
    mentor = Mentorship.objects.get().mentor.user
    root = User.objects.create_superuser("root@example.org")
    others = [sign_in(user) for user in (colleague, interviewer, mentor, root)]
    assert how_many_name(others[0], at_most=15) == 15
    assert [how_many_name(client, at_most=1) for client in others[1:]] == [1] * 3
    hiding.hide(person.user, contact=contact, at=now)
    assert [list(pages_that_name(client)) for client in others] == [[]] * 4
    assert how_many_name(sign_in(contact), at_most=8) == 8
    assert sign_in(person.user).get("/me/").status_code == 200


@pytest.mark.django_db
def test_only_one_of_the_named_can_be_chosen_and_never_oneself(now: datetime) -> None:
    staff, person = make_user(Role.PROGRAM_STAFF), make_user()
    for contact in (person, make_user(), make_user(Role.INTERVIEWER)):
        with pytest.raises(Refused):
            hiding.hide(person, contact=contact, at=now)
    with pytest.raises(Refused):
        hiding.hide(staff, contact=staff, at=now)
    page = sign_in(person).post("/me/data/safety/", {"contact": staff.pk, "form_key": str(uuid4())})
    assert page.headers["Location"] == "/me/data/safety/"
    assert PrivacyChoices.objects.get(user=person).contact == staff
    assert sign_in(person).post("/me/data/safety/", {"form_key": str(uuid4())}).status_code == 422


@pytest.mark.django_db
def test_one_press_tells_every_named_contact_at_once_and_stays_urgent_until_answered(
    now: datetime, settings: Settings
) -> None:
    named, unnamed = (make_user(Role.PROGRAM_STAFF, email=f"{who}@example.org") for who in ("ann", "bob"))
    settings.ORG_SAFETY_CONTACTS = ["ann@example.org"]
    person = make_user(first_name="Hilde", last_name="Hidden")
    hiding.hide(person, contact=named, at=now)
    client = sign_in(person)
    for _ in range(3):
        answer = client.post("/me/data/safety/unsafe/", {"form_key": str(uuid4())}, follow=True)
    assert "We know. Somebody will call you." in answer.content.decode()
    assert settings.ORG_HOTLINES.split(".")[0] in answer.content.decode()
    call = SafetyCall.objects.get()
    send_due(now=clock.now(), lanes=["security"])
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["ann@example.org"], "Hilde Hidden feels unsafe: call now")
    ]
    first = queues_of(named, now=now)[0]
    assert (str(first.label), first.count, first.urgent) == ("Somebody feels unsafe", 1, True)
    assert "Somebody feels unsafe" not in [str(queue.label) for queue in queues_of(unnamed, now=now)]
    with pytest.raises(NotPermitted):
        safety.answer(call, outcome="reached", actor=unnamed, at=now)
    page = reverse("admin:privacy_safetycall_change", args=[call.pk])
    staff = sign_in(named)
    assert "Hilde Hidden" in staff.get(page).content.decode()
    assert staff.post(page, {"outcome": "reached"}).status_code == 302
    assert "already" in staff.post(page, {"outcome": "help"}).content.decode()
    assert queues_of(User.objects.get(pk=named.pk), now=now)[0].count == 0


@pytest.mark.django_db
def test_the_button_works_without_its_key_and_a_mistake_can_be_taken_back(now: datetime) -> None:
    make_user(Role.PROGRAM_STAFF)
    person = make_user()
    client = sign_in(person)
    assert client.post("/me/data/safety/unsafe/").status_code == 302
    assert SafetyCall.objects.filter(answered_at__isnull=True).count() == 1
    client.post("/me/data/safety/mistake/", {"form_key": str(uuid4())})
    assert SafetyCall.objects.get().outcome == "mistake"
    send_due(now=clock.now())
    assert OutgoingMessage.objects.get(kind="safety_call").status == "cancelled"


@pytest.mark.django_db
def test_the_button_is_on_every_page_of_somebody_who_is_signed_in(now: datetime) -> None:
    client = sign_in(make_candidate(now=now).user)
    for page in ("/me/", "/training/", "/offices/", "/me/data/", "/intro-calls/", "/accounts/2fa/"):
        answer = client.get(page, follow=True).content.decode()
        assert answer.count('action="/me/data/safety/unsafe/"') >= 2, page
    assert 'action="/me/data/safety/unsafe/"' not in Client().get("/").content.decode()


@pytest.mark.django_db
def test_nobody_is_named_unless_they_say_so_and_only_as_long(now: datetime) -> None:
    person = make_user()
    client = sign_in(person)
    nameable = User.objects.filter(hiding.may_be_named())
    assert not nameable.exists()
    client.post("/me/data/named/", {"named": "yes", "form_key": str(uuid4())})
    assert nameable.get() == person
    since = PrivacyChoices.objects.get().named_since
    client.post("/me/data/named/", {"named": "yes", "form_key": str(uuid4())})
    assert PrivacyChoices.objects.get().named_since == since
    hiding.hide(person, contact=make_user(Role.PROGRAM_STAFF), at=now)
    assert not nameable.exists()
    hiding.show(person)
    client.post("/me/data/named/", {"named": "no", "form_key": str(uuid4())})
    assert not nameable.exists()
    assert PrivacyChoices.objects.get().events.count() >= 4


@pytest.mark.django_db
def test_a_donor_s_page_names_nobody(now: datetime) -> None:
    person = make_candidate(now=now, user=make_user(first_name=NAMES[0], last_name="Thornwickel"))
    hiding.consent_to_be_named(person.user, consents=True, at=now)
    hiding.consent_to_be_named(person.user, consents=False, at=now)
    publish(as_of=now, now=now)
    page = sign_in(make_user(Role.DONOR)).get("/donors/").content.decode()
    assert not any(name in page for name in NAMES)


@pytest.mark.django_db
def test_whoever_is_about_to_file_is_warned_of_the_address_first(now: datetime) -> None:
    person = make_candidate(now=now, filed_on=now.date())
    race = enter_race(person, RaceFactory(), at=now)
    client = sign_in(person.user)
    for page in ("/me/races/new/", f"/me/races/{race.public_id}/evidence/"):
        answer = client.get(page).content.decode()
        assert "Filing makes your address public." in answer
        assert "/training/getting-on-your-local-ballot/your-address-in-public-records/" in answer
    assert (
        client.get("/training/getting-on-your-local-ballot/your-address-in-public-records/").status_code
        == 200
    )
