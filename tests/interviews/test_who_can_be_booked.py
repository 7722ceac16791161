"""What an interviewer offers is what can be booked: no slot is shown that would be refused, and none is kept back."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from psycopg2.extras import DateTimeTZRange

from candidates.enums import Stage
from candidates.models import Candidacy, Candidate, Interest
from core import clock
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from core.outbox.reminders import write_due
from core.scheduling.commitments import Taken
from core.scheduling.models import BusyTime, DayOff, HoursOn
from interviews import booking, vetting
from interviews.availability import free_talks
from interviews.enums import Because
from interviews.models import ConflictOfInterest, Interview, Interviewer, InterviewRequest
from interviews.moving import declared_already
from tests.factories.offices import OfficeFactory, RaceFactory
from tests.factories.people import make_candidate, make_interviewer, make_user
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# A Wednesday, nine in the morning in Chicago: the first slot of the day.
NINE = datetime(2026, 6, 3, 14, tzinfo=UTC)


@pytest.fixture
def candidate(now: datetime) -> Candidate:
    return asking(now)


def asking(now: datetime, **fields: Any) -> Candidate:
    found = make_candidate(now=now, stage=Stage.INTRODUCED, **fields)
    InterviewRequest.objects.create(candidate=found, asked_at=now)
    return found


def times(candidate: Candidate, now: datetime, **options: Any) -> list[datetime]:
    return list(free_talks(candidate, now=now, **options))


def days(candidate: Candidate, now: datetime) -> set[date]:
    """In Chicago."""
    return {start.astimezone(ZoneInfo("America/Chicago")).date() for start in times(candidate, now)}


def test_hours_of_a_date_take_the_place_of_the_weekly_ones(candidate: Candidate, now: datetime) -> None:
    interviewer = make_interviewer(hours=(9, 10))
    assert [at for at in times(candidate, now) if at.date() == NINE.date()] == [NINE, NINE + HOUR / 2]
    HoursOn.objects.create(person=interviewer.user, day=NINE.date(), starts=time(12), ends=time(12, 30))
    assert [at for at in times(candidate, now) if at.date() == NINE.date()] == [NINE + 3 * HOUR]
    DayOff.objects.create(person=interviewer.user, day=NINE.date())
    assert NINE.date() not in days(candidate, now)


def test_a_day_off_entered_after_the_page_was_opened_is_kept(candidate: Candidate, now: datetime) -> None:
    interviewer = make_interviewer()
    assert NINE in times(candidate, now)
    DayOff.objects.create(person=interviewer.user, day=NINE.date())
    with pytest.raises(Taken):
        booking.book(candidate, NINE, now=now)


def test_a_pause_ends_on_its_day(candidate: Candidate, now: datetime) -> None:
    make_interviewer(paused_until=NINE.date() + DAY)
    assert min(days(candidate, now)) == NINE.date() + DAY


@pytest.mark.parametrize(("minutes", "is_free"), [(29, True), (30, True), (31, False)])
def test_the_free_minutes_around_a_talk_are_kept_to_the_minute(
    minutes: int, is_free: bool, candidate: Candidate, now: datetime
) -> None:
    make_interviewer(buffer_minutes=minutes)
    booking.book(asking(now), NINE, now=now)
    assert NINE + HOUR / 2 not in times(candidate, now) or minutes == 0
    assert (NINE + HOUR in times(candidate, now)) == is_free
    with pytest.raises(Taken):
        booking.book(candidate, NINE + HOUR / 2, now=now)


def test_whoever_has_their_week_full_is_not_offered(candidate: Candidate, now: datetime) -> None:
    make_interviewer(weekly_cap=1)
    booking.book(asking(now), NINE, now=now)
    assert min(times(candidate, now)) >= NINE + timedelta(days=3, hours=12)
    booking.book(asking(now), times(candidate, now)[0], now=now)
    assert min(times(candidate, now)) >= NINE + timedelta(days=7)


def test_times_at_which_their_own_calendar_says_busy_are_not_offered(
    candidate: Candidate, now: datetime
) -> None:
    interviewer = make_interviewer()
    BusyTime.objects.create(
        person=interviewer.user, period=DateTimeTZRange(NINE + HOUR / 4, NINE + HOUR + HOUR / 2)
    )
    assert [NINE + n * HOUR / 2 in times(candidate, now) for n in range(4)] == [False, False, False, True]
    with pytest.raises(Taken):
        booking.book(candidate, NINE + HOUR, now=now)


def test_a_language_that_is_asked_for_is_spoken(candidate: Candidate, now: datetime) -> None:
    make_interviewer(languages=["en"])
    assert times(candidate, now, language="es") == []
    spanish = make_interviewer(languages=["es"])
    talk = booking.book(candidate, NINE, now=now, wish=booking.Wish(language="es"))
    assert (talk.interviewer, talk.language) == (spanish, "es")


@pytest.mark.parametrize(("ago", "can"), [(0, True), (1, False)])
def test_r11_a_vetting_is_good_for_a_year_to_the_day(
    ago: int, can: bool, candidate: Candidate, now: datetime
) -> None:
    make_interviewer(vetted_on=date(2025, 6, 4) - ago * DAY, notice_hours=0)
    assert (date(2026, 6, 4) in days(candidate, now)) is can
    assert date(2026, 6, 5) not in days(candidate, now)


def test_nobody_is_offered_somebody_with_a_conflict_of_interest(candidate: Candidate, now: datetime) -> None:
    interviewer, office = make_interviewer(), OfficeFactory()
    conflict = ConflictOfInterest.objects.create(
        interviewer=interviewer, candidate=candidate, declared_by=interviewer.user
    )
    assert times(candidate, now) == []
    ConflictOfInterest.objects.filter(pk=conflict.pk).update(candidate=None, office=office)
    assert times(candidate, now) != []
    Interest.objects.create(candidate=candidate, office=office)
    assert times(candidate, now) == []
    with pytest.raises(Taken):
        booking.book(candidate, NINE, now=now)


def test_nobody_is_offered_an_interviewer_who_runs_for_the_same_office(
    candidate: Candidate, now: datetime
) -> None:
    interviewer, race = make_interviewer(), RaceFactory()
    runs = make_candidate(now=now, user=interviewer.user)
    Candidacy.objects.create(candidate=runs, race=race)
    assert times(candidate, now) != []
    Interest.objects.create(candidate=candidate, office=race.office)
    assert times(candidate, now) == []


def test_of_two_rivals_the_second_goes_to_somebody_else_and_else_it_is_noted(
    candidate: Candidate, now: datetime
) -> None:
    make_interviewer()
    rival, race = asking(now), RaceFactory()
    Candidacy.objects.create(candidate=rival, race=race)
    Candidacy.objects.create(candidate=candidate, race=race)
    first = booking.book(rival, NINE, now=now)
    second = booking.book(candidate, NINE + HOUR, now=now)
    assert second.interviewer == first.interviewer
    assert Because.MET_A_RIVAL in second.assigned_because
    booking.cancel(second, actor=candidate.user, now=now)
    other = make_interviewer(weekly_cap=1)
    third = booking.book(candidate, NINE + HOUR, now=now)
    assert third.interviewer == other
    assert Because.MET_A_RIVAL not in third.assigned_because


def test_why_a_talk_went_to_somebody_is_kept(candidate: Candidate, now: datetime) -> None:
    Interest.objects.create(candidate=candidate, office=OfficeFactory(level="city_council"))
    make_interviewer()
    fits = make_interviewer(states=["TX"], levels=["city_council"])
    talk = booking.book(candidate, NINE, now=now)
    assert talk.interviewer == fits
    assert talk.assigned_because == ["fewest_talks", "knows_state", "knows_level", "speaks_language"]


def test_the_wish_of_the_candidate_stands_on_the_talk(candidate: Candidate, now: datetime) -> None:
    make_interviewer()
    wish = booking.Wish(channel="phone", accommodation="I lip-read.")
    talk = Interview.objects.get(pk=booking.book(candidate, NINE, now=now, wish=wish).pk)
    assert (talk.channel, talk.accommodation, talk.language) == ("phone", "I lip-read.", "en")


def test_a_form_without_its_key_books_nothing(candidate: Candidate) -> None:
    make_interviewer()
    client, now = sign_in(candidate.user), clock.now()
    start = next(iter(free_talks(candidate, now=now)))
    for form in ({}, {"form_key": ""}, {"form_key": "null"}, {"form_key": "None"}):
        answer = client.post("/interviews/book/", {"start": f"{start:%Y-%m-%dT%H:%M:%S%z}", **form})
        assert answer.status_code == 409
    assert not Interview.objects.exists()


def applied(now: datetime, **profile: Any) -> Interviewer:
    return vetting.apply(make_user(), about="I ran in 2022.", accepts_confidentiality=True, at=now, **profile)


def test_r11_from_an_application_to_the_first_slot(candidate: Candidate, now: datetime) -> None:
    staff = make_user(Role.PROGRAM_STAFF)
    with pytest.raises(Refused, match="stays with us"):
        vetting.apply(make_user(), about="", accepts_confidentiality=False, at=now)
    volunteer = applied(now, states=["TX"])
    with pytest.raises(NotPermitted):
        vetting.vet(volunteer, shadowed_on=now.date(), actor=volunteer.user, at=now)
    with pytest.raises(Refused, match="somebody else's comes first"):
        vetting.vet(volunteer, actor=staff, at=now)
    with pytest.raises(Refused, match="somebody else's comes first"):
        vetting.vet(volunteer, shadowed_on=now.date() + DAY, actor=staff, at=now)
    assert not Interviewer.objects.bookable(now.date()).exists()
    vetted = vetting.vet(volunteer, shadowed_on=now.date(), actor=staff, at=now)
    assert list(Interviewer.objects.bookable(now.date())) == [vetted]
    assert vetted.user.groups.get().name == Role.INTERVIEWER
    assert OutgoingMessage.objects.get(kind="interviewer_vetted").recipient == vetted.user
    with pytest.raises(Refused, match="already"):
        vetting.apply(vetted.user, about="", accepts_confidentiality=True, at=now)


def test_nobody_is_vetted_while_a_conflict_they_named_is_attached_to_nobody(
    candidate: Candidate, now: datetime
) -> None:
    staff = make_user(Role.PROGRAM_STAFF)
    volunteer = applied(now, conflicts="My sister runs in Austin.")
    with pytest.raises(Refused, match="attached to nobody"):
        vetting.vet(volunteer, shadowed_on=now.date(), actor=staff, at=now)
    volunteer.conflicts.update(candidate=candidate)
    assert vetting.vet(volunteer, shadowed_on=now.date(), actor=staff, at=now).vetted_on == now.date()
    assert declared_already(candidate, make_candidate(now=now)) == []


def test_a_month_before_the_year_ends_the_interviewer_hears_of_it_once(now: datetime) -> None:
    make_interviewer(vetted_on=date(2025, 7, 1))
    for hours in (0, 1, 30):
        write_due(now=now + timedelta(hours=hours))
    assert OutgoingMessage.objects.filter(kind="vetting_ends").count() == 1
    staff = make_user(Role.PROGRAM_STAFF)
    interviewer = Interviewer.objects.get()
    Interviewer.objects.update(confidentiality_accepted_at=now, shadowed_on=date(2025, 6, 1))
    again = vetting.vet(interviewer, actor=staff, at=now)
    assert (again.vetted_on, again.first_vetted_on) == (now.date(), now.date())
