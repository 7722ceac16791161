"""Everything that somebody can be in, made by the real services; `MADE` names each."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from candidates import standing
from candidates.candidacies import enter_race, send_evidence
from candidates.enums import CandidacyStatus, Stage, Standing
from candidates.models import Candidacy, Candidate
from candidates.pipeline import CANDIDACY, STANDING
from community.conduct import current_version
from community.slack import accept_conduct
from core.accounts.roles import Role
from funding.enums import ApplicationStatus, AwardStatus
from funding.models import Award, FundingApplication, Programme
from interviews import attendance, booking, intro_calls, reviews
from interviews.enums import DeclineReason, Outcome
from interviews.models import InterviewRequest
from mentorship.models import Mentor
from mentorship.services import propose, say_yes
from tests.factories.offices import RaceFactory
from tests.factories.people import (
    bring_to,
    hand_in_notes,
    introduce,
    make_call,
    make_candidate,
    make_user,
    put_on_ballot,
    talk_with,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
Make = Callable[[datetime], Candidate]
MADE: dict[str, Make] = {}


def made(function: Make) -> Make:
    MADE[function.__name__] = function
    return function


def signed(now: datetime, **fields: Any) -> Candidate:
    return make_candidate(now=now, **fields)


@made
def unverified(now: datetime) -> Candidate:
    return signed(now, verified_at=None)


@made
def verified_no_call(now: datetime) -> Candidate:
    return signed(now)


@made
def registered(now: datetime) -> Candidate:
    candidate = signed(now)
    intro_calls.register(candidate, make_call(starts_at=now + DAY), now=now)
    return candidate


@made
def in_the_call_right_now(now: datetime) -> Candidate:
    candidate = signed(now)
    call = make_call(starts_at=now - HOUR / 4)
    intro_calls.register(candidate, call, now=now - DAY)
    return candidate


@made
def call_over_not_noted(now: datetime) -> Candidate:
    candidate = signed(now)
    intro_calls.register(candidate, make_call(starts_at=now - DAY), now=now - 2 * DAY)
    return candidate


@made
def missed(now: datetime) -> Candidate:
    candidate = signed(now)
    call = make_call(starts_at=now - DAY)
    seat = intro_calls.register(candidate, call, now=now - 2 * DAY)
    attendance.record_attendance(seat, attended=False, actor=call.host, now=now)
    return candidate


@made
def attended(now: datetime) -> Candidate:
    return bring_to(Stage.INTRODUCED, now=now)


@made
def attended_at_seventeen(now: datetime) -> Candidate:
    return bring_to(Stage.INTRODUCED, now=now, date_of_birth=date(now.year - 17, 1, 5))


@made
def asked_and_waiting_for_a_slot(now: datetime) -> Candidate:
    candidate = bring_to(Stage.INTRODUCED, now=now)
    booking.ask(candidate, topics=[], at=now)
    return candidate


@made
def let_ask_without_a_call(now: datetime) -> Candidate:
    candidate = signed(now)
    InterviewRequest.objects.create(
        candidate=candidate, asked_at=now, override_by=make_user(), override_reason="Filed already."
    )
    return candidate


@made
def booked(now: datetime) -> Candidate:
    candidate = bring_to(Stage.INTRODUCED, now=now)
    talk_with(candidate, now=now)
    return candidate


@made
def held_without_notes(now: datetime) -> Candidate:
    candidate = bring_to(Stage.INTRODUCED, now=now - 20 * DAY)
    talk_with(candidate, now=now - 20 * DAY)
    return candidate


@made
def waiting_for_the_decision(now: datetime) -> Candidate:
    return bring_to(Stage.INTERVIEWED, now=now)


def decided(now: datetime, outcome: str, **fields: Any) -> Candidate:
    candidate = bring_to(Stage.INTERVIEWED, now=now)
    talk = candidate.interviews.get()
    reviews.decide(talk, outcome=outcome, actor=make_user(Role.PROGRAM_STAFF), at=now, **fields)
    candidate.refresh_from_db()
    return candidate


@made
def hold(now: datetime) -> Candidate:
    return decided(now, Outcome.HOLD)


@made
def hold_and_booked_again(now: datetime) -> Candidate:
    candidate = hold(now)
    start = next(iter(booking.free_talks(candidate, now=now)))
    booking.book(candidate, start, now=now)
    return candidate


def declined(now: datetime, reason: str, day: date) -> Candidate:
    return decided(now, Outcome.DECLINE, reason=reason, reapply_from=day, reply="Thank you.")


for _reason in DeclineReason:
    MADE[f"declined_{_reason}"] = lambda now, reason=_reason: declined(  # type: ignore[misc]
        now, reason, now.date() + 90 * DAY
    )


@made
def declined_without_a_date(now: datetime) -> Candidate:
    candidate = signed(now)
    staff = make_user(Role.PROGRAM_STAFF)
    STANDING.move(candidate, Standing.DECLINED, actor=staff, at=now, reason="other")
    return candidate


@made
def declined_and_the_date_has_come(now: datetime) -> Candidate:
    return declined(now, DeclineReason.RUNNING_LATER, now.date())


@made
def back_after_a_no(now: datetime) -> Candidate:
    candidate = declined(now, DeclineReason.RUNNING_LATER, now.date())
    standing.come_back(candidate, at=now)
    return candidate


@made
def advance_not_agreed(now: datetime) -> Candidate:
    return decided(now, Outcome.ADVANCE)


@made
def committed(now: datetime) -> Candidate:
    return bring_to(Stage.COMMITTED, now=now)


@made
def mentor_proposed(now: datetime) -> Candidate:
    candidate = bring_to(Stage.COMMITTED, now=now)
    mentor = Mentor.objects.create(user=make_user(Role.MENTOR))
    propose(mentor, candidate, actor=make_user(Role.PROGRAM_STAFF), at=now)
    return candidate


@made
def mentor_to_answer(now: datetime) -> Candidate:
    candidate = mentor_proposed(now)
    say_yes(candidate.mentorships.get(), actor=candidate.user, at=now)
    return candidate


@made
def planned(now: datetime) -> Candidate:
    candidate = bring_to(Stage.COMMITTED, now=now)
    enter_race(candidate, RaceFactory(), at=now)
    return candidate


@made
def planned_and_over(now: datetime) -> Candidate:
    candidate = bring_to(Stage.COMMITTED, now=now)
    enter_race(candidate, RaceFactory(election__date=now.date() - 2 * DAY), at=now)
    return candidate


@made
def filed_before_signing_up(now: datetime) -> Candidate:
    return signed(now, filed_on=now.date() - DAY)


def in_slack(candidate: Candidate, now: datetime) -> Candidate:
    accept_conduct(candidate, version=current_version(), at=now)
    return candidate


@made
def evidence_waiting(now: datetime) -> Candidate:
    candidate = in_slack(planned(now), now)
    send_evidence(candidate.candidacies.get(), url="https://elections.example.org/", note="", at=now)
    return candidate


def on_ballot_since(days: int, now: datetime, **race: Any) -> tuple[Candidate, Candidacy]:
    candidate = in_slack(bring_to(Stage.COMMITTED, now=now), now)
    return candidate, put_on_ballot(candidate, ballot_date=now.date() - days * DAY, now=now, **race)


@made
def on_ballot(now: datetime) -> Candidate:
    return on_ballot_since(5, now)[0]


@made
def on_ballot_and_the_election_is_over(now: datetime) -> Candidate:
    return on_ballot_since(99, now, election_date=now.date() - 2 * DAY)[0]


@made
def funding_open(now: datetime) -> Candidate:
    return on_ballot_since(99, now)[0]


def applied(now: datetime, status: str) -> tuple[Candidate, FundingApplication]:
    candidate, candidacy = on_ballot_since(99, now)
    return candidate, FundingApplication.objects.create(
        candidacy=candidacy, status=status, submitted_at=None if status == "draft" else now,
        plan="x", requested=100, frozen_facts=None if status == "draft" else {"cost_observations": []},
    )  # fmt: skip


@made
def drafted(now: datetime) -> Candidate:
    return applied(now, ApplicationStatus.DRAFT)[0]


@made
def returned(now: datetime) -> Candidate:
    return applied(now, ApplicationStatus.RETURNED)[0]


@made
def submitted(now: datetime) -> Candidate:
    return applied(now, ApplicationStatus.SUBMITTED)[0]


@made
def funding_declined(now: datetime) -> Candidate:
    candidate, application = applied(now, ApplicationStatus.DECLINED)
    application.transitions.create(
        from_state="submitted", to_state="declined", reason="plan_needs_work", effective_on=now.date(),
        recorded_at=now,
    )  # fmt: skip
    return candidate


def awarded_with(now: datetime, paid: int) -> Candidate:
    candidate, application = applied(now, ApplicationStatus.AWARDED)
    finance = make_user(Role.FINANCE)
    Award.objects.create(
        application=application, programme=Programme.objects.create(name="Fund", budget=1_000),
        amount=Decimal(100), paid=Decimal(paid), status=AwardStatus.APPROVED,
        requested_by=make_user(Role.PROGRAM_STAFF), approved_by=finance, approved_at=now,
    )  # fmt: skip
    return candidate


@made
def awarded(now: datetime) -> Candidate:
    return awarded_with(now, 0)


@made
def paid(now: datetime) -> Candidate:
    return awarded_with(now, 100)


def finished(now: datetime, status: str) -> Candidate:
    candidate, candidacy = on_ballot_since(99, now, election_date=now.date() - 2 * DAY)
    CANDIDACY.move(candidacy, status, actor=make_user(Role.PROGRAM_STAFF), at=now)
    return candidate


@made
def elected(now: datetime) -> Candidate:
    return finished(now, CandidacyStatus.ELECTED)


@made
def not_elected(now: datetime) -> Candidate:
    return finished(now, CandidacyStatus.NOT_ELECTED)


@made
def over_the_age_limit(now: datetime) -> Candidate:
    return signed(now, date_of_birth=date(1970, 1, 1))


@made
def on_a_break(now: datetime) -> Candidate:
    candidate = attended(now)
    standing.take_break(candidate, give_up_bookings=False, at=now)
    return candidate


@made
def on_a_break_with_a_seat(now: datetime) -> Candidate:
    candidate = registered(now)
    standing.take_break(candidate, give_up_bookings=False, at=now)
    return candidate


@made
def withdrawn(now: datetime) -> Candidate:
    candidate = booked(now)
    standing.leave(candidate, at=now)
    return candidate


@made
def introduced_again_while_on_board(now: datetime) -> Candidate:
    candidate = bring_to(Stage.COMMITTED, now=now)
    introduce(candidate, now=now)
    return candidate


@made
def talked_again_after_a_hold(now: datetime) -> Candidate:
    candidate = hold(now - 30 * DAY)
    start = next(iter(booking.free_talks(candidate, now=now - 20 * DAY)))
    hand_in_notes(booking.book(candidate, start, now=now - 20 * DAY))
    return candidate
