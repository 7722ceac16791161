"""Whoever asked about an office, told us of it, or missed it, hears what came of it."""

from datetime import datetime, timedelta

import pytest

from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.models import OutgoingMessage
from core.outbox.rendering import Rendered, render
from core.outbox.sending import send_due
from offices import facts
from offices.enums import FactKind, WantedKind
from offices.models import Office, ResearchRequest, WantedOffice
from tests.factories.offices import OfficeFactory
from tests.factories.people import make_user
from tests.offices.test_facts import said
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db


def mails_to(person: User) -> list[OutgoingMessage]:
    return list(OutgoingMessage.objects.filter(recipient=person).order_by("pk"))


def the_mail_to(person: User) -> Rendered:
    (message,) = mails_to(person)
    return render(message)


def ask(office: Office) -> User:
    person = make_user(first_name="Ana")
    ResearchRequest.objects.create(office=office, asked_by=person)
    return person


def test_what_is_found_out_on_one_day_reaches_whoever_asked_in_one_mail(now: datetime) -> None:
    office, researcher = OfficeFactory(), make_user(Role.RESEARCHER)
    asked, other = ask(office), ask(OfficeFactory())
    facts.record(office, said(FactKind.FEE, "75", now), by=researcher, at=now)
    facts.record(office, said(FactKind.RESIDENCY, "one year", now), by=researcher, at=now)
    assert mails_to(other) == []
    mail = the_mail_to(asked)
    assert office.name in mail.subject
    assert "$75" in mail.text
    assert "one year" in mail.text
    assert "My clerk, on the phone" in mail.text
    assert f"/offices/{office.public_id}/" in mail.text


def test_the_mail_waits_an_hour_for_what_else_is_found_out(now: datetime) -> None:
    office = OfficeFactory()
    ask(office)
    facts.record(office, said(FactKind.FEE, "75", now), by=None, at=now)
    assert send_due(now=now + timedelta(minutes=59)) == {}
    assert send_due(now=now + timedelta(hours=1)) == {"sent": 1}


def test_news_on_another_day_is_another_mail(now: datetime) -> None:
    office = OfficeFactory()
    asked = ask(office)
    for day in (0, 1, 1):
        at = now + timedelta(days=day)
        facts.record(office, said(FactKind.FEE, str(70 + len(mails_to(asked))), at), by=None, at=at)
    assert len(mails_to(asked)) == 2


def test_what_nobody_needs_in_order_to_run_is_no_reason_for_a_mail(now: datetime) -> None:
    office = OfficeFactory()
    asked = ask(office)
    facts.record(office, said(FactKind.TITLE, "Trustee", now), by=None, at=now)
    assert mails_to(asked) == []


def test_whoever_told_us_hears_that_it_is_shown_now(now: datetime) -> None:
    office, person = OfficeFactory(), make_user()
    fact = facts.tell(office, said(FactKind.FEE, "75", now), by=person, at=now)
    facts.confirm(fact, actor=make_user(Role.RESEARCHER), at=now)
    assert "is shown now" in the_mail_to(person).subject


def test_whoever_told_us_hears_why_it_is_not_shown(now: datetime) -> None:
    office, person = OfficeFactory(), make_user()
    fact = facts.tell(office, said(FactKind.FEE, "75", now), by=person, at=now)
    facts.refuse(fact, because="The county says 100 dollars.", actor=make_user(Role.RESEARCHER), at=now)
    mail = the_mail_to(person)
    assert "could not confirm" in mail.subject
    assert "The county says 100 dollars." in mail.text


def test_whoever_missed_an_office_hears_once_that_it_is_listed() -> None:
    person, staff = make_user(), make_user(Role.PROGRAM_STAFF)
    office = OfficeFactory()
    wanted = WantedOffice.objects.create(
        kind=WantedKind.LIBRARY, state="WI", description="Hudson Library Board", asked_by=person
    )
    page = f"/admin/offices/wantedoffice/{wanted.pk}/change/"
    for _ in range(2):
        assert sign_in(staff).post(page, {"found": office.pk}).status_code == 302
    mail = the_mail_to(person)
    assert office.name in mail.subject
    assert "Hudson Library Board" in mail.text
