"""Staff hand people over to a partner as a file: who agreed, to what, and nothing that a spreadsheet works out."""

import csv
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from candidates.hand_over import agree, file_for_partner, take_back
from candidates.models import Candidate, HandOver, Partner
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.privacy import asking, hiding
from tests.factories.people import make_candidate, make_user
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
LIST = reverse("admin:candidates_handover_changelist")


@pytest.fixture
def staff() -> User:
    return make_user(Role.PROGRAM_STAFF)


@pytest.fixture
def partner() -> Partner:
    return Partner.objects.create(name="Run Later", about="For all ages.", takes="over_age")


def somebody(now: datetime, name: str = "Ann", **fields: Any) -> Candidate:
    user = make_user(first_name=name, last_name="Elder", **fields)
    return make_candidate(now=now, user=user, date_of_birth=date(1960, 1, 1))


def download(client: Client, *chosen: HandOver) -> HttpResponse:
    form = {"action": "as_a_file", "_selected_action": [one.pk for one in chosen]}
    return client.post(LIST, form, follow=True)


def rows_of(answer: HttpResponse) -> list[list[str]]:
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "no-store" in answer.headers["Cache-Control"]
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_file_holds_who_agreed_with_what_they_agreed_to(
    staff: User, partner: Partner, now: datetime
) -> None:
    names = ["Ann", "=cmd|' /C calc'!A0", "Back", "Away"]
    people = [somebody(now, name) for name in names]
    for person in people:
        agree(person, partner, at=now)
    take_back(people[2], partner, at=now)
    hiding.hide(people[3].user, contact=make_user(Role.PROGRAM_STAFF), at=now)
    heading, *rows = rows_of(download(sign_in(staff), *HandOver.objects.all()))
    assert heading == ["first name", "last name", "e-mail address", "state", "reason"]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("Ann", people[0].user.email, "TX"),
        ("'=cmd|' /C calc'!A0", people[1].user.email, "TX"),
    ]
    passed_on = HandOver.objects.filter(passed_on_by=staff)
    assert {one.candidate for one in passed_on} == {people[0], people[1]}
    assert LogEntry.objects.filter(user=staff).exists()


def test_a_file_that_was_lost_can_be_had_again_and_the_first_date_stays(
    staff: User, partner: Partner, now: datetime
) -> None:
    agree(somebody(now), partner, at=now)
    all_of_them = HandOver.objects.all()
    first = file_for_partner(all_of_them, actor=staff, at=now)
    assert file_for_partner(all_of_them, actor=make_user(Role.PROGRAM_STAFF), at=now + timedelta(1)) == first
    assert (all_of_them.get().passed_on_at, all_of_them.get().passed_on_by) == (now, staff)


def test_one_file_is_for_one_partner(staff: User, partner: Partner, now: datetime) -> None:
    other = Partner.objects.create(name="Another", about="For all ages.", takes="over_age")
    person = somebody(now)
    for one in (partner, other):
        agree(person, one, at=now)
    answer = download(sign_in(staff), *HandOver.objects.all())
    assert "Choose people of one partner organisation" in answer.content.decode()
    assert HandOver.objects.waiting().count() == 2


def test_nobody_hands_over_their_own_record_and_an_erased_person_is_in_no_file(
    staff: User, partner: Partner, now: datetime
) -> None:
    own = make_candidate(now=now, user=staff, date_of_birth=date(1960, 1, 1))
    erased = somebody(now)
    for person in (own, erased):
        agree(person, partner, at=now)
    HandOver.objects.filter(candidate=erased).update(passed_on_at=now, passed_on_by=staff)
    asking.ask(erased.user, at=now)
    for minutes in (0, 1):
        asking.carry_out_due(now=now + timedelta(days=7, minutes=minutes))
    with pytest.raises(Refused, match="Nobody among them"):
        file_for_partner(HandOver.objects.all(), actor=staff, at=now)


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.FINANCE, Role.MENTOR])
def test_only_program_staff_hand_over(role: Role, partner: Partner, now: datetime) -> None:
    agree(somebody(now), partner, at=now)
    other = make_user(role)
    with pytest.raises(NotPermitted):
        file_for_partner(HandOver.objects.all(), actor=other, at=now)
    answer = download(sign_in(other), HandOver.objects.get())
    assert not answer.headers["Content-Type"].startswith("text/csv")
    assert HandOver.objects.waiting().count() == 1
