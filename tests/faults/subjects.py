"""For each lifecycle of the product: rows in any of its states, ready to take any edge, and people who may."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import models

from candidates.enums import CandidacyStatus, Stage, Standing
from candidates.models import Candidacy, Candidate
from candidates.pipeline import (
    CANDIDACY,
    CANDIDACY_OF_MERGE,
    STAGE,
    STAGE_OF_MERGE,
    STANDING,
    STANDING_OF_UNDOING,
)
from community.models import ChannelSeat, SeatStatus, SlackChannel, SlackMembership, SlackStatus
from community.slack_lifecycle import MEMBERSHIP, SEAT
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import Lifecycle
from funding.applications import APPLICATION
from funding.awards import AWARD
from funding.enums import ApplicationStatus, AwardStatus, PaymentMethod, PaymentStatus
from funding.models import Award, FundingApplication, Payment, Programme
from funding.payments import PAYMENT
from interviews.enums import Criterion, InterviewStatus, Outcome, Recommendation, RegistrationStatus
from interviews.lifecycle import INTERVIEW, REGISTRATION
from interviews.models import Decision, Interview, Registration, Scorecard
from mentorship.enums import MentorshipStatus
from mentorship.models import Mentor, Mentorship
from mentorship.services import MENTORSHIP
from offices.enums import FactKind, FactOrigin, FactStatus
from offices.facts import FACT
from offices.models import Fact
from tests.factories.offices import OfficeFactory, RaceFactory
from tests.factories.people import make_call, make_candidate, make_interviewer, make_user

FROZEN = {"cost_observations": []}


@dataclass(frozen=True)
class Kept:
    """A lifecycle with its states; `make(state, now)` returns a row in a state that lacks nothing for the next.

    `changes(target, actor, now)` are the fields that are written with a move.
    """

    lifecycle: Lifecycle
    states: type[models.TextChoices]
    make: Callable[[str, datetime], Any]
    changes: dict[str, Callable[[User | None, datetime], dict[str, Any]]] = field(default_factory=dict)


def candidate_at(stage: str, now: datetime, **fields: Any) -> Candidate:
    """A candidate who came to a call, talked, and was told yes, whatever `stage` says."""
    candidate = make_candidate(now=now, stage=stage, **fields)
    call = make_call(starts_at=now - timedelta(days=9))
    Registration.objects.create(call=call, candidate=candidate, attended=True)
    interview = interview_in(InterviewStatus.HELD, now, candidate=candidate)
    ratings = {criterion.value: 3 for criterion in Criterion}
    Scorecard.objects.create(
        interview=interview,
        submitted_by=interview.interviewer.user,
        recommendation=Recommendation.ADVANCE,
        **ratings,
    )
    Decision.objects.create(
        interview=interview, outcome=Outcome.ADVANCE, decided_by=make_user(Role.PROGRAM_STAFF)
    )
    return candidate


def candidate_standing(standing: str, now: datetime) -> Candidate:
    return make_candidate(now=now, standing=standing, reapply_from=date(2026, 1, 1))


def interview_in(status: str, now: datetime, *, candidate: Candidate | None = None) -> Interview:
    return Interview.objects.create(
        candidate=candidate or make_candidate(now=now),
        interviewer=make_interviewer(),
        starts_at=now - timedelta(hours=1),
        ends_at=now - timedelta(minutes=30),
        time_zone="America/Chicago",
        status=status,
    )


def candidacy_in(status: str, now: datetime, *, candidate: Candidate | None = None) -> Candidacy:
    """With its evidence, its ballot date, and who verified it."""
    return Candidacy.objects.create(
        candidate=candidate or make_candidate(now=now, stage=Stage.COMMITTED),
        race=RaceFactory(),
        status=status,
        evidence_url="https://elections.example.org/list",
        ballot_date=date(2026, 3, 1),
        verified_by=make_user(Role.PROGRAM_STAFF),
        verified_at=now,
    )


def mentorship_in(status: str, now: datetime) -> Mentorship:
    """Both have said yes."""
    return Mentorship.objects.create(
        mentor=Mentor.objects.create(user=make_user(Role.MENTOR), capacity=3, taken=1),
        candidate=make_candidate(now=now, stage=Stage.COMMITTED),
        status=status,
        mentor_said_yes_at=now,
        candidate_said_yes_at=now,
        proposed_by=make_user(Role.PROGRAM_STAFF),
    )


def application_in(status: str, now: datetime, *, candidacy: Candidacy | None = None) -> FundingApplication:
    handed_in = {} if status == ApplicationStatus.DRAFT else {"submitted_at": now, "frozen_facts": FROZEN}
    return FundingApplication.objects.create(
        candidacy=candidacy or candidacy_in(CandidacyStatus.ON_BALLOT, now),
        status=status,
        committee_name="Friends of the Library",
        **handed_in,
    )


def award_in(status: str, now: datetime, **fields: Any) -> Award:
    """An award of $100, if `fields` says nothing else."""
    approved = {"approved_by": make_user(Role.FINANCE), "approved_at": now}
    defaults = {
        "amount": Decimal(100),
        "status": status,
        "requested_by": make_user(Role.PROGRAM_STAFF),
        **(approved if status in (AwardStatus.APPROVED, AwardStatus.ENDED) else {}),
    }
    if "programme" not in fields:
        programme, _created = Programme.objects.get_or_create(
            name="A fund", defaults={"budget": Decimal(50_000)}
        )
        defaults["programme"] = programme
    if "application" not in fields:
        defaults["application"] = application_in(ApplicationStatus.SUBMITTED, now)
    return Award.objects.create(**{**defaults, **fields})


def somebody_for(edge_permission: Callable[[Any, Any], bool], subject: Any) -> User | None:
    """Return somebody who may take an edge with `subject`: the system, one of ours, or whose row it is."""
    own = [user for name in ("candidate", "mentor", "candidacy") if (user := _owner(subject, name))]
    roles = [make_user(role) for role in Role]
    for person in (None, *roles, *own, getattr(subject, "user", None)):
        if edge_permission(person, subject):
            return person
    raise AssertionError(f"Nobody may take this edge of {subject!r}.")


def _owner(subject: Any, name: str) -> User | None:
    found = getattr(subject, name, None)
    return getattr(getattr(found, "candidate", found), "user", None)


def fact_in(status: str, now: datetime) -> Fact:
    """Told by somebody who keeps no facts."""
    return Fact.objects.create(
        office=OfficeFactory(),
        kind=FactKind.FEE,
        value="75.00",
        source="My clerk",
        checked_on=now.date(),
        origin=FactOrigin.PERSON,
        status=status,
        told_by=make_user(),
    )


def membership_in(status: str, now: datetime) -> SlackMembership:
    """Of somebody who has agreed to the code of conduct."""
    candidate = make_candidate(now=now, stage=Stage.COMMITTED)
    return SlackMembership.objects.create(candidate=candidate, status=status, queued_at=now, accepted_at=now)


def channel_seat_in(status: str, now: datetime) -> ChannelSeat:
    channel, _created = SlackChannel.objects.get_or_create(name="all", channel_id="C0ALL")
    membership = membership_in(SlackStatus.JOINED, now)
    return ChannelSeat.objects.create(membership=membership, channel=channel, status=status, since=now)


def payment_in(status: str, now: datetime) -> Payment:
    award = award_in(AwardStatus.APPROVED, now)
    return Payment.objects.create(
        award=award,
        amount=Decimal(50),
        method=PaymentMethod.values[0],
        reference="1",
        status=status,
        requested_by=award.requested_by,
        approved_by=award.approved_by,
        paid_by=make_user(Role.FINANCE),
        paid_at=now,
    )


def registration_in(status: str, now: datetime) -> Registration:
    offered = {"offer_expires_at": now + timedelta(hours=12)} if status == RegistrationStatus.OFFERED else {}
    return Registration.objects.create(
        call=make_call(starts_at=now + timedelta(days=3)),
        candidate=make_candidate(now=now),
        status=status,
        **offered,
    )


LIFECYCLES = {
    "stage": Kept(STAGE, Stage, candidate_at),
    "standing": Kept(STANDING, Standing, candidate_standing),
    "standing of an undoing": Kept(STANDING_OF_UNDOING, Standing, candidate_standing),
    "candidacy": Kept(CANDIDACY, CandidacyStatus, candidacy_in),
    "stage of a merge": Kept(STAGE_OF_MERGE, Stage, candidate_at),
    "candidacy of a merge": Kept(CANDIDACY_OF_MERGE, CandidacyStatus, candidacy_in),
    "interview": Kept(INTERVIEW, InterviewStatus, interview_in),
    "registration": Kept(
        REGISTRATION,
        RegistrationStatus,
        registration_in,
        {
            RegistrationStatus.OFFERED: lambda actor, now: {"offer_expires_at": now + timedelta(hours=12)},
            RegistrationStatus.CONFIRMED: lambda actor, now: {"offer_expires_at": None},
            RegistrationStatus.CANCELLED: lambda actor, now: {"offer_expires_at": None},
        },
    ),
    "payment": Kept(PAYMENT, PaymentStatus, payment_in),
    "mentorship": Kept(MENTORSHIP, MentorshipStatus, mentorship_in),
    "Slack": Kept(MEMBERSHIP, SlackStatus, membership_in),
    "Slack channel": Kept(SEAT, SeatStatus, channel_seat_in),
    "fact": Kept(FACT, FactStatus, fact_in),
    "application": Kept(
        APPLICATION,
        ApplicationStatus,
        application_in,
        {ApplicationStatus.SUBMITTED: lambda actor, now: {"submitted_at": now, "frozen_facts": FROZEN}},
    ),
    "award": Kept(
        AWARD,
        AwardStatus,
        award_in,
        {AwardStatus.APPROVED: lambda actor, now: {"approved_by": actor, "approved_at": now}},
    ),
}
