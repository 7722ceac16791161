"""The second half of the walk: from choosing a race to what a donor sees of the payment."""

import re
from datetime import date, datetime
from decimal import ROUND_UP, Decimal
from zoneinfo import ZoneInfo

from tests.e2e.cast import Cast
from tests.e2e.people import Person

AUSTIN = ZoneInfo("America/Chicago")
BALLOT_CHECKED = datetime(2026, 3, 20, 10, tzinfo=AUSTIN)
BALLOT_DATE = date(2026, 3, 19)
LAST_DAY_OF_WAITING = datetime(2026, 5, 18, 23, 30, tzinfo=AUSTIN)
FIRST_DAY_OF_FUNDING = datetime(2026, 5, 19, 0, 5, tzinfo=AUSTIN)
PAID_ON = datetime(2026, 5, 21, 11, tzinfo=AUSTIN)
A_WEEK_LATER = datetime(2026, 5, 28, 12, tzinfo=AUSTIN)
NOT_YET, OPEN = "Not yet. Funding opens on May 19, 2026", "You meet the rules for funding"
PLAN = """Win number: 4,100 of about 8,000 expected votes, from the turnout of the last two elections.
Voters: 2,600 who vote in every local election, 3,900 who sometimes do; each gets two visits.
Message: the crossing on the way to school has waited four years for its light.
Field: 300 doors a week with twelve people until October. Budget: $18,000, priced, with a low case of $11,000.
Calendar by week with every report date. Team: treasurer, field, friends. Fundraising: 90 named asks."""
DECLARATIONS = ("Everything in this", "The money goes", "The committee keeps", "After the election we")
SECTIONS = ("Win number", "Voters", "Message", "Field", "Budget", "Calendar", "Team", "Fundraising")


def chooses_the_race_and_sends_the_link(cast: Cast) -> None:
    candidate = cast.candidate.opens("/me/").follows("Choose your race").shows("race")
    candidate.selects("Office", "Austin City Council").fills("Election day", "2026-11-03")
    candidate.presses("This is my race").reads_heading("Show us that you are on the ballot").shows("evidence")
    candidate.fills("Link to the official list", "https://elections.example.org/austin/2026")
    candidate.presses("Send it").reads_heading("You’re up to date").sees(
        "We are checking the official list"
    ).photographs("me-evidence")


def staff_verify_the_ballot(cast: Cast) -> None:
    cast.stack.move_clock(BALLOT_CHECKED)
    staff = cast.staff.comes_back("/staff/").follows("Ballot evidence to check").photographs("evidence")
    staff.follows("Juniper Fairwell").fills("Ballot date", BALLOT_DATE.isoformat()).photographs("ballot")
    staff.presses("Save").sees("was changed successfully")


def learns_when_funding_opens(cast: Cast) -> None:
    candidate = cast.candidate
    mail = cast.stack.wait_mail(candidate.email, "you are on the ballot")
    assert "March 19, 2026" in mail.text
    candidate.opens("/me/").reads_heading("Funding opens on May 19, 2026").shows("me-on-ballot")
    candidate.chooses_from_menu("Funding").shows("funding").follows("Can I apply yet?")
    candidate.reads_heading(NOT_YET).shows("not-yet")
    cast.asked_for = candidate.figure("the most you could receive")
    assert cast.asked_for == candidate.figure("still to raise") > 0


def prepares_the_application(cast: Cast) -> None:
    candidate, half = cast.candidate, str((cast.asked_for / 2).to_integral_value(ROUND_UP))
    for donor in ("Ada Millbrook", "Theo Castellan"):
        candidate.follows("Note a gift").fills("From whom", donor).fills("Amount in dollars", half)
        candidate.selects("What kind of money", "a gift").fills("On which day", "2026-03-18").presses("Save")
        candidate.sees("It counts once we have seen the receipt").sees(donor)
    candidate.follows("Write my application").shows("application").fills("Committee", "Juniper for Austin")
    candidate.fills("Treasurer", "Milo Harrowgate").fills("Amount asked for", str(cast.asked_for)).fills(
        "Campaign plan", PLAN
    )
    candidate.fills("What for", "Two mailings").fills("Amount in dollars", str(cast.asked_for)).ticks(
        *DECLARATIONS
    )
    candidate.photographs("application-filled").presses("Save").reads_heading(NOT_YET).shows("prepared")


def staff_see_the_receipts(cast: Cast) -> None:
    staff = cast.staff.opens("/staff/").follows("Receipts to check").photographs("receipts")
    staff.selects_row("Ada Millbrook").selects_row("Theo Castellan").runs_action("I have seen the receipts")
    staff.sees("Noted for 2 gifts.")


def waits_two_months(cast: Cast) -> None:
    candidate, stack = cast.candidate, cast.stack
    stack.move_clock(LAST_DAY_OF_WAITING)
    candidate.comes_back("/funding/", second_step=False).follows("Can I apply yet?").reads_heading(NOT_YET)
    candidate.sees("You need not wait for May 19, 2026: only the award does.").photographs("the-day-before")
    assert candidate.figure("still to raise") == 0
    assert not [mail for mail in stack.mails(candidate.email) if "open" in mail.subject]
    stack.move_clock(FIRST_DAY_OF_FUNDING)
    told = stack.wait_mail(candidate.email, "Funding is open")
    candidate.opens(told.links[0]).reads_heading(OPEN).photographs("the-day")
    candidate.photographs("the-day", scheme="dark")


def hands_in_the_application(cast: Cast) -> None:
    candidate = cast.candidate.presses("Hand it in").sees("Handed in. We have mailed you what happens next.")
    candidate.photographs("handed-in")
    cast.stack.wait_mail(candidate.email, "application")


def reviewers_score_the_plan_blind(cast: Cast) -> None:
    for reviewer in (cast.reviewer, cast.reviewer2):
        reviewer.signs_in().reads_heading("What waits for you").photographs("reviewer")
        _sees_no_name(reviewer.follows("Plans to score").photographs("plans"))
        reviewer.follows(re.compile("City or town council")).sees("the crossing").photographs("plan")
        _sees_no_name(reviewer)
        reviewer.opens("/staff/").follows("Plans to score")
        _sees_no_name(reviewer.follows("Score the plan").reads_heading("Score a plan").sees("the crossing"))
        for section in SECTIONS:
            reviewer.rates(section, 4 if section in ("Field", "Budget") else 3)
        reviewer.fills("What would make it better", "Date the first mailing.").photographs("scoring")
        _sees_no_name(reviewer.presses("Save").sees("was added successfully"))


def _sees_no_name(reviewer: Person) -> None:
    for word in ("Juniper", "Fairwell", "juniper@", "Harrowgate"):
        assert word not in reviewer.page.content(), f"{word} on {reviewer.page.url}"


def three_people_handle_the_money(cast: Cast) -> None:
    cast.stack.move_clock(PAID_ON)
    staff = cast.staff.comes_back("/staff/").follows("Applications for funding").photographs("applications")
    staff.follows("Request an award", within=staff.row("Juniper Fairwell"))
    staff.sees(f"{cast.dollars} is documented")
    staff.selects("Program", "Demonstration fund").fills("Amount", str(cast.asked_for)).photographs("request")
    staff.presses("Save").sees("was added successfully")
    approver = (
        cast.finance.signs_in().photographs("finance").follows("Awards to approve").photographs("awards")
    )
    approver.follows(re.compile("City or town council"), within=approver.row("Juniper Fairwell"))
    approver.ticks("Approve").photographs("approve").presses("Save").sees("was changed successfully")
    _checks_the_account(cast.staff)
    _asks_to_pay(approver, cast.asked_for).sees("A third person pays").photographs("refused-to-pay")
    payer = _asks_to_pay(cast.finance2.signs_in(), cast.asked_for)
    payer.sees("was added successfully").photographs("paid")
    payer.opens("/admin/funding/ledgertransaction/").photographs("ledger")
    payer.follows(re.compile("^May 21, 2026"), within=payer.row("payment made"))
    payer.sees("cash", "grants to be paid", f"-{cast.asked_for}").photographs("ledger-lines")


def _checks_the_account(staff: Person) -> None:
    staff.opens("/admin/funding/award/")
    staff.follows("Check the account", within=staff.row("Juniper Fairwell"))
    staff.fills("registration number", "none: says the clerk").fills("in whose name", "Juniper for Austin")
    staff.fills("what you saw", "A letter of the bank.").ticks("yes").photographs("account")
    staff.presses("Save").sees("was added successfully")


def _asks_to_pay(person: Person, amount: Decimal) -> Person:
    person.opens("/admin/funding/award/")
    person.follows("Pay", within=person.row("Juniper Fairwell"))
    person.fills("Amount", str(amount)).selects("Method", "bank transfer").fills("Reference", "TX-2026-0521")
    person.fills("where today’s contribution limit", "The commission’s page, read today")
    return person.photographs("pay").presses("Save")


def learns_that_it_was_paid(cast: Cast) -> None:
    candidate = cast.candidate
    cast.stack.wait_mail(candidate.email, f"Awarded: {cast.dollars}")
    mail = cast.stack.wait_mail(candidate.email, f"{cast.dollars} is on its way")
    assert "TX-2026-0521" in mail.text
    candidate.opens(mail.links[0]).sees(f"Awarded: {cast.dollars}", f"{cast.dollars} paid to your committee")
    candidate.shows("paid")
    candidate.opens("/me/").reads_heading("You’re up to date").photographs("me-paid")


def donor_sees_it_in_the_next_release(cast: Cast) -> None:
    donor = cast.donor.signs_in(second_step=False).reads_heading("Where the money goes")
    paid, left, funded = (donor.figure(label) for label in ("Paid out", "Left", "Funded"))
    cast.stack.move_clock(A_WEEK_LATER)
    donor.reloads_until_it_says("As of May 28, 2026, 1:00 PM EDT")
    assert donor.figure("Paid out") == paid + cast.asked_for
    assert donor.figure("Left") == left - cast.asked_for
    assert donor.figure("Funded") == funded + 1
    donor.shows("dashboard").photographs("dashboard", scheme="dark").does_not_see("Juniper")
