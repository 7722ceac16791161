"""Money in a browser, with the clock moved: draft, more information, award, two instalments, report."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from candidates.enums import Stage
from candidates.models import Candidacy
from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from funding import gifts
from funding.enums import Declaration, PaymentStatus
from funding.models import Award, FundingApplication, Payment, Programme, SpendingReport
from tests.browsing import LOOKS, a_chromium, a_page, goes_on, keep_picture, looks_right
from tests.factories.offices import CostObservationFactory
from tests.factories.people import bring_to, make_user, put_on_ballot

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)
PLAN = "Win number: 501.\nField: 300 doors a week."


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.fixture
def clock_file(tmp_path: Path, settings: Any) -> Path:
    """The clock of the whole site, tests and server alike, begins now and stands still until it is moved."""
    file = tmp_path / "clock"
    file.write_text(clock.now().isoformat(), encoding="ascii")
    settings.CLOCK_FILE = str(file)
    return file


@pytest.mark.parametrize(("width", "scripts", "language"), LOOKS)
def test_from_a_draft_to_the_report(
    live_server: Any, chromium: Browser, clock_file: Path, width: int, scripts: bool, language: str
) -> None:
    now = clock.now()
    race = ready_race(now, language)
    team = [make_user(role, language=language) for role in (Role.PROGRAM_STAFF, Role.FINANCE, Role.FINANCE)]
    Programme.objects.create(name="Fund", budget=500)
    look: dict[str, Any] = {"width": width, "scripts": scripts, "language": language}

    def signed_in(user: User) -> Any:
        return a_page(chromium, live_server.url, user=user, **look)

    with signed_in(race.candidate.user) as page:
        candidate = Walker(page, race, scripts)
        candidate.ticks_what_is_done()
        candidate.writes_and_hands_in()
    with signed_in(team[0]) as page:
        asks_for_more(page)
    with signed_in(race.candidate.user) as page:
        candidate = Walker(page, race, scripts)
        candidate.answers_and_compares()
    move(clock_file, now + 70 * DAY)
    with signed_in(team[0]) as page:
        requests_the_award(page)
    with signed_in(team[1]) as page:
        chooses(page, f"/admin/funding/award/{Award.objects.get().pk}/change/", "answer", "approved")
    with signed_in(team[2]) as page:
        checks_the_account(page)
        for amount in ("100.00", "50.00"):
            pays(page, amount, scripts)
    assert [payment.amount for payment in Payment.objects.order_by("pk")] == [Decimal(100), Decimal(50)]
    assert {payment.status for payment in Payment.objects.all()} == {PaymentStatus.PAID}
    move(clock_file, now + 203 * DAY)
    with signed_in(race.candidate.user) as page:
        Walker(page, race, scripts).reports()
    assert SpendingReport.objects.get().spent == Decimal("149.50")


def ready_race(now: datetime, language: str) -> Candidacy:
    """On the ballot for a race that costs $1,000, with $150 raised and seen."""
    candidate = bring_to(Stage.COMMITTED, now=now, user=make_user(language=language))
    race = put_on_ballot(
        candidate, ballot_date=now.date() - DAY, now=now, election_date=now.date() + 200 * DAY
    )
    CostObservationFactory(office=race.race.office, amount=Decimal(1000), cycle=now.year - 2)
    for donor in ("Ada Millbrook", "Theo Castellan"):
        given = {"donor": donor, "amount": Decimal(75), "kind": "gift", "given_on": date(2026, 1, 2)}
        gift = gifts.add_gift(race, now=now, **given)
        gifts.document_gift(gift, actor=make_user(Role.PROGRAM_STAFF), now=now)
    return race


def move(clock_file: Path, to: datetime) -> None:
    clock_file.write_text(to.isoformat(), encoding="ascii")


class Walker:
    """The candidate, on the pages of one race."""

    def __init__(self, page: Page, race: Candidacy, scripts: bool) -> None:
        self.page, self.scripts = page, scripts
        self.home = f"/funding/{race.public_id}/"
        self.checklist = f"/me/races/{race.public_id}/filing/"

    def at(self, place: str = "") -> Page:
        self.page.goto(f"{self.home}{place}")
        looks_right(self.page, scripts=self.scripts)
        return self.page

    def presses(self, form: str) -> None:
        goes_on(self.page, self.page.locator(f"main form[action$='{form}'] button[type=submit]").first)

    def saves(self) -> None:
        goes_on(self.page, self.page.locator("main form[method=post] button.btn-primary").first)

    def ticks_what_is_done(self) -> None:
        self.page.goto(self.checklist)
        self.page.locator("[name=done][value=fee]").check()
        self.saves()
        looks_right(self.page, scripts=self.scripts)
        expect(self.page.locator("[name=done]:checked")).to_have_count(1)

    def writes_and_hands_in(self) -> None:
        self.at()
        page = self.at("application/")
        page.locator("[name=committee_name]").fill("Friends of the Library")
        page.locator("[name=treasurer_name]").fill("Theo Ledger")
        page.locator("[name=plan]").fill(PLAN)
        if self.scripts:
            expect(page.locator("[data-saved]")).not_to_be_empty()
            assert FundingApplication.objects.get().plan.splitlines() == PLAN.splitlines()
        page.locator("[name=requested]").fill("150.00")
        page.locator("[name=what_0]").fill("Postage")
        page.locator("[name=amount_0]").fill("150.00")
        for code in Declaration.values:
            page.locator(f"[name=declarations][value={code}]").check()
        self.saves()
        self.presses("/hand-in/")
        looks_right(page, scripts=self.scripts)
        assert FundingApplication.objects.get().status == "submitted"
        for place in ("gifts/import/", "treasurer/", "documents/", "copies/"):
            self.at(place)

    def answers_and_compares(self) -> None:
        page = self.at("application/")
        page.locator("[name=plan]").fill(f"{PLAN}\nCalendar: by week.")
        self.saves()
        self.presses("/hand-in/")
        page = self.at("copies/")
        expect(page.locator("ins", has_text="Calendar: by week.")).to_have_count(1)

    def reports(self) -> None:
        page = self.at()
        expect(page.locator(".timeline li")).to_have_count(3)
        page = self.at("report/")
        page.locator("[name=spent]").fill("149.50")
        page.locator("[name=used_for]").fill("Postage.")
        self.saves()
        looks_right(page, scripts=self.scripts)


def chooses(page: Page, address: str, name: str, choice: str, **fields: str) -> None:
    page.goto(address)
    page.locator(f"[name={name}][value={choice}]").check()
    for field, value in fields.items():
        page.locator(f"[name={field}]").fill(value)
    goes_on(page, page.locator("[name=_save]"))
    expect(page.locator(".messagelist .success")).to_have_count(1)


def asks_for_more(page: Page) -> None:
    application = FundingApplication.objects.get()
    address = f"/admin/funding/fundingapplication/{application.pk}/change/"
    chooses(page, address, "answer", "returned", still_wanted="A calendar.")


def requests_the_award(page: Page) -> None:
    page.goto(f"/admin/funding/award/add/?application={FundingApplication.objects.get().pk}")
    page.locator("[name=programme]").select_option(index=1)
    page.locator("[name=amount]").fill("150.00")
    for number, (days, part) in enumerate(((1, "100.00"), (31, "50.00")), start=1):
        day = clock.now().date() + days * DAY
        page.locator(f"[name=due_{number}]").fill(day.isoformat())
        page.locator(f"[name=part_{number}]").fill(part)
    keep_picture(page)
    goes_on(page, page.locator("[name=_save]"))
    expect(page.locator(".messagelist .success")).to_have_count(1)


def checks_the_account(page: Page) -> None:
    page.goto("/admin/funding/award/")
    goes_on(page, page.locator("#result_list a[href*='accountcheck/add/']").first)
    expect(page.locator("body")).to_contain_text("Friends of the Library")
    page.locator("[name=registration]").fill("TX-2026-118")
    page.locator("[name=account_holder]").fill("Friends of the Library")
    page.locator("[name=seen]").fill("A letter of the bank.")
    page.locator("[name=belongs][value=True]").check()
    keep_picture(page)
    goes_on(page, page.locator("[name=_save]"))
    expect(page.locator(".messagelist .success")).to_have_count(1)


def pays(page: Page, amount: str, scripts: bool) -> None:
    page.goto(f"/admin/funding/payment/add/?award={Award.objects.get().pk}")
    expect(page.locator("body")).to_contain_text(re.compile("Friends of the Library"))
    page.locator("[name=amount]").fill(amount)
    keep_picture(page)
    page.locator("[name=method]").select_option("transfer")
    page.locator("[name=reference]").fill(f"TX-{amount}")
    page.locator("[name=rules_checked]").fill("The commission's page, read today.")
    goes_on(page, page.locator("[name=_save]"))
    expect(page.locator(".messagelist .success")).to_have_count(1)
    page.goto("/funding/books/")
    looks_right(page, scripts=scripts)
