"""An application is given back to be completed, and handed in again; nothing is lost on the way."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused, Stale
from core.outbox.models import OutgoingMessage
from core.outbox.registry import NoLongerWanted
from core.outbox.rendering import render
from funding import applications
from funding.enums import ApplicationStatus, AwardStatus
from funding.models import Award, FundingApplication, Programme
from tests.factories.money import written
from tests.factories.people import make_user
from tests.faults.subjects import application_in
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
WANTED = "Which precincts do you count on?"


@pytest.fixture
def staff() -> User:
    return make_user(Role.PROGRAM_STAFF)


@pytest.fixture
def handed_in(now: datetime) -> FundingApplication:
    application = application_in(ApplicationStatus.SUBMITTED, now)
    FundingApplication.objects.filter(pk=application.pk).update(**written(100))
    return FundingApplication.objects.get(pk=application.pk)


def answer_page(application: FundingApplication) -> str:
    return reverse("admin:funding_fundingapplication_change", args=[application.pk])


def own_pages(application: FundingApplication) -> tuple[Client, str]:
    return sign_in(application.candidacy.candidate.user), f"/funding/{application.candidacy.public_id}/"


def test_staff_ask_on_the_page_and_the_applicant_reads_it_writes_on_and_is_asked_again(
    handed_in: FundingApplication, staff: User, now: datetime
) -> None:
    form = {"answer": "returned", "still_wanted": WANTED, "seen_status": "submitted"}
    assert sign_in(staff).post(answer_page(handed_in), form).status_code == 302
    asked = OutgoingMessage.objects.get(kind="more_information")
    assert WANTED in render(asked).text
    client, race = own_pages(handed_in)
    assert WANTED in client.get(race).content.decode()
    assert WANTED in client.get("/me/").content.decode()
    written = {"form_key": str(uuid4()), "committee_name": "Friends", "plan": "Doors in four precincts."}
    assert client.post(f"{race}application/", written).status_code == 302
    handed_in.refresh_from_db()
    assert (handed_in.status, handed_in.plan) == ("returned", "Doors in four precincts.")
    owner = handed_in.candidacy.candidate.user
    applications.APPLICATION.move(handed_in, ApplicationStatus.SUBMITTED, actor=owner, at=now)
    with pytest.raises(NoLongerWanted, match="handed_in"):
        render(asked)
    applications.ask_for_more(handed_in, wanted="And the budget?", actor=staff, at=now + timedelta(1))
    assert OutgoingMessage.objects.filter(kind="more_information").count() == 2


def test_a_not_now_is_said_on_the_same_page_and_needs_its_reason(
    handed_in: FundingApplication, staff: User
) -> None:
    client = sign_in(staff)
    form = {"answer": "declined", "seen_status": "submitted", "still_wanted": ""}
    assert "Choose why not now." in client.post(answer_page(handed_in), form).content.decode()
    assert client.post(answer_page(handed_in), {**form, "reason": "budget_spent"}).status_code == 302
    handed_in.refresh_from_db()
    assert handed_in.status == "declined"
    assert OutgoingMessage.objects.filter(kind="application_declined").count() == 1


def test_who_may_ask_and_for_what(handed_in: FundingApplication, staff: User, now: datetime) -> None:
    owner = handed_in.candidacy.candidate.user
    for actor in (owner, make_user(Role.FINANCE), make_user(Role.PLAN_REVIEWER)):
        with pytest.raises(NotPermitted):
            applications.ask_for_more(handed_in, wanted=WANTED, actor=actor, at=now)
    with pytest.raises(Refused, match="Say what is still wanted"):
        applications.ask_for_more(handed_in, wanted="  ", actor=staff, at=now)
    with pytest.raises(Stale):
        applications.ask_for_more(handed_in, wanted=WANTED, actor=staff, at=now, seen="returned")


@pytest.mark.parametrize(
    "answer",
    [partial(applications.ask_for_more, wanted=WANTED), partial(applications.decline, reason="budget_spent")],
)
def test_while_an_award_waits_for_approval_nobody_answers_otherwise(
    handed_in: FundingApplication, staff: User, now: datetime, answer: Any
) -> None:
    Award.objects.create(
        application=handed_in,
        programme=Programme.objects.create(name="Fund", budget=1_000),
        amount=Decimal(100),
        status=AwardStatus.REQUESTED,
        requested_by=staff,
    )
    with pytest.raises(Refused, match="waits for approval"):
        answer(handed_in, actor=staff, at=now)
