"""Filing windows: at nine in the recipient's morning, only while the day is believed, and not to who has filed."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest

from candidates.candidacies import enter_race, note_filing, send_evidence
from candidates.filing_dates import NOTICES
from candidates.models import Candidate
from core.outbox.enums import Status
from core.outbox.models import OutgoingMessage
from core.outbox.reminders import upcoming, write_due
from core.outbox.rendering import render
from core.outbox.sending import send_due
from offices.enums import FactKind, FactOrigin, FactStatus
from offices.models import Fact, Office, Race
from tests.factories.offices import ElectionFactory, FactFactory, OfficeFactory, RaceFactory
from tests.factories.people import make_candidate, make_user
from tests.faults.at_once import accepted, at_once

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CLOSES = date(2026, 8, 20)
# Nine o'clock in Chicago on each day, in daylight time.
DUE = {
    "filing_closes_in_30": datetime(2026, 7, 21, 14, tzinfo=UTC),
    "filing_closes_in_14": datetime(2026, 8, 6, 14, tzinfo=UTC),
    "filing_closes_in_7": datetime(2026, 8, 13, 14, tzinfo=UTC),
    "filing_closes_in_2": datetime(2026, 8, 18, 14, tzinfo=UTC),
}
START = datetime(2026, 6, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def day_of(office: Office, day: date, kind: FactKind = FactKind.FILING_CLOSES, **fields: object) -> Fact:
    election = fields.pop("election", None) or ElectionFactory(state=office.state)
    told = {"checked_on": date(2026, 5, 1), "created_at": START, **fields}
    return FactFactory(office=office, election=election, kind=kind, value=day.isoformat(), **told)


def interested(office: Office) -> Candidate:
    candidate = make_candidate(now=START)
    candidate.interests.create(office=office, created_at=START)
    return candidate


@pytest.fixture
def office() -> Office:
    return OfficeFactory(name="Testville City Council")


def kinds() -> list[str]:
    return list(OutgoingMessage.objects.order_by("pk").values_list("kind", flat=True))


def test_whoever_is_interested_hears_30_14_7_and_2_days_before_it_closes_at_nine(office: Office) -> None:
    day_of(office, CLOSES)
    interested(office)
    for kind, moment in DUE.items():
        assert write_due(now=moment - SECOND) == 0
        assert write_due(now=moment) == 1
        assert kinds()[-1] == kind
    assert write_due(now=datetime(2026, 8, 20, 14, tzinfo=UTC)) == 0


def test_on_the_morning_on_which_filing_opens_they_hear_of_it(office: Office) -> None:
    day_of(office, date(2026, 7, 1), FactKind.FILING_OPENS)
    interested(office)
    due = datetime(2026, 7, 1, 14, tzinfo=UTC)
    assert [write_due(now=due - SECOND), write_due(now=due), write_due(now=due)] == [0, 1, 0]
    assert "Testville City Council" in render(OutgoingMessage.objects.get()).text


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_write_one_mail(office: Office) -> None:
    day_of(office, CLOSES)
    interested(office)
    due = DUE["filing_closes_in_7"]
    assert sum(accepted(at_once(*[partial(write_due, now=due)] * 2))) == 1


def test_two_offices_that_close_on_one_day_make_one_mail_that_names_both(office: Office) -> None:
    other = OfficeFactory(name="Testville School Board")
    candidate = interested(office)
    candidate.interests.create(office=other, created_at=START)
    for each in (office, other):
        day_of(each, CLOSES)
    assert write_due(now=DUE["filing_closes_in_14"]) == 1
    text = render(OutgoingMessage.objects.get()).text
    assert "Testville City Council" in text
    assert "Testville School Board" in text


def test_whoever_entered_the_race_hears_of_it_and_who_entered_another_election_does_not(
    office: Office,
) -> None:
    race: Race = RaceFactory(office=office)
    day_of(office, CLOSES, election=race.election)
    for entered in (race, RaceFactory(office=office, election=ElectionFactory(date=date(2028, 11, 7)))):
        candidate = make_candidate(now=START, stage="committed")
        enter_race(candidate, entered, at=START)
        candidate.candidacies.update(created_at=START)
    assert write_due(now=DUE["filing_closes_in_14"]) == 1


def test_who_has_filed_or_shown_a_place_on_the_list_is_not_told(office: Office) -> None:
    race = RaceFactory(office=office)
    day_of(office, CLOSES, election=race.election)
    told, shown = interested(office), interested(office)
    Candidate.objects.filter(pk=shown.pk).update(stage="committed")
    shown.refresh_from_db()
    due = DUE["filing_closes_in_7"]
    assert write_due(now=due) == 2
    note_filing(told, date(2026, 6, 3), at=START)
    candidacy = enter_race(shown, race, at=START)
    send_evidence(candidacy, url="https://elections.example.org/list", note="", at=START)
    assert send_due(now=due) == {Status.CANCELLED: 2}
    assert set(OutgoingMessage.objects.values_list("failure", flat=True)) == {"filed_already"}
    assert write_due(now=DUE["filing_closes_in_2"]) == 0


def test_a_day_that_was_corrected_drops_what_was_written_and_is_told_anew(office: Office) -> None:
    first = day_of(office, CLOSES)
    interested(office)
    due = DUE["filing_closes_in_7"]
    assert write_due(now=due) == 1
    day_of(office, date(2026, 8, 27), election=first.election, checked_on=date(2026, 6, 1))
    assert send_due(now=due) == {Status.CANCELLED: 1}
    assert OutgoingMessage.objects.get().failure == "moved"
    assert write_due(now=DUE["filing_closes_in_2"]) == 0
    assert write_due(now=due + timedelta(days=7)) == 1


def test_what_is_only_told_or_comes_from_a_file_yields_to_what_our_team_found_out(office: Office) -> None:
    known = day_of(office, CLOSES)
    day_of(office, date(2026, 8, 19), election=known.election, status=FactStatus.TOLD)
    day_of(
        office,
        date(2026, 8, 18),
        election=known.election,
        origin=FactOrigin.IMPORT,
        checked_on=date(2026, 6, 9),
    )
    interested(office)
    due = DUE["filing_closes_in_2"]
    found = upcoming(now=due - timedelta(days=3), until=due + timedelta(days=1))
    assert [(one.kind, one.due_at) for one in found] == [("filing_closes_in_2", due)]


def test_whoever_becomes_interested_later_hears_only_of_what_is_still_to_come(office: Office) -> None:
    day_of(office, CLOSES)
    candidate = make_candidate(now=START)
    candidate.interests.create(office=office, created_at=DUE["filing_closes_in_14"] + SECOND)
    assert write_due(now=DUE["filing_closes_in_14"] + timedelta(hours=1)) == 0
    assert write_due(now=DUE["filing_closes_in_7"]) == 1


def test_nobody_who_left_or_never_confirmed_their_address_is_told(office: Office) -> None:
    day_of(office, CLOSES)
    for fields in ({"standing": "withdrawn"}, {"standing": "dormant"}, {"verified_at": None}):
        Candidate.objects.filter(pk=interested(office).pk).update(**fields)
    closed = interested(office)
    type(closed.user).objects.filter(pk=closed.user_id).update(is_active=False)
    assert [write_due(now=moment) for moment in DUE.values()] == [0, 0, 0, 0]


def test_in_each_zone_it_is_nine_in_the_morning_of_the_same_date(office: Office) -> None:
    day_of(office, CLOSES)
    for zone in ("America/New_York", "Pacific/Honolulu", "Pacific/Guam", "America/Phoenix"):
        candidate = make_candidate(now=START, user=make_user(time_zone=zone))
        candidate.interests.create(office=office, created_at=START)
    window = {"now": datetime(2026, 8, 17, tzinfo=UTC), "until": datetime(2026, 8, 20, tzinfo=UTC)}
    found = {one.due_at for one in upcoming(**window) if one.kind == "filing_closes_in_2"}
    # August 18, 09:00 at UTC+10, UTC-4, UTC-7 and UTC-10.
    assert found == {
        datetime(2026, 8, 17, 23, tzinfo=UTC),
        datetime(2026, 8, 18, 13, tzinfo=UTC),
        datetime(2026, 8, 18, 16, tzinfo=UTC),
        datetime(2026, 8, 18, 19, tzinfo=UTC),
    }


def test_every_notice_is_gone_before_the_next_one_is_due() -> None:
    closing = [notice for notice in NOTICES if notice.about == FactKind.FILING_CLOSES]
    for earlier, later in pairwise(closing):
        assert earlier.worth < timedelta(days=later.days - earlier.days)
