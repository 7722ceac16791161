"""What an interviewer should know before a talk, on one page, and what is to be done on a day of theirs."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from candidates.ages import is_under
from candidates.candidacies import live_candidacies
from candidates.countdown import Countdown, countdowns
from candidates.enums import Topic
from candidates.models import Candidate
from core.accounts.models import User
from interviews.enums import InterviewStatus
from interviews.models import Interview, NotesDraft, SecondReading
from interviews.overdue import CHASED_AFTER, HANDED_OVER_AFTER
from offices.facts import believed
from offices.filing import Filing, filing_of
from offices.models import Office

# What the half hour is for, in minutes.
AGENDA = (
    (5, _("Welcome: who you are, that you take notes, what becomes of them")),
    (10, _("Reasons: why this office, why now, who stands behind them")),
    (10, _("Race and dates: duties, filing, what it takes where they live")),
    (5, _("Next steps: three of them, each with a day")),
)
NOT_RATED = _("Do not rate charm, accent, looks, schooling, wealth or the chance of winning.")
AHEAD = timedelta(days=14)
MOST = 50


@dataclass(frozen=True)
class Seat:
    """An office that the candidate has in mind, and when one can file for it as far as that is known."""

    office: Office
    filing: Filing


@dataclass(frozen=True)
class Brief:
    """`is_under_limit` is R1 as a yes or no: an interviewer sees no birth date."""

    candidate: Candidate
    topics: tuple[str, ...]
    races: list[Countdown]
    seats: list[Seat]
    is_under_limit: bool
    earlier: list[Interview]
    age_limit: int = field(default_factory=lambda: settings.PROGRAM_AGE_LIMIT)


def brief_of(talk: Interview, *, now: datetime) -> Brief:
    """Return what is known before `talk`. A fixed number of queries."""
    candidate = talk.candidate
    asked = candidate.interview_requests.first()
    races = countdowns(live_candidacies(candidate), now=now)
    entered = {countdown.candidacy.race.office_id for countdown in races}
    offices = [office for office in candidate.offices.all() if office.pk not in entered]
    today = now.date()
    facts = believed(offices, today=today) if offices else {}
    held = Interview.objects.filter(
        candidate=candidate, status=InterviewStatus.HELD, starts_at__lt=talk.starts_at
    )
    return Brief(
        candidate=candidate,
        topics=tuple(str(Topic(topic).label) for topic in (asked and asked.topics) or candidate.topics),
        races=races,
        seats=[Seat(office, filing_of(facts.get(office.pk, []), today=today)) for office in offices],
        is_under_limit=is_under(
            settings.PROGRAM_AGE_LIMIT, born=candidate.date_of_birth, on=_election_or(today, races)
        ),
        earlier=list(held.select_related("scorecard", "decision").order_by("-starts_at")[:3]),
    )


def _election_or(today: date, races: list[Countdown]) -> date:
    """R1 is about the day of the election; while no race is chosen, about today."""
    coming = [one.candidacy.race.election.date for one in races if one.days is not None]
    return min(coming, default=today)


@dataclass(frozen=True)
class Work:
    """Of one interviewer: talks to hold, notes to write, notes of others to read again."""

    coming: list[Interview]
    without_notes: list["ToWrite"]
    readings: list[SecondReading]


@dataclass(frozen=True)
class ToWrite:
    talk: Any
    is_overdue: bool
    is_handed_over: bool


def work_of(user: User, *, now: datetime) -> Work:
    """Return what `user` holds and owes. Three queries."""
    drafted = Exists(NotesDraft.objects.filter(interview=OuterRef("pk")))
    own = Interview.objects.filter(interviewer__user=user, status=InterviewStatus.BOOKED)
    own = own.select_related("candidate__user").annotate(is_begun=drafted)
    coming = own.filter(ends_at__gt=now, starts_at__lt=now + AHEAD).order_by("starts_at")
    over = own.filter(ends_at__lte=now).order_by("starts_at")
    readings = SecondReading.objects.waiting().filter(reader__user=user).order_by("asked_at")
    return Work(
        list(coming[:MOST]),
        [
            ToWrite(talk, now >= talk.ends_at + CHASED_AFTER, now >= talk.ends_at + HANDED_OVER_AFTER)
            for talk in over[:MOST]
        ],
        list(readings[:MOST]),
    )
