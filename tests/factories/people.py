"""People with roles, and candidates who have come as far as a test needs, by the real services."""

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from candidates.candidacies import enter_race, send_evidence, verify_ballot
from candidates.enums import Stage
from candidates.models import Candidacy, Candidate
from core.accounts.models import User
from core.accounts.roles import OPENS_BACK_OFFICE, Role
from core.scheduling.models import WeeklyHours
from interviews import announcing, attendance, booking, intro_calls, reviews
from interviews.enums import Criterion, Outcome, Recommendation
from interviews.models import Interview, Interviewer, IntroCall
from tests.factories.offices import RaceFactory

_numbers = count(1)


def make_user(*roles: str, **fields: Any) -> User:
    """A user with `roles`, who lives in Chicago's zone."""
    address = fields.pop("email", f"user{next(_numbers)}@example.org")
    defaults = {"first_name": "Sample", "last_name": "Person", "time_zone": "America/Chicago"}
    user = User.objects.create_user(address, **{**defaults, **fields})
    user.groups.set(Group.objects.filter(name__in=roles))
    if set(roles) & OPENS_BACK_OFFICE:
        User.objects.filter(pk=user.pk).update(is_staff=True)
        user.is_staff = True
    return user


def make_candidate(*, now: datetime, **fields: Any) -> Candidate:
    """Somebody who signed up a month before `now`."""
    user = fields.pop("user", None) or make_user()
    signed_up = now - timedelta(days=30)
    defaults = {
        "date_of_birth": date(1998, 5, 17),
        "postal_code": "78701",
        "state": "TX",
        "values_attested_at": signed_up,
        "consented_at": signed_up,
        "signed_up_at": signed_up,
        "verified_at": signed_up,
    }
    return Candidate.objects.create(user=user, **{**defaults, **fields})


def make_interviewer(
    *, zone: str = "America/Chicago", hours: tuple[int, int] = (9, 20), **fields: Any
) -> Interviewer:
    """An active, vetted interviewer who offers the same hours every day."""
    user = make_user(Role.INTERVIEWER, time_zone=zone)
    WeeklyHours.objects.bulk_create(
        WeeklyHours(person=user, weekday=day, starts=time(hours[0]), ends=time(hours[1])) for day in range(7)
    )
    return Interviewer.objects.create(
        user=user, **{"vetted_on": date(2026, 1, 5), "weekly_cap": 50, **fields}
    )


def make_call(*, starts_at: datetime, **fields: Any) -> IntroCall:
    host = fields.pop("host", None) or make_user(Role.PROGRAM_STAFF)
    call = IntroCall(host=host, starts_at=starts_at, join_url="https://meet.example.org/intro", **fields)
    return announcing.announce(call, now=starts_at - timedelta(days=20))


def bring_to(stage: str, *, now: datetime, **fields: Any) -> Candidate:
    """A candidate whose history up to `stage` was replayed through the real services and ended just before `now`."""
    candidate = make_candidate(now=now, **fields)
    if stage == Stage.SIGNED_UP:
        return candidate
    introduce(candidate, now=now - timedelta(days=10))
    if stage == Stage.INTRODUCED:
        return candidate
    interview = talk_with(candidate, now=now - timedelta(days=9))
    hand_in_notes(interview)
    if stage == Stage.INTERVIEWED:
        return candidate
    staff = make_user(Role.PROGRAM_STAFF)
    reviews.decide(interview, outcome=Outcome.ADVANCE, actor=staff, at=interview.ends_at + timedelta(hours=1))
    reviews.agree(candidate, actor=candidate.user, at=interview.ends_at + timedelta(hours=2))
    candidate.refresh_from_db()
    return candidate


def introduce(candidate: Candidate, *, now: datetime) -> None:
    """`candidate` registers for a call, comes, and the host says so at `now`."""
    call = make_call(starts_at=now - timedelta(hours=2))
    seat = intro_calls.register(candidate, call, now=now - timedelta(days=1))
    attendance.record_attendance(seat, attended=True, actor=call.host, now=now)
    candidate.refresh_from_db()


def talk_with(candidate: Candidate, *, now: datetime) -> Interview:
    """`candidate` asks for a talk and books the first free slot, with an interviewer of its own if there is none."""
    if not Interviewer.objects.bookable().exists():
        make_interviewer()
    booking.ask(candidate, topics=[], at=now)
    start = next(iter(booking.free_talks(candidate, now=now)))
    return booking.book(candidate, start, now=now)


def hand_in_notes(interview: Interview) -> None:
    reviews.hand_in_notes(
        interview,
        actor=interview.interviewer.user,
        at=interview.ends_at,
        recommendation=Recommendation.ADVANCE,
        note_to_candidate="Go to a meeting.",
        **{criterion.value: 3 for criterion in Criterion},
    )


def put_on_ballot(
    candidate: Candidate, *, ballot_date: date, now: datetime, election_date: date | None = None, **race: Any
) -> Candidacy:
    """`candidate`, on board, enters a race and is verified on the ballot since `ballot_date`."""
    entered = RaceFactory(**({"election__date": election_date} if election_date else {}), **race)
    candidacy = enter_race(candidate, entered, at=now)
    send_evidence(candidacy, url="https://elections.example.org/list", note="", at=now)
    staff = make_user(Role.PROGRAM_STAFF)
    verify_ballot(candidacy, ballot_date=ballot_date, actor=staff, at=now)
    candidacy.refresh_from_db()
    return candidacy
