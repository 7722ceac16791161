"""As many rows as wanted of everything that is listed, each with people, a place and a race of its own.

Whatever a list reads beside its rows is therefore read anew for each of them, unless it is read at once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import models, transaction
from django.db.models import F

from candidates.duplicates import Reason, Strength
from candidates.enums import CandidacyStatus, Stage
from candidates.models import (
    Candidacy,
    Candidate,
    ConsentWording,
    HandOver,
    Intake,
    Interest,
    Leave,
    LikelyDuplicate,
    Ownership,
    Partner,
    PersonMerge,
    PromisedCall,
    Region,
    StageTransition,
)
from community.models import (
    ChannelSeat,
    Course,
    Lesson,
    SeatStatus,
    SlackChannel,
    SlackMembership,
    SlackStatus,
)
from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.enums import Lane
from core.outbox.models import Hold, OutgoingMessage
from core.privacy.models import ErasureRequest, SafetyCall
from core.scheduling.models import DayOff, WeeklyHours
from donors.figures import DEFINITIONS
from donors.models import BoardReader, Figure, Release
from funding.enums import ApplicationStatus, AwardStatus, LedgerEvent, PlanSection
from funding.models import (
    AccountCheck,
    Award,
    CandidacyChecks,
    ContributionLimit,
    Donation,
    EligibilityVerdict,
    FundingApplication,
    FundingPolicy,
    Gift,
    LedgerTransaction,
    LegalEntity,
    Payment,
    PlanReview,
    Programme,
    SpendingReport,
)
from interviews.enums import Criterion, InterviewStatus, Outcome, Recommendation
from interviews.models import (
    ConflictOfInterest,
    Decision,
    Interview,
    Interviewer,
    InterviewRequest,
    IntroCall,
    Registration,
    Scorecard,
    SecondReading,
    WatchedRecording,
)
from mentorship.models import Mentor, Mentorship
from offices.enums import (
    ContestSource,
    FactKind,
    FactOrigin,
    FactStatus,
    FigureKind,
    HolderSource,
    Level,
    WantedKind,
)
from offices.models import (
    Contest,
    CostObservation,
    Division,
    Election,
    Fact,
    Holder,
    Office,
    OwnSpending,
    Race,
    WantedOffice,
    ZipCode,
    ZipDivision,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ZIP, STATE, ZONE = "78701", "TX", "America/Chicago"
Made = list[Any]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is changed inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Rows:
    """`grow_to(n)` leaves exactly `n` rows in every list but that of the users, who are four to each row."""

    def __init__(self, now: datetime) -> None:
        self.now, self.count, self._first = now, 0, 0
        Lesson.objects.all().delete()
        Course.objects.all().delete()
        ZipCode.objects.get_or_create(
            code=ZIP, defaults={"place_name": "Austin", "state": STATE, "time_zone": ZONE}
        )

    def grow_to(self, count: int) -> None:
        self._first, self.count = self.count, count
        seekers, helpers, approvers, payers = (
            self._people(kind) for kind in ("seeker", "helper", "approver", "payer")
        )
        offices, races = self._places(helpers)
        candidates = self._candidates(seekers, offices)
        self._merges(candidates, payers, helpers)
        self._calls_and_talks(candidates, helpers)
        self._mentors_and_library(candidates, helpers)
        applications = self._campaigns(candidates, races, helpers)
        self._money(applications, seekers, helpers, approvers, payers)

    def _make(self, model: type[models.Model], fields: Callable[[int, int], dict[str, Any]]) -> Made:
        """Write a row for each new number; in `fields(k, number)`, `k` starts at 0 again in each growth."""
        new = range(self.count - self._first)
        return list(model._base_manager.bulk_create(model(**fields(k, self._first + k)) for k in new))

    def _people(self, kind: str) -> Made:
        return self._make(
            User,
            lambda k, number: {
                "email": f"{kind}{number}@example.org",
                "first_name": kind.title(),
                "last_name": f"Number {number}",
                "time_zone": ZONE,
            },
        )

    def _places(self, helpers: Made) -> tuple[Made, Made]:
        divisions = self._make(
            Division,
            lambda k, number: {
                "ocd_id": f"ocd-division/country:us/state:tx/place:listville_{number}",
                "name": f"Listville {number}",
                "kind": "place",
                "state": STATE,
            },
        )
        self._make(ZipDivision, lambda k, number: {"zip_code_id": ZIP, "division": divisions[k]})
        offices = self._make(
            Office,
            lambda k, number: {
                "division": divisions[k],
                "kind": "council",
                "level": Level.CITY_COUNCIL,
                "name": f"Listville {number} City Council",
                "state": STATE,
                "time_zone": ZONE,
            },
        )
        elections = self._make(
            Election,
            lambda k, number: {
                "date": (self.now + (90 + number) * DAY).date(),
                "state": STATE,
                "kind": "general",
            },
        )
        races = self._make(Race, lambda k, number: {"office": offices[k], "election": elections[k]})
        self._make(
            CostObservation,
            lambda k, number: {
                "office": offices[k],
                "cycle": 2024,
                "figure_kind": FigureKind.MEAN_OF_CANDIDATES,
                "amount": 1000,
                "source": "County clerk",
                "added_by": helpers[k],
            },
        )
        self._make(
            OwnSpending,
            lambda k, number: {
                "level": Level.CITY_COUNCIL,
                "state": STATE,
                "cycle": 2000 + number,
                "amount": 9,
                "n": 5,
            },
        )
        self._make(
            Contest,
            lambda k, number: {
                "source": ContestSource.MEDSL,
                "source_key": f"list {number}",
                "office": offices[k],
                "state": STATE,
                "level": Level.CITY_COUNCIL,
                "office_name": offices[k].name,
                "year": 2024,
            },
        )
        self._make(
            Holder,
            lambda k, number: {
                "office": offices[k],
                "name": f"Holder {number}",
                "as_of": self.now.date(),
                "source": HolderSource.OPENSTATES,
                "source_key": f"list {number}",
            },
        )
        self._make(
            Fact,
            lambda k, number: {
                "office": offices[k],
                "kind": FactKind.FEE,
                "value": "150.00",
                "source": "County clerk",
                "checked_on": self.now.date(),
                "origin": FactOrigin.PERSON,
                "status": FactStatus.TOLD,
                "told_by": helpers[k],
            },
        )
        self._make(
            WantedOffice,
            lambda k, number: {
                "kind": WantedKind.LIBRARY,
                "state": STATE,
                "description": f"Library board {number}",
                "asked_by": helpers[k],
                "found": offices[k],
            },
        )
        return offices, races

    def _candidates(self, seekers: Made, offices: Made) -> Made:
        before = self.now - 30 * DAY
        candidates = self._make(
            Candidate,
            lambda k, number: {
                "user": seekers[k],
                "stage": Stage.COMMITTED,
                "date_of_birth": before.date().replace(year=1998),
                "postal_code": ZIP,
                "state": STATE,
                "values_attested_at": before,
                "consented_at": before,
                "signed_up_at": before,
                "verified_at": before,
            },
        )
        self._make(
            StageTransition,
            lambda k, number: {
                "subject": candidates[k],
                "from_state": Stage.INTERVIEWED,
                "to_state": Stage.COMMITTED,
                "effective_on": before.date(),
                "recorded_at": before,
            },
        )
        self._make(SafetyCall, lambda k, number: {"user": seekers[k], "pressed_at": before})
        self._make(
            ErasureRequest,
            lambda k, number: {"user": seekers[k], "due_at": before, "held_since": before},
        )
        self._make(Interest, lambda k, number: {"candidate": candidates[k], "office": offices[k]})
        self._make(
            PromisedCall,
            lambda k, number: {
                "candidate": candidates[k],
                "promised_at": before,
                "due_at": before + (number + 1) * HOUR,
            },
        )
        partners = self._make(
            Partner,
            lambda k, number: {"name": f"Partner {number}", "about": "They help.", "takes": "over_age"},
        )
        wording, _created = ConsentWording.objects.get_or_create(
            kind="hand_over", version="1", language="en", wording="I agree."
        )
        self._make(
            HandOver,
            lambda k, number: {
                "candidate": candidates[k],
                "partner": partners[k],
                "reason": "over_age",
                "wording": wording,
                "consented_at": before,
            },
        )
        self._make(
            Intake,
            lambda k, number: {"form_key": uuid4(), "source": "form", "payload": {}, "user": seekers[k]},
        )
        self._make(BoardReader, lambda k, number: {"person": seekers[k]})
        self._make(
            OutgoingMessage,
            lambda k, number: {
                "kind": "intro_call_invitation",
                "lane": Lane.TRANSACTIONAL,
                "recipient": seekers[k],
                "to_address": seekers[k].email,
                "key": f"list {number}",
                "not_before": before,
                "status": "sent",
                "sent_at": before,
            },
        )
        return candidates

    def _merges(self, candidates: Made, people: Made, helpers: Made) -> None:
        others = self._make(
            Candidate,
            lambda k, number: {
                "user": people[k],
                "merged_into": candidates[k],
                "date_of_birth": self.now.date().replace(year=1998),
                "postal_code": ZIP,
                "values_attested_at": self.now,
                "consented_at": self.now,
            },
        )
        answered = {"answer": "same", "answered_at": self.now}
        self._make(
            LikelyDuplicate,
            lambda k, number: {
                "first": candidates[k],
                "second": others[k],
                "reasons": [Reason.PHONE],
                "strength": Strength.WEAK,
                "found_at": self.now,
                "answered_by": helpers[k],
                **answered,
            },
        )
        merge = {"moved": {"rows": {}}}
        self._make(
            PersonMerge,
            lambda k, number: {"kept": candidates[k], "other": others[k], "actor": helpers[k], **merge},
        )

    def _calls_and_talks(self, candidates: Made, helpers: Made) -> None:
        calls = self._make(
            IntroCall,
            lambda k, number: {
                "host": helpers[k],
                "starts_at": self.now - 10 * DAY - number * HOUR,
                "join_url": "https://meet.example.org/intro",
            },
        )
        self._make(Registration, lambda k, number: {"call": calls[k], "candidate": candidates[k]})
        self._make(
            WatchedRecording, lambda k, number: {"candidate": candidates[k], "why_no_call": "I work nights."}
        )
        self._make(
            InterviewRequest,
            lambda k, number: {
                "candidate": candidates[k],
                "override_by": helpers[k],
                "override_reason": "Met in person",
            },
        )
        regions = self._make(Region, lambda k, number: {"name": f"Region {number}"})
        today = self.now.date()
        self._make(
            Ownership,
            lambda k, number: {"owner": helpers[k], "region": regions[k], "first_day": today},
        )
        self._make(
            Leave,
            lambda k, number: {
                "person": helpers[k],
                "stand_in": helpers[k - 1] if k else candidates[0].user,
                "first_day": today,
                "last_day": today,
            },
        )
        interviewers = self._make(
            Interviewer, lambda k, number: {"user": helpers[k], "vetted_on": self.now.date()}
        )
        self._make(
            WeeklyHours,
            lambda k, number: {
                "person": helpers[k],
                "weekday": number % 7,
                "starts": time(9 + number % 8),
                "ends": time(12 + number % 8),
            },
        )
        self._make(
            DayOff, lambda k, number: {"person": helpers[k], "day": (self.now + (30 + number) * DAY).date()}
        )
        self._make(
            Hold, lambda k, number: {"kind": f"kind_{number}", "reason": "a mistake", "held_by": helpers[k]}
        )
        self._make(
            ConflictOfInterest,
            lambda k, number: {
                "interviewer": interviewers[k],
                "candidate": candidates[k],
                "about": "A cousin.",
                "declared_by": helpers[k],
            },
        )
        talks = self._make(
            Interview,
            lambda k, number: {
                "candidate": candidates[k],
                "interviewer": interviewers[k],
                "starts_at": self.now - 9 * DAY - number * HOUR,
                "ends_at": self.now - 9 * DAY - number * HOUR + HOUR / 2,
                "time_zone": ZONE,
                "status": InterviewStatus.HELD,
            },
        )
        notes = self._make(
            Scorecard,
            lambda k, number: {
                "interview": talks[k],
                "recommendation": Recommendation.ADVANCE,
                "note_to_candidate": "Go to a meeting.",
                "submitted_by": helpers[k],
                **{criterion.value: 3 for criterion in Criterion},
            },
        )
        self._make(
            Decision,
            lambda k, number: {"interview": talks[k], "outcome": Outcome.ADVANCE, "decided_by": helpers[k]},
        )
        self._make(SecondReading, lambda k, number: {"scorecard": notes[k], "reader": interviewers[k]})

    def _mentors_and_library(self, candidates: Made, helpers: Made) -> None:
        mentors = self._make(
            Mentor, lambda k, number: {"user": helpers[k], "states": [STATE], "capacity": 1_000}
        )
        self._make(
            Mentorship,
            lambda k, number: {"mentor": mentors[k], "candidate": candidates[k], "proposed_by": helpers[k]},
        )
        members = self._make(SlackMembership, lambda k, number: {"candidate": candidates[k]})
        channels = self._make(
            SlackChannel, lambda k, number: {"name": f"channel-{number}", "channel_id": f"C0{number}"}
        )
        self._make(
            ChannelSeat,
            lambda k, number: {
                "membership": members[k],
                "channel": channels[k],
                "status": SeatStatus.HELD,
                "since": self.now,
            },
        )
        courses = self._make(
            Course,
            lambda k, number: {"slug": f"course-{number}", "title": f"Course {number}", "order": number},
        )
        self._make(
            Lesson,
            lambda k, number: {
                "course": courses[k],
                "slug": f"lesson-{number}",
                "title": f"Lesson {number}",
                "minutes": 5,
                "order": number,
            },
        )

    def _campaigns(self, candidates: Made, races: Made, helpers: Made) -> Made:
        candidacies = self._make(
            Candidacy,
            lambda k, number: {
                "candidate": candidates[k],
                "race": races[k],
                "status": CandidacyStatus.ON_BALLOT,
                "evidence_url": "https://elections.example.org/list",
                "evidence_sent_at": self.now,
                "ballot_date": (self.now - 80 * DAY).date(),
                "verified_by": helpers[k],
                "verified_at": self.now,
            },
        )
        self._make(
            Gift,
            lambda k, number: {
                "candidacy": candidacies[k],
                "donor": f"Donor {number}",
                "amount": 50,
                "given_on": self.now.date(),
            },
        )
        self._make(
            EligibilityVerdict,
            lambda k, number: {
                "candidacy": candidacies[k],
                "verdict": "pass",
                "outcomes": {"R19": "undetermined"},
                "opens_on": date(2100, 1, 1),
                "as_of": self.now.date(),
            },
        )
        self._make(FundingPolicy, lambda k, number: {"effective_from": date(2030, 1, 1) + number * DAY})
        self._make(CandidacyChecks, lambda k, number: {"candidacy": candidacies[k]})
        self._make(
            SpendingReport,
            lambda k, number: {"candidacy": candidacies[k], "spent": Decimal(number), "used_for": "Postage."},
        )
        applications = self._make(
            FundingApplication,
            lambda k, number: {
                "candidacy": candidacies[k],
                "status": ApplicationStatus.SUBMITTED,
                "plan": "Knock on every door.",
                "requested": 100,
                "frozen_facts": {"cost_observations": []},
                "submitted_at": self.now,
            },
        )
        self._make(
            AccountCheck,
            lambda k, number: {
                "application": applications[k],
                "committee_name": "A committee",
                "registration": str(number),
                "account_holder": "A committee",
                "seen": "A letter.",
                "belongs": True,
                "checked_by": helpers[k],
            },
        )
        self._make(
            PlanReview,
            lambda k, number: {
                "application": applications[k],
                "reviewer": helpers[k],
                "score": 75,
                **dict.fromkeys(PlanSection.values, 3),
            },
        )
        return applications

    def _money(self, applications: Made, donors: Made, helpers: Made, approvers: Made, payers: Made) -> None:
        entities = self._make(LegalEntity, lambda k, number: {"name": f"Entity {number}"})
        self._make(
            ContributionLimit, lambda k, number: {"state": "TX", "year": 1900 + number, "rule": "Limited"}
        )
        programmes = self._make(
            Programme,
            lambda k, number: {"name": f"Fund {number}", "entity": entities[k], "budget": 1_000},
        )
        awards = self._make(
            Award,
            lambda k, number: {
                "application": applications[k],
                "programme": programmes[k],
                "amount": 100,
                "paid": 50,
                "status": AwardStatus.APPROVED,
                "requested_by": helpers[k],
                "approved_by": approvers[k],
                "approved_at": self.now,
            },
        )
        self._make(
            Payment,
            lambda k, number: {
                "award": awards[k],
                "amount": 50,
                "method": "check",
                "reference": f"{number}",
                "requested_by": helpers[k],
                "approved_by": approvers[k],
                "paid_by": payers[k],
            },
        )
        self._make(
            Donation,
            lambda k, number: {
                "donor": donors[k],
                "entity": entities[k],
                "amount": Decimal(10),
                "received_on": self.now.date(),
            },
        )
        self._make(
            LedgerTransaction,
            lambda k, number: {
                "event": LedgerEvent.PAYMENT,
                "subject": uuid4(),
                "actor": payers[k],
                "entity": entities[k],
            },
        )
        releases = self._make(
            Release, lambda k, number: {"as_of": self.now - number * HOUR, "published_by": helpers[k]}
        )
        for definition in DEFINITIONS:
            shown = {"table": definition.table, "code": definition.code, "value": 80}
            self._make(Figure, lambda k, number, shown=shown: {"release": releases[k], **shown})


def give_to(interviewer: User, reviewer: User) -> None:
    """Give each of the two whatever people of their roles can be given."""
    profile, _ = Interviewer.objects.get_or_create(user=interviewer)
    Interview.objects.update(interviewer=profile)
    IntroCall.objects.update(host=interviewer)
    for model in (WeeklyHours, DayOff):
        model._base_manager.update(person=interviewer)
    PlanReview.objects.update(reviewer=reviewer)


def let_everything_wait() -> None:
    """Nothing is settled: every step for which somebody of ours is needed waits for them."""
    Candidate.records.update(merged_into=None)
    LikelyDuplicate.objects.update(answer="")
    Decision.objects.all().delete()
    Interview.objects.update(status=InterviewStatus.BOOKED)
    Interviewer.objects.update(vetted_on=None, applied_at=clock.now())
    ConflictOfInterest.objects.update(candidate=None)
    Mentorship.objects.update(status="ended")
    SlackMembership.objects.update(status=SlackStatus.TO_INVITE)
    Candidacy.objects.update(status=CandidacyStatus.PLANNED)
    OutgoingMessage.objects.update(status="failed", created_at=clock.now())


def take_everybody_out_of_slack() -> None:
    SlackMembership.objects.update(status=SlackStatus.TO_REMOVE)
    ChannelSeat.objects.update(status=SeatStatus.REMOVING, failure="restricted_action")


def ask_for_captions() -> None:
    """Every call is to come, and with every seat something is asked for."""
    IntroCall.objects.update(starts_at=F("starts_at") + timedelta(days=365))
    Registration.objects.update(needs=["captions"])


def put_everybody_on_a_ballot() -> None:
    """Their elections are to come, and funding opens after them."""
    Candidacy.objects.update(status=CandidacyStatus.ON_BALLOT, special_election_override=False)


def request_every_award() -> None:
    """No award has been approved yet."""
    Award.objects.update(status=AwardStatus.REQUESTED)


def run_everywhere(candidate: Candidate) -> None:
    """Every race is of `candidate`, and every gift and award of the first one."""
    first = candidate.candidacies.get()
    Candidacy.objects.update(candidate=candidate)
    Gift.objects.update(candidacy=first)
    Award.objects.update(application=FundingApplication.objects.get(candidacy=first))


def write_to(candidate: Candidate) -> None:
    """Every message went to `candidate`."""
    OutgoingMessage.objects.update(recipient=candidate.user)


def accompany_all(candidate: Candidate) -> None:
    """Everybody has the mentor of `candidate`."""
    Mentorship.objects.update(mentor=candidate.mentorships.get().mentor)


def announce_all(candidate: Candidate) -> None:
    """Every call lies ahead."""
    IntroCall.objects.update(starts_at=F("starts_at") + timedelta(days=365))


def look_for_a_talk(candidate: Candidate) -> None:
    """`candidate` has asked for a talk and had none."""
    Candidate.objects.filter(pk=candidate.pk).update(stage=Stage.INTRODUCED)


def make_one_course(candidate: Candidate) -> None:
    """Every lesson is of the first course."""
    Lesson.objects.update(course=Course.objects.earliest("pk"))


def make_a_chamber(candidate: Candidate) -> None:
    """Every office is a seat of the state's house."""
    Office.objects.update(level=Level.STATE_HOUSE)


def owe_every_note(candidate: Candidate) -> None:
    """Every talk is over, has no notes, and is of the interviewer of the lists; they have everything to read."""
    profile, _ = Interviewer.objects.get_or_create(user=User.objects.get(groups__name=Role.INTERVIEWER))
    Interview.objects.update(status=InterviewStatus.BOOKED, interviewer=profile)
    SecondReading.objects.update(reader=profile)


def hold_every_talk(candidate: Candidate) -> None:
    owe_every_note(candidate)
    Interview.objects.update(starts_at=clock.now() + DAY, ends_at=clock.now() + DAY + HOUR / 2)


def decide_nothing(candidate: Candidate) -> None:
    Decision.objects.all().delete()
    Candidacy.objects.update(status=CandidacyStatus.PLANNED)
    Scorecard.objects.update(submitted_at=clock.now() - 3 * DAY)
