"""The application: parts done and to do, autosaved, handed in early; documents, the treasurer, statements."""

import csv
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from candidates.enums import Stage
from candidates.models import Candidacy
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import Refused
from core.outbox.models import OutgoingMessage
from core.uploads.models import Upload
from core.uploads.services import path_of
from funding import applications, awards, documents, payments, treasurers
from funding.eligibility import Verdict, verdict_on
from funding.enums import ApplicationStatus, AwardStatus, Declaration
from funding.facts import facts_of
from funding.models import CandidacyFunding, ContributionLimit, FundingApplication, Programme
from funding.parts import gaps_in, parts_of
from funding.policy import current_policy
from funding.statements import statement_for
from funding.win_number import from_turnout, win_number_of
from offices.loading.after import load_registered
from offices.models import Contest
from tests.core.made_files import pdf
from tests.factories.money import account_seen, written
from tests.factories.offices import CostObservationFactory
from tests.factories.people import bring_to, make_user, put_on_ballot
from tests.faults.subjects import award_in
from tests.ops.test_access import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = timedelta(days=1)


@pytest.fixture
def race(now: datetime) -> Candidacy:
    """On the ballot since yesterday: funding opens in two months."""
    candidate = bring_to(Stage.COMMITTED, now=now)
    return put_on_ballot(
        candidate,
        ballot_date=now.date() - DAY,
        now=now,
        election_date=now.date() + 200 * DAY,
        office__level="city_council",
    )


@pytest.fixture
def draft(race: Candidacy, now: datetime) -> FundingApplication:
    return applications.open_application(race, at=now)


def autosave(client: Client, race: Candidacy, **fields: Any) -> Any:
    return client.post(f"/funding/{race.public_id}/application/", fields, headers={"X-Autosave": "1"})


def seen(race: Candidacy) -> str:
    return applications.version_of(FundingApplication.objects.filter(candidacy=race).first())


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        ({}, ""),
        ({"committee_name": ""}, "the committee"),
        ({"treasurer_name": ""}, "the treasurer"),
        ({"plan": "  \n"}, "the campaign plan"),
        ({"requested": None}, "the amount"),
        ({"use_of_money": []}, "what the money is for"),
        ({"use_of_money": [{"what": "Paper", "amount": "149.99"}]}, r"add up.*149\.99.*150\.00"),
        ({"use_of_money": [{"what": "Paper", "amount": "150.01"}]}, "add up"),
        ({"use_of_money": [{"what": "A", "amount": "0.01"}, {"what": "B", "amount": "149.99"}]}, ""),
        ({"declarations": list(Declaration.values)[:-1]}, "the declarations"),
    ],
)
def test_what_is_missing_is_named_and_blocks_handing_in_alone(
    draft: FundingApplication, race: Candidacy, now: datetime, changes: dict[str, Any], gap: str
) -> None:
    applications.save_draft(draft, **written(**changes))
    draft.refresh_from_db()
    gaps = gaps_in(parts_of(draft, status=race.status, gifts=0))
    assert len(gaps) == bool(gap)
    if gap:
        with pytest.raises(Refused, match=gap):
            applications.hand_in(draft, actor=race.candidate.user, at=now)
    else:
        applications.hand_in(draft, actor=race.candidate.user, at=now)


def test_a_draft_is_saved_while_it_is_written_and_what_cannot_be_read_keeps_nothing_else(
    race: Candidacy,
) -> None:
    client = sign_in(race.candidate.user)
    answer = autosave(
        client, race, committee_name="Friends", requested="many", what_0="Paper", amount_0="12.50"
    )
    assert answer.status_code == 200
    assert "cannot be read yet" in answer.json()["said"]
    saved = FundingApplication.objects.get()
    assert (saved.committee_name, saved.requested) == ("Friends", None)
    assert saved.use_of_money == [{"what": "Paper", "amount": "12.50"}]
    autosave(
        client, race, seen=answer.json()["seen"], committee_name="Friends", requested="12.50", amount_0="x"
    )
    saved.refresh_from_db()
    assert saved.requested == Decimal("12.50")
    assert saved.use_of_money == [{"what": "Paper", "amount": "12.50"}]


def test_two_who_write_at_once_do_not_overwrite_each_other(race: Candidacy) -> None:
    client = sign_in(race.candidate.user)
    autosave(client, race, committee_name="First")
    old = seen(race)
    autosave(client, race, seen=old, committee_name="Second")
    late = autosave(client, race, seen=old, committee_name="Third")
    assert late.status_code == 409
    assert "meanwhile" in late.json()["said"]
    page = f"/funding/{race.public_id}/application/"
    form = {"form_key": str(uuid4()), "seen": old, "committee_name": "Fourth, typed at length"}
    refused = client.post(page, form)
    assert refused.status_code == 422
    assert "Fourth, typed at length" in refused.content.decode()
    assert FundingApplication.objects.get().committee_name == "Second"


def test_r15_handing_in_and_scoring_do_not_wait_and_the_award_and_the_not_now_do(
    draft: FundingApplication, race: Candidacy, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.clock.now", lambda: now)
    applications.save_draft(draft, **written())
    client = sign_in(race.candidate.user)
    page = f"/funding/{race.public_id}/"
    assert "only the award does" in client.get(page).content.decode()
    client.post(f"{page}hand-in/", {"form_key": str(uuid4())})
    handed_in = FundingApplication.objects.get()
    assert handed_in.status == ApplicationStatus.SUBMITTED
    assert "We read and score it now. It can be awarded from" in client.get(page).content.decode()
    staff, programme = make_user(Role.PROGRAM_STAFF), Programme.objects.create(name="F", budget=500)
    with pytest.raises(Refused, match="cannot be awarded now"):
        awards.request_award(handed_in, programme=programme, amount=Decimal(1), actor=staff, at=now)
    with pytest.raises(Refused, match="until then ask for more"):
        applications.decline(handed_in, reason="budget_spent", actor=staff, at=now)
    applications.decline(handed_in, reason="budget_spent", actor=staff, at=now + 70 * DAY)


def test_what_waiting_does_not_change_is_answered_before_it_opens(
    draft: FundingApplication, race: Candidacy, now: datetime
) -> None:
    applications.save_draft(draft, **written())
    applications.hand_in(draft, actor=race.candidate.user, at=now)
    race.candidate.date_of_birth = date(1980, 1, 1)
    race.candidate.save()
    staff = make_user(Role.PROGRAM_STAFF)
    fresh = FundingApplication.objects.get()
    applications.decline(fresh, reason="plan_needs_work", actor=staff, at=now)
    assert fresh.status == ApplicationStatus.DECLINED
    page = sign_in(race.candidate.user).get(f"/funding/{race.public_id}/").content.decode()
    assert "Write another one" in page


def test_handing_in_freezes_a_copy_and_the_next_one_stands_beside_it(
    draft: FundingApplication, race: Candidacy, now: datetime
) -> None:
    applications.save_draft(draft, **written(plan="Doors.\nCalls."))
    applications.hand_in(draft, actor=race.candidate.user, at=now)
    staff = make_user(Role.PROGRAM_STAFF)
    applications.ask_for_more(draft, wanted="More.", actor=staff, at=now)
    applications.save_draft(draft, plan="Doors.\nCalls, and letters.", committee_name="New committee")
    applications.hand_in(FundingApplication.objects.get(), actor=race.candidate.user, at=now)
    first, second = draft.revisions.order_by("number")
    assert first.content["plan"] == "Doors.\nCalls."
    assert (second.content["committee_name"], second.content["requested"]) == ("New committee", "150.00")
    shown = sign_in(race.candidate.user).get(f"/funding/{race.public_id}/copies/").content.decode()
    assert "<del>Calls.</del>" in shown
    assert "<ins>Calls, and letters.</ins>" in shown
    assert "<del>Doors.</del>" not in shown
    answer = f"/admin/funding/fundingapplication/{draft.pk}/change/"
    assert "<ins>Calls, and letters.</ins>" in sign_in(staff).get(answer).content.decode()


def test_the_win_number_comes_from_the_newest_regular_contest_for_one_seat(race: Candidacy) -> None:
    assert (
        from_turnout(8_001, year=2022, source="").majority,
        from_turnout(8_000, year=1, source="").safe,
    ) == (
        4_001,
        4_202,
    )
    office = race.race.office
    assert win_number_of(office) is None
    known = {"source": "medsl", "office": office, "state": office.state, "level": office.level}
    for key, (year, votes, seats, special) in enumerate(
        [(2018, 900, 1, False), (2022, 1_000, None, False), (2024, 5_000, 3, False), (2025, 70, 1, True)]
    ):
        Contest.objects.create(
            **known, source_key=str(key), year=year, total_votes=votes, seats=seats, is_special=special,
            office_name="Council",
        )  # fmt: skip
    found = win_number_of(office)
    assert found is not None
    assert (found.year, found.votes, found.majority, found.safe) == (2022, 1_000, 501, 527)
    page = sign_in(race.candidate.user).get(f"/funding/{race.public_id}/application/").content.decode()
    assert "In 2022, 1,000 votes were cast" in page


def test_documents_are_kept_given_out_to_those_who_may_and_frozen(
    race: Candidacy, draft: FundingApplication, now: datetime, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client, page = sign_in(race.candidate.user), f"/funding/{race.public_id}/documents/"

    def send(content: bytes, name: str = "receipts.pdf") -> Any:
        file = BytesIO(content)
        file.name = name
        return client.post(page, {"form_key": str(uuid4()), "kind": "receipt", "file": file})

    assert send(b"<html><script>alert(1)</script>").status_code == 422
    assert send(pdf()).status_code == 302
    upload = Upload.objects.get()
    mine = client.get(f"{page}?file={upload.public_id}")
    assert mine["Content-Disposition"].startswith("attachment")
    assert b"".join(mine.streaming_content).startswith(b"%PDF-")
    theirs = f"/funding/documents/{upload.public_id}/"
    answers = {role: sign_in(make_user(role)).get(theirs) for role in Role.values}
    assert {role for role, got in answers.items() if got.status_code == 200} == {
        Role.PROGRAM_STAFF,
        Role.FINANCE,
    }
    for got in answers.values():
        if got.streaming:
            b"".join(got.streaming_content)
    applications.save_draft(draft, **written())
    applications.hand_in(draft, actor=race.candidate.user, at=now)
    assert draft.revisions.get().content["documents"] == ["a receipt, or several: receipts.pdf"]
    with pytest.raises(Refused, match="no longer be changed"):
        documents.remove_document(draft, upload.public_id, at=now)
    FundingApplication.objects.update(status=ApplicationStatus.RETURNED)
    client.post(f"{page}remove/", {"form_key": str(uuid4()), "file": str(upload.public_id)})
    assert not path_of(upload).exists()
    assert client.get(f"{page}?file={upload.public_id}").status_code == 404


def test_the_treasurer_is_invited_writes_at_this_one_application_and_does_not_hand_it_in(
    race: Candidacy, draft: FundingApplication, now: datetime
) -> None:
    owner = sign_in(race.candidate.user)
    invite = f"/funding/{race.public_id}/treasurer/"
    owner.post(invite, {"form_key": str(uuid4()), "email": "Tess@Example.org"})
    treasurer = User.objects.get(email="tess@example.org")
    assert OutgoingMessage.objects.get(kind="treasurer_invited").recipient == treasurer
    client, page = sign_in(treasurer), f"/funding/{race.public_id}/application/"
    assert client.get(page).status_code == 404
    invitation = f"/funding/treasurer/{draft.public_id}/"
    assert client.get(invitation).status_code == 200
    client.post(f"{invitation}accept/", {"form_key": str(uuid4())})
    assert client.get(page).status_code == 200
    assert autosave(client, race, treasurer_name="Tess").status_code == 200
    assert FundingApplication.objects.get().treasurer_name == "Tess"
    for closed in ("", "report/", "treasurer/"):
        assert client.get(f"/funding/{race.public_id}/{closed}").status_code == 404
    assert client.post(f"/funding/{race.public_id}/hand-in/", {"form_key": str(uuid4())}).status_code == 404
    owner.post(f"{invite}part/", {"form_key": str(uuid4())})
    assert client.get(page).status_code == 404


def test_a_stranger_does_not_accept_and_a_second_invitation_ends_the_first(
    race: Candidacy, draft: FundingApplication, now: datetime
) -> None:
    owner = race.candidate.user
    treasurers.invite_treasurer(draft, "one@example.org", actor=owner, at=now)
    treasurers.invite_treasurer(draft, "two@example.org", actor=owner, at=now)
    for address in ("one@example.org", owner.email):
        with pytest.raises(Refused, match="not open any more"):
            treasurers.accept(draft, actor=User.objects.get(email=address), at=now)
    treasurers.accept(draft, actor=User.objects.get(email="two@example.org"), at=now)
    with pytest.raises(Refused, match="your own address"):
        treasurers.invite_treasurer(draft, owner.email.upper(), actor=owner, at=now)


def paid_out(race: Candidacy, draft: FundingApplication, now: datetime) -> None:
    CandidacyFunding.objects.create(candidacy=race, cap=900)
    applications.save_draft(draft, **written(committee_name="Señora Nguyễn for =Books"))
    programme = Programme.objects.create(name="F", budget=900)
    finance = [make_user(Role.FINANCE) for _ in range(2)]
    FundingApplication.objects.update(status="submitted", submitted_at=now, frozen_facts={})
    asked = {"programme": programme, "application": FundingApplication.objects.get()}
    award = award_in(AwardStatus.REQUESTED, now, amount=Decimal("150.50"), **asked)
    awards.approve(award, actor=finance[0], at=now)
    account_seen(award.application)
    for number, amount in enumerate(("100.25", "50.25")):
        payments.pay(
            award, amount=Decimal(amount), method="check", reference=f"=HYPERLINK({number})",
            rules_checked="The statute.", actor=finance[1], at=now + (number + 1) * DAY,
        )  # fmt: skip


def test_a_statement_is_given_as_csv_and_as_pdf_to_the_candidate_and_the_books_to_finance(
    race: Candidacy, draft: FundingApplication, now: datetime
) -> None:
    paid_out(race, draft, now)
    client = sign_in(race.candidate.user)
    sheet = client.get(f"/funding/{race.public_id}/statement/csv/").content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(sheet)))
    assert [row[3] for row in rows[1:]] == ["150.50", "100.25", "50.25"]
    assert all(not cell.startswith("=") for row in rows for cell in row)
    facts = dict(statement_for(race, at=now).facts)
    assert (facts["Awarded"], facts["Paid"], facts["Still to be paid"]) == ("150.50", "150.50", "0.00")
    paper = client.get(f"/funding/{race.public_id}/statement/pdf/")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")
    day = f"since={now.date() - DAY}&until={now.date() + 3 * DAY}"
    finance = sign_in(make_user(Role.FINANCE))
    assert b"150.5" in finance.get("/funding/books/").content
    books = finance.get(f"/funding/books/?{day}&form=csv").content.decode("utf-8-sig")
    entries = list(csv.DictReader(StringIO(books)))
    debit, credit = (
        sum(Decimal(row[side].replace(",", "")) for row in entries) for side in ("Debit", "Credit")
    )
    assert debit == credit == Decimal("301.00")
    assert finance.get(f"/funding/books/?{day}&form=pdf").content.startswith(b"%PDF-")
    assert finance.get("/funding/books/?since=x&until=2026-01-01&form=csv").status_code == 422


def test_the_limits_of_the_data_are_loaded_and_shown_with_their_year(
    race: Candidacy, draft: FundingApplication, now: datetime, tmp_path: Path
) -> None:
    heading = (
        "state,year,individual_rule,individual_house_limit,individual_house_period,individual_senate_limit,"
        "individual_senate_period,pac_rule,corporate_rule,citation\n"
    )
    state = race.race.office.state
    lines = [
        f"{state},2016,Limited,400,Per Year,,,Limited,Prohibited,§ 1",
        f"{state},2018,Unlimited,,,,,,,§ 2",
    ]
    file = tmp_path / "contribution_limits.csv"
    file.write_text(heading + "\n".join(lines) + "\n", encoding="utf-8")
    for _ in range(2):
        load_registered(tmp_path)
    assert ContributionLimit.objects.count() == 2
    paid_out(race, draft, now)
    award = award_in(AwardStatus.APPROVED, now, application=FundingApplication.objects.get())
    page = sign_in(make_user(Role.FINANCE)).get(f"/admin/funding/payment/add/?award={award.pk}")
    assert "In 2018: Unlimited. Look up today’s before you pay." in page.content.decode()


def test_a_cost_that_is_found_after_handing_in_decides_and_gives_the_cap(
    race: Candidacy, draft: FundingApplication, now: datetime
) -> None:
    applications.save_draft(draft, **written())
    applications.hand_in(draft, actor=race.candidate.user, at=now)

    def verdict() -> Verdict:
        return verdict_on(facts_of(race, now=now + 70 * DAY), current_policy())

    assert verdict().outcome_of("R19") == "undetermined"
    CostObservationFactory(office=race.race.office, amount=Decimal(1000), cycle=now.year - 2)
    assert verdict().cap == Decimal("150.00")
