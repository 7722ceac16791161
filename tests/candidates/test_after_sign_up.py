"""After the sign-up: what one reads, the mail once more, a mistyped address put right, and nothing given away."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from candidates.candidacies import note_filing
from candidates.enums import ConsentKind, IntakeStatus, Stage
from candidates.hand_over import agree, note_passed_on, reasons_for, take_back
from candidates.intake import absorb_waiting
from candidates.links import link_for
from candidates.models import Candidate, HandOver, Intake, Partner, PromisedCall
from candidates.promised_calls import note_call
from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.enums import Status
from core.outbox.models import OutgoingMessage
from core.queues import queues_of
from offices.enums import FactKind, Level
from tests.candidates.typed import typed
from tests.factories.offices import (
    DivisionFactory,
    ElectionFactory,
    FactFactory,
    OfficeFactory,
    ZipCodeFactory,
)
from tests.factories.people import make_call, make_candidate, make_user

pytestmark = pytest.mark.django_db
SENT = "/signup/sent/"


@pytest.fixture(autouse=True)
def austin() -> None:
    ZipCodeFactory(code="78701", time_zone="America/Chicago")


def sign_up(client: Client, **changes: Any) -> None:
    assert client.post("/signup/", typed(**changes))["Location"] == SENT
    absorb_waiting(now=clock.now())


def page_of(client: Client) -> str:
    return client.get(SENT).content.decode()


def post(client: Client, what: str, **fields: str) -> str:
    key = re.search(r'name="form_key" value="([^"]+)"', page_of(client))
    assert key
    return client.post(f"{SENT}{what}/", {"form_key": key[1], **fields}, follow=True).content.decode()


def test_the_page_is_the_same_for_a_known_and_an_unknown_address(now: datetime) -> None:
    make_candidate(now=now, user=make_user(email="known@example.org"))
    pages = set()
    for address in ("known@example.org", "fresh@example.org"):
        client = Client()
        sign_up(client, email=address)
        for page in (page_of(client), post(client, "again"), post(client, "correct", email=f"x{address}")):
            pages.add(re.sub(r'value="[\w-]{30,}"', "", page.replace("known@", "fresh@")))
    assert len(pages) == 3


def test_the_next_three_calls_are_shown_in_the_time_of_the_browser(client: Client) -> None:
    at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    for days in range(5):
        make_call(starts_at=at + timedelta(days=days))
    sign_up(client, time_zone="Pacific/Honolulu")
    page = page_of(client)
    assert page.count('class="slot"') == 3
    assert page.count(" HST") == 3


def test_without_a_sign_up_the_page_says_nothing_of_anybody(client: Client) -> None:
    page = page_of(client)
    assert "Check your inbox" in page
    assert "Mail it once more" not in page
    assert (
        client.post(f"{SENT}again/", {"form_key": "00000000-0000-4000-8000-000000000001"}).status_code == 302
    )
    assert OutgoingMessage.objects.count() == 0


def mails_to(address: str) -> int:
    return OutgoingMessage.objects.filter(to_address=address).exclude(status=Status.CANCELLED).count()


def test_the_mail_goes_out_once_more_and_not_without_end(client: Client) -> None:
    sign_up(client)
    for _ in range(8):
        page = post(client, "again")
    assert mails_to("ann@example.org") == 1 + 4
    assert "often enough for now" in page


def test_once_the_link_was_used_it_is_mailed_no_more(client: Client) -> None:
    sign_up(client)
    Client().post(link_for(Intake.objects.get()))
    post(client, "again")
    assert OutgoingMessage.objects.filter(kind="verify_address").count() == 1


def test_a_mistyped_address_is_put_right_and_its_link_is_worth_nothing(client: Client) -> None:
    sign_up(client, email="ann@exmaple.org")
    wrong = link_for(Intake.objects.get())
    post(client, "correct", email="Ann@example.org ")
    absorb_waiting(now=clock.now())
    assert Candidate.objects.get().user.email == "ann@example.org"
    assert Client().post(wrong).status_code == 410
    assert mails_to("ann@exmaple.org") == 0
    right = Client()
    assert right.post(link_for(Intake.objects.latest("pk")))["Location"] == "/me/"
    assert User.objects.count() == 1


def test_a_corrected_address_that_is_known_changes_nothing_of_its_owner(
    client: Client, now: datetime
) -> None:
    owner = make_candidate(now=now, user=make_user(email="owner@example.org", first_name="Anna"))
    sign_up(client, email="ann@exmaple.org")
    post(client, "correct", email="owner@example.org")
    absorb_waiting(now=clock.now())
    owner.refresh_from_db()
    assert (owner.user.first_name, Intake.objects.latest("pk").status) == ("Anna", IntakeStatus.AWAITING)


def test_nobody_takes_over_a_person_whose_address_was_shown_to_be_read(client: Client) -> None:
    sign_up(client, email="victim@example.org")
    Client().post(link_for(Intake.objects.get()))
    post(client, "correct", email="mallory@example.org")
    absorb_waiting(now=clock.now())
    victim = User.objects.get(email="victim@example.org")
    assert victim.candidate.verified_at is not None
    assert User.objects.get(email="mallory@example.org") != victim


def test_whoever_has_filed_is_promised_a_call_within_one_working_day(client: Client) -> None:
    filed = clock.today("America/Chicago")
    sign_up(client, filed_on=filed.isoformat(), phone="+12015550142", text_consent="on")
    promised = PromisedCall.objects.get()
    assert timedelta() < promised.due_at - promised.promised_at <= timedelta(days=5)
    assert "a person calls you before" in page_of(client)
    staff = make_user(Role.PROGRAM_STAFF)

    def waiting() -> int:
        found = [
            q for q in queues_of(staff, now=clock.now()) if q.url.startswith("/admin/candidates/promised")
        ]
        return found[0].count

    assert waiting() == 1
    note_call(promised, actor=staff, at=clock.now())
    assert waiting() == 0
    with pytest.raises(Refused):
        note_call(promised, actor=staff, at=clock.now())
    with pytest.raises(NotPermitted):
        note_call(promised, actor=make_user(Role.INTERVIEWER), at=clock.now())


def test_filing_at_any_later_step_promises_the_call_once(now: datetime) -> None:
    candidate = make_candidate(now=now)
    note_filing(candidate, date(2026, 5, 30), at=now)
    note_filing(candidate, date(2026, 5, 29), at=now)
    assert PromisedCall.objects.get().candidate == candidate


def test_consents_are_kept_word_for_word_with_version_and_language(client: Client) -> None:
    client.cookies["django_language"] = "es"
    sign_up(client, phone="+12015550142", text_consent="on")
    candidate = Candidate.objects.select_related("text_wording", "privacy_wording").get()
    texts, privacy = candidate.text_wording, candidate.privacy_wording
    assert (texts.kind, texts.language, texts.version) == (ConsentKind.TEXTS, "es", "2026-11")
    assert "STOP" in texts.wording
    assert candidate.text_consented_at == candidate.consented_at
    assert privacy.kind == ConsentKind.PRIVACY


def test_without_a_tick_no_consent_to_texts_is_kept(client: Client) -> None:
    sign_up(client, phone="+12015550142")
    candidate = Candidate.objects.get()
    assert (candidate.text_wording, candidate.text_consented_at) == (None, None)
    assert b'name="text_consent" class' in Client().get("/signup/").content
    assert b'name="text_consent" checked' not in Client().get("/signup/").content


def test_a_filing_window_that_closes_soon_is_told_in_days(client: Client) -> None:
    division = DivisionFactory()
    division.zip_codes.add("78701")
    office = OfficeFactory(division=division)
    today = clock.now().date()
    election = ElectionFactory(date=today + timedelta(days=90))
    closes = (today + timedelta(days=10)).isoformat()
    FactFactory(office=office, kind=FactKind.FILING_CLOSES, value=closes, election=election)
    sign_up(client, offices=str(office.public_id), exploring=None)
    assert re.search(r"filing closes on .*, in (9|10|11) days", page_of(client))


def test_r1_over_the_limit_one_signs_up_and_reads_what_stays_open(client: Client, settings: Settings) -> None:
    settings.PROGRAM_AGE_LIMIT = 35
    sign_up(client, date_of_birth="1980-01-01")
    assert "under 35 on election day" in page_of(client)
    sign_up(Client(), email="young@example.org")
    young = Client()
    sign_up(young, email="younger@example.org")
    assert "under 35" not in page_of(young)


@pytest.fixture
def older(now: datetime) -> Candidate:
    return make_candidate(now=now, date_of_birth=date(1980, 1, 1))


@pytest.fixture
def partner() -> Partner:
    return Partner.objects.create(name="Run Later", about="They help people of any age.", takes="over_age")


def test_r3_interest_in_a_larger_office_is_no_bar_and_a_reason_for_a_hand_over(now: datetime) -> None:
    candidate = make_candidate(now=now)
    assert reasons_for(candidate, now=now) == []
    candidate.interests.create(office=OfficeFactory(level=Level.FEDERAL, kind="congress"))
    assert reasons_for(candidate, now=now) == ["out_of_scope"]


def test_a_hand_over_keeps_the_words_and_goes_to_staff(
    older: Candidate, partner: Partner, now: datetime
) -> None:
    client = Client()
    client.force_login(older.user)
    page = client.get("/me/open/").content.decode()
    assert "to Run Later, and why" in page
    assert 'href="/me/open/"' in client.get("/me/").content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', page)
    for _ in range(2):
        assert client.post(f"/me/open/{partner.public_id}/", {"form_key": key[1]}).status_code == 302
    kept = HandOver.objects.select_related("wording").get()
    assert kept.wording.wording in page
    staff = make_user(Role.PROGRAM_STAFF)
    note_passed_on(kept, actor=staff, at=now)
    with pytest.raises(Refused):
        take_back(older, partner, at=now)


def test_a_hand_over_that_was_taken_back_is_not_passed_on(
    older: Candidate, partner: Partner, now: datetime
) -> None:
    agree(older, partner, at=now)
    take_back(older, partner, at=now)
    with pytest.raises(Refused):
        note_passed_on(HandOver.objects.get(), actor=make_user(Role.PROGRAM_STAFF), at=now)
    agree(older, partner, at=now)
    assert HandOver.objects.waiting().count() == 1


def test_nobody_is_handed_over_without_a_reason(partner: Partner, now: datetime) -> None:
    with pytest.raises(Refused):
        agree(make_candidate(now=now), partner, at=now)


@pytest.mark.parametrize("stage", [Stage.SIGNED_UP, Stage.INTRODUCED])
def test_a_ballot_fact_is_recorded_at_any_step(stage: str, now: datetime) -> None:
    from candidates.candidacies import record_by_staff, verify_ballot
    from tests.factories.offices import RaceFactory

    candidate, race = make_candidate(now=now, stage=stage), RaceFactory()
    staff = make_user(Role.PROGRAM_STAFF)
    url = "https://elections.example.org/list"
    candidacy = record_by_staff(candidate, race, evidence_url=url, actor=staff, at=now)
    verify_ballot(candidacy, ballot_date=date(2026, 5, 1), actor=staff, at=now)
    candidacy.refresh_from_db()
    assert (candidacy.status, candidacy.ballot_date) == ("on_ballot", date(2026, 5, 1))
    with pytest.raises(NotPermitted):
        record_by_staff(candidate, race, evidence_url=url, actor=candidate.user, at=now)


def test_a_candidate_says_at_any_step_that_they_have_filed(now: datetime) -> None:
    candidate = make_candidate(now=now)
    office = OfficeFactory()
    candidate.interests.create(office=office)
    client = Client()
    client.force_login(candidate.user)
    form = typed(office=str(office.public_id), election_day="2027-11-02", kind="general")
    assert client.post("/me/races/new/", {**form, "filed_on": ""}).status_code == 422
    filed = clock.today(candidate.user.time_zone).isoformat()
    assert client.post("/me/races/new/", {**form, "filed_on": filed}).status_code == 302
    assert candidate.candidacies.count() == PromisedCall.objects.count() == 1


@pytest.mark.parametrize(("day", "status"), [("2026-05-31", 422), ("2026-06-01", 302), ("2033-01-01", 422)])
def test_a_race_lies_ahead_and_not_in_another_age(
    day: str, status: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)
    candidate, office = make_candidate(now=now, filed_on=date(2026, 5, 1)), OfficeFactory()
    candidate.interests.create(office=office)
    client = Client()
    client.force_login(candidate.user)
    form = typed(office=str(office.public_id), election_day=day, kind="general")
    assert client.post("/me/races/new/", form).status_code == status


def test_staff_record_a_race_in_the_back_office(now: datetime) -> None:
    from tests.ops.test_access import sign_in

    candidate, office = make_candidate(now=now), OfficeFactory()
    client = sign_in(make_user(Role.PROGRAM_STAFF))
    form = {
        "candidate": candidate.pk,
        "office": office.pk,
        "election_day": "2027-11-02",
        "kind": "general",
        "evidence_url": "https://elections.example.org/list",
        "evidence_note": "",
        "ballot_date": "2026-05-01",
    }
    answer = client.post("/admin/candidates/candidacy/add/", form)
    assert answer.status_code == 302, answer.content.decode()
    assert candidate.candidacies.get().status == "on_ballot"
