"""Committees are paid, not people: nothing is paid before somebody of ours has seen whose the account is."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from candidates.enums import CandidacyStatus
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.queues import queues_of
from funding.accounts import check_of, is_name_of, with_checks
from funding.enums import AwardStatus
from funding.instalments import Instalment, progress_of, refuse_a_wrong_plan
from funding.models import AccountCheck, Award, CandidacyFunding, FundingApplication, Payment
from funding.payments import pay
from tests.factories.money import account_seen
from tests.factories.people import make_user
from tests.faults.subjects import application_in, award_in, candidacy_in
from tests.ops.test_access import sign_in

D = Decimal
NOW = datetime(2026, 8, 1, 15, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
CENTS = st.integers(1, 50_000).map(lambda cents: D(cents) / 100)


@pytest.fixture
def award(db: None) -> Award:
    candidacy = candidacy_in(CandidacyStatus.ON_BALLOT, NOW)
    CandidacyFunding.objects.create(candidacy=candidacy, cap=D(500), awarded=D(100))
    application = application_in("awarded", NOW, candidacy=candidacy)
    FundingApplication.objects.update(committee_name="Friends of the Library", treasurer_name="Theo Ledger")
    application.refresh_from_db()
    made = award_in(AwardStatus.APPROVED, NOW, application=application)
    made.programme.committed = D(100)
    made.programme.save()
    return made


def pays(award: Award) -> Payment:
    payer = make_user(Role.FINANCE)
    terms = {"method": "check", "reference": "1", "rules_checked": "The statute."}
    return pay(award, amount=D(1), actor=payer, at=NOW, **terms)


def is_awaited(award: Award) -> bool:
    return not with_checks(Award.objects.all()).get(pk=award.pk).account_checked


def test_nothing_is_paid_until_staff_have_checked_the_account_and_it_is_known_who_did_and_when(
    award: Award,
) -> None:
    with pytest.raises(Refused, match="Nobody has checked yet"):
        pays(award)
    assert not Payment.objects.exists()
    assert is_awaited(award)
    staff = make_user(Role.PROGRAM_STAFF)
    check = account_seen(award.application, actor=staff, at=NOW)
    assert (check.checked_by, check.checked_at) == (staff, NOW)
    assert not is_awaited(award)
    assert pays(award).account_check == check


def test_the_newest_check_counts_and_only_for_the_committee_that_was_checked(award: Award) -> None:
    account_seen(award.application)
    account_seen(award.application, belongs=False)
    assert check_of(award.application) is None
    with pytest.raises(Refused, match="Nobody has checked yet"):
        pays(award)
    account_seen(award.application)
    FundingApplication.objects.update(committee_name="Another committee")
    assert is_awaited(award)
    with pytest.raises(Refused, match="Nobody has checked yet"):
        pays(award)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"account_holder": "  theo LEDGER"}, "in a person’s name"),
        ({"account_holder": "Ledger, Theo"}, "in a person’s name"),
        ({"seen": "Account 0211-0003-2198 at the credit union"}, "number out"),
        ({"account_holder": "Friends 021000021"}, "number out"),
    ],
)
def test_a_persons_account_and_an_accounts_number_are_refused(
    award: Award, changes: dict[str, str], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        account_seen(award.application, **changes)
    assert not AccountCheck.objects.exists()


def test_that_an_account_is_a_persons_can_be_noted_and_is_no_check_that_counts(award: Award) -> None:
    account_seen(
        award.application, account_holder="Theo Ledger", belongs=False, seen="A letter of 2026-07-30."
    )
    assert is_awaited(award)


def test_a_committee_without_a_name_has_no_account(award: Award) -> None:
    FundingApplication.objects.update(committee_name=" ")
    with pytest.raises(Refused, match="names no committee"):
        account_seen(award.application, account_holder="Friends")


def test_only_program_staff_and_finance_check_and_nobody_the_own_committee(award: Award) -> None:
    own = award.application.candidacy.candidate.user
    own.groups.add(*make_user(Role.PROGRAM_STAFF, Role.FINANCE).groups.all())
    for nobody in (own, make_user(Role.PLAN_REVIEWER), make_user()):
        with pytest.raises(NotPermitted):
            account_seen(award.application, actor=nobody)
    account_seen(award.application, actor=make_user(Role.FINANCE))


@given(st.permutations(["Maria", "de", "la", "Cruz"]), st.sampled_from([str.upper, str.lower, str.title]))
def test_a_name_is_a_persons_in_whatever_order_and_case(words: list[str], write: Any) -> None:
    assert is_name_of(write(" ".join(words)), ("Maria de la Cruz", "Theo Ledger"))


@pytest.mark.parametrize(
    ("holder", "is_persons"),
    [
        ("Maria Cruz and Theo Ledger", True),
        ("Maria Cruz for Council", False),
        ("Committee to elect Maria Cruz", False),
        ("Cruz", False),
        ("", False),
    ],
)
def test_a_committee_called_after_a_person_is_no_person(holder: str, is_persons: bool) -> None:
    assert is_name_of(holder, ("Maria Cruz", "Theo Ledger")) is is_persons


def test_what_waits_for_a_check_stands_in_a_queue_and_its_list_leads_there(award: Award) -> None:
    finance = make_user(Role.FINANCE)
    url, count = waiting_for(finance)
    assert count == 1
    client = sign_in(finance)
    page = f"{reverse('admin:funding_accountcheck_add')}?application={award.application_id}"
    assert page.replace("&", "&amp;") in client.get(url).content.decode()
    assert "Friends of the Library" in client.get(page).content.decode()
    typed = {
        "application": award.application_id,
        "registration": "TX-1",
        "account_holder": "Theo Ledger",
        "seen": "A letter.",
        "belongs": "True",
        "form_key": str(uuid4()),
    }
    refused = client.post(page, typed).content.decode()
    assert "in a person’s name" in refused
    assert "A letter." in refused
    assert client.post(page, {**typed, "account_holder": "Friends of the Library"}).status_code == 302
    assert waiting_for(finance) == (url, 0)


def waiting_for(user: User) -> tuple[str, int]:
    found = [one for one in queues_of(user, now=NOW) if str(one.label) == "Accounts to check"]
    return found[0].url, found[0].count


def plan(*parts: tuple[int, str]) -> list[Instalment]:
    return [Instalment(TODAY + days * DAY, D(amount)) for days, amount in parts]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([(0, "60"), (30, "39.99")], "make \\$99.99"),
        ([(0, "60"), (30, "40.01")], "make \\$100.01"),
        ([(-1, "60"), (30, "40")], "in the past"),
        ([(30, "60"), (30, "40")], "a day of its own"),
        ([(30, "60"), (1, "40")], "a day of its own"),
        ([(0, "100"), (1, "0")], "more than nothing"),
        ([(number, "20") for number in range(5)], "at most 4"),
    ],
)
def test_a_plan_that_does_not_add_up_or_has_no_order_is_refused(
    parts: list[tuple[int, str]], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        refuse_a_wrong_plan(plan(*parts), amount=D(100), today=TODAY)


@pytest.mark.parametrize(
    "parts", [[], [(0, "100")], [(0, "60"), (1, "40.00")], [(n, "25") for n in range(4)]]
)
def test_a_plan_may_begin_today_or_be_missing_but_not_have_begun(parts: list[tuple[int, str]]) -> None:
    refuse_a_wrong_plan(plan(*parts), amount=D(100), today=TODAY)
    with pytest.raises(Refused, match="in the past") if parts else nullcontext():
        refuse_a_wrong_plan(plan(*parts), amount=D(100), today=TODAY + DAY)


@given(st.lists(CENTS, max_size=4), CENTS, CENTS)
def test_what_is_paid_fills_the_first_instalments_first_and_never_more_than_they_are(
    amounts: list[Decimal], paid: Decimal, more: Decimal
) -> None:
    planned = [Instalment(TODAY + number * DAY, amount) for number, amount in enumerate(amounts)]
    found, later = progress_of(planned, paid=paid), progress_of(planned, paid=paid + more)
    assert sum(one.paid for one in found) == min(paid, sum(amounts, D(0)))
    assert all(D(0) <= one.paid <= one.amount for one in found)
    assert all(before.paid <= after.paid for before, after in zip(found, later, strict=True))
    begun = [one.paid > 0 for one in found]
    assert begun == sorted(begun, reverse=True)


def test_the_candidate_and_the_payer_see_what_is_planned(award: Award) -> None:
    Award.objects.update(
        instalments=[{"due_on": "2026-08-15", "amount": "60.00"}, {"due_on": "2026-09-15", "amount": "40.00"}]
    )
    account_seen(award.application)
    pays(award)
    race = award.application.candidacy
    own = sign_in(race.candidate.user).get(f"/funding/{race.public_id}/").content.decode()
    assert "$59.00 planned" in own
    assert "$40.00 planned" in own
    payer = sign_in(make_user(Role.FINANCE))
    shown = payer.get(f"{reverse('admin:funding_payment_add')}?award={award.pk}").content.decode()
    assert "left: $59.00" in shown
    assert "Friends of the Library" in shown
    assert date(2026, 9, 15).strftime("Sept. %d") in shown or "September 15" in shown


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "is_led"), [(Role.FINANCE, True), (Role.PROGRAM_STAFF, False)])
def test_finance_find_the_books_where_their_work_waits(role: Role, is_led: bool) -> None:
    page = sign_in(make_user(role)).get("/staff/").content.decode()
    assert (reverse("funding:books") in page) is is_led
