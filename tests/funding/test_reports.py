"""After the election a campaign that was paid reports on the money, once."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from candidates.models import Candidacy
from core import clock
from core.lifecycle import Refused
from core.outbox.models import OutgoingMessage
from core.outbox.registry import NoLongerWanted
from core.outbox.reminders import write_due
from core.outbox.rendering import render
from funding.models import CandidacyFunding, SpendingReport
from funding.reports import hand_in_report, owes_report
from tests.factories.people import bring_to, put_on_ballot
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def race() -> Candidacy:
    """One that was paid for, whose election was yesterday."""
    now = clock.now()
    candidate = bring_to("committed", now=now)
    candidacy = put_on_ballot(candidate, ballot_date=now.date() - 90 * DAY, now=now)
    election = candidacy.race.election
    election.date = clock.today(candidacy.race.office.time_zone) - DAY
    election.save()
    CandidacyFunding.objects.create(candidacy=candidacy, cap=900, awarded=500, paid=500)
    return Candidacy.objects.select_related("race__election", "race__office").get(pk=candidacy.pk)


def hand_in(race: Candidacy, spent: object = 400, today: date | None = None) -> SpendingReport:
    at = clock.now()
    return hand_in_report(
        race, spent=Decimal(str(spent)), used_for="Postage.", today=today or at.date(), at=at
    )


def test_it_is_owed_from_the_day_after_the_election_until_it_is_in(race: Candidacy) -> None:
    election = race.race.election.date
    assert [owes_report(race, today=election + n * DAY) for n in (0, 1, 400)] == [False, True, True]
    hand_in(race)
    assert not owes_report(race, today=election + DAY)


@pytest.mark.parametrize(("spent", "why"), [("500.01", "only what you spent"), ("500", ""), ("0", "")])
def test_no_more_is_reported_than_was_paid(race: Candidacy, spent: str, why: str) -> None:
    if why:
        with pytest.raises(Refused, match=why):
            hand_in(race, spent)
    else:
        assert hand_in(race, spent).spent == Decimal(spent)


def test_it_is_refused_on_the_day_of_the_election_and_without_a_payment_and_twice(race: Candidacy) -> None:
    with pytest.raises(Refused, match="after the election"):
        hand_in(race, today=race.race.election.date)
    hand_in(race)
    with pytest.raises(Refused, match="already"):
        hand_in(race)
    SpendingReport.objects.all().delete()
    CandidacyFunding.objects.update(paid=0)
    with pytest.raises(Refused, match="Nothing was paid"):
        hand_in(race)


def test_it_is_asked_for_two_weeks_after_the_election_and_once_more_when_it_is_overdue(
    race: Candidacy, settings: object
) -> None:
    noon = datetime.combine(race.race.election.date, time(20), tzinfo=UTC)
    for day in (13, 14, 15, 20, 31, 32, 60):
        write_due(now=noon + day * DAY)
    mails = OutgoingMessage.objects.filter(kind__startswith="report_").order_by("pk")
    assert [mail.kind for mail in mails] == ["report_due", "report_overdue"]
    assert race.race.office.name in render(mails[0]).text
    hand_in(race)
    with pytest.raises(NoLongerWanted, match="report_is_in"):
        render(mails[1])


def test_the_candidate_finds_it_as_the_next_step_and_hands_it_in_once(race: Candidacy) -> None:
    client, page = sign_in(race.candidate.user), f"/funding/{race.public_id}/report/"
    assert page in client.get("/me/").content.decode()
    form = {"form_key": str(uuid4()), "spent": "600", "used_for": "Postage and paper."}
    refused = client.post(page, form)
    assert refused.status_code == 422
    assert "Postage and paper." in refused.content.decode()
    for _ in range(3):
        assert client.post(page, {**form, "spent": "450.50"}).status_code == 302
    assert SpendingReport.objects.get().spent == Decimal("450.50")
    assert "Postage and paper." in client.get(page).content.decode()
