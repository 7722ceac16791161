"""The steps of one life, each a call of the real service with the people who take part in it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from candidates.candidacies import enter_race, race_for, send_evidence, verify_ballot
from candidates.intake import verify
from candidates.models import Candidacy, Candidate
from candidates.promised_calls import note_call
from community.conduct import current_version
from community.models import SlackMembership
from community.slack import accept_conduct, note_invited, note_joined
from core.accounts.models import User
from funding import accounts, applications, awards, gifts, payments, plan_reviews
from funding.checking import check_one
from funding.enums import Declaration, GiftKind, PaymentMethod, PlanSection
from funding.models import Award, FundingApplication
from interviews import attendance, booking, intro_calls, reviews
from interviews.enums import Criterion
from interviews.models import Interview, Interviewer, Registration
from mentorship.models import Mentor, Mentorship
from mentorship.services import propose, say_yes
from offices.models import Office
from runforsomething.ops.demonstration import scene, wording
from runforsomething.ops.demonstration.histories import (
    CampaignGift,
    Grant,
    Notes,
    Pairing,
    Person,
    Request,
    Run,
    Scoring,
    Seat,
    Talk,
    Verdict,
)
from runforsomething.ops.demonstration.plan import Plan

Step = tuple[datetime, Callable[[], Any]]


class Cast:
    """Everybody who takes part in other people's lives, by number."""

    def __init__(
        self,
        plan: Plan,
        set_scene: scene.Scene,
        interviewers: list[Interviewer],
        mentors: list[Mentor],
        donors: list[User],
    ) -> None:
        self.interviewers, self.mentors, self.donors = interviewers, mentors, donors
        self.calls, self.programme = set_scene.calls, set_scene.programme
        self.election_day: date = plan.window.election_day()
        self.staff, self.finance = set_scene.team[scene.STAFF], set_scene.team[scene.FINANCE]
        self.payer = set_scene.team[scene.PAYER]
        self.reviewers = [set_scene.team[address] for address in scene.REVIEWERS]


def steps_of(person: Person, candidate: Candidate, cast: Cast) -> Iterator[Step]:
    """Yield what follows the sign-up of `person`, each with its moment; in any order."""
    user = candidate.user
    yield from _beginning(person, candidate, cast)
    if person.asked_at is not None:
        topics = person.payload["topics"]
        yield person.asked_at, partial(booking.ask, candidate, topics=topics, at=person.asked_at)
    for talk in person.talks:
        yield from _talk(talk, candidate, cast)
    if person.verdict is not None:
        yield person.verdict.at, partial(_decide, person.verdict, candidate, cast)
    if person.agreed_at is not None:
        yield person.agreed_at, partial(reviews.agree, candidate, actor=user, at=person.agreed_at)
        version = current_version()
        yield person.agreed_at, partial(accept_conduct, candidate, version=version, at=person.agreed_at)
    if person.invited_at is not None:
        mine = SlackMembership.objects.filter(candidate=candidate)
        yield person.invited_at, partial(note_invited, mine, actor=cast.staff, at=person.invited_at)
    if person.joined_at is not None:
        mine = SlackMembership.objects.filter(candidate=candidate)
        yield person.joined_at, partial(note_joined, mine, actor=cast.staff, at=person.joined_at)
    if person.pairing is not None:
        yield from _pair(person.pairing, candidate, cast)
    if person.run is not None:
        yield from _race(person.run, candidate, cast)


def _beginning(person: Person, candidate: Candidate, cast: Cast) -> Iterator[Step]:
    if person.payload["filed_on"]:
        called = person.signed_up_at + scene.CALLED_AFTER
        yield called, partial(_call, candidate, cast, at=called)
    if person.verified_at is not None:
        yield person.verified_at, partial(verify, candidate.user, at=person.verified_at)
    for seat in person.seats:
        yield from _seat(seat, candidate, cast)


def _call(candidate: Candidate, cast: Cast, *, at: datetime) -> None:
    note_call(candidate.promised_calls.get(), actor=cast.staff, at=at)


def _seat(seat: Seat, candidate: Candidate, cast: Cast) -> Iterator[Step]:
    call = cast.calls[seat.call]
    yield seat.at, partial(intro_calls.register, candidate, call, now=seat.at)
    if seat.recorded_at is not None:
        yield seat.recorded_at, partial(_record, seat, candidate, cast)


def _record(seat: Seat, candidate: Candidate, cast: Cast) -> None:
    taken = Registration.objects.select_related("call", "candidate").get(
        candidate=candidate, call=cast.calls[seat.call]
    )
    assert seat.recorded_at is not None
    attendance.record_attendance(taken, attended=bool(seat.attended), actor=cast.staff, now=seat.recorded_at)


def _talk(talk: Talk, candidate: Candidate, cast: Cast) -> Iterator[Step]:
    interviewer = cast.interviewers[talk.interviewer]
    # Which of the free ones it is, the plan says; all that booking checks and writes is in here.
    yield talk.booked_at, partial(booking._book_with, interviewer, candidate, talk.start, talk.booked_at)
    if talk.cancelled_at is not None:
        actor = candidate.user if talk.by_candidate else interviewer.user
        yield talk.cancelled_at, partial(_cancel, talk, candidate, actor, talk.cancelled_at)
    if talk.notes is not None:
        yield talk.notes.at, partial(_hand_in_notes, talk.start, talk.notes, candidate, interviewer.user)


def _interview(candidate: Candidate, start: datetime) -> Interview:
    found: Interview = Interview.objects.get(candidate=candidate, starts_at=start)
    return found


def _cancel(talk: Talk, candidate: Candidate, actor: User, at: datetime) -> None:
    booking.cancel(_interview(candidate, talk.start), actor=actor, now=at)


def _hand_in_notes(start: datetime, notes: Notes, candidate: Candidate, author: User) -> None:
    ratings = dict(zip((criterion.value for criterion in Criterion), notes.ratings, strict=True))
    reviews.hand_in_notes(
        _interview(candidate, start),
        actor=author,
        at=notes.at,
        recommendation=notes.recommendation,
        note_to_candidate=wording.NOTE,
        **ratings,
    )


def _decide(verdict: Verdict, candidate: Candidate, cast: Cast) -> None:
    reviews.decide(
        candidate.interviews.get(scorecard__isnull=False),
        outcome=verdict.outcome,
        actor=cast.staff,
        at=verdict.at,
        reason=verdict.reason,
        reapply_from=verdict.reapply_from,
        reply=verdict.reply,
    )


def _pair(pairing: Pairing, candidate: Candidate, cast: Cast) -> Iterator[Step]:
    mentor = cast.mentors[pairing.mentor]
    proposed = partial(propose, mentor, candidate, actor=cast.staff, at=pairing.proposed_at)
    yield pairing.proposed_at, proposed
    said_yes = [(pairing.candidate_yes_at, candidate.user)]
    if pairing.mentor_yes_at is not None:
        said_yes.append((pairing.mentor_yes_at, mentor.user))
    for at, who in said_yes:
        yield at, partial(_say_yes, candidate, who, at)


def _say_yes(candidate: Candidate, who: User, at: datetime) -> None:
    say_yes(Mentorship.objects.get(candidate=candidate), actor=who, at=at)


def _race(run: Run, candidate: Candidate, cast: Cast) -> Iterator[Step]:
    yield run.entered_at, partial(_enter, run, candidate, cast)
    if run.evidence_at is not None:
        yield run.evidence_at, partial(_send_evidence, candidate, run.evidence_at)
    if run.verified_at is not None:
        yield run.verified_at, partial(_verify_ballot, run, candidate, cast)
    for at in run.checks:
        yield at, partial(_check, candidate, at)
    for gift in run.gifts:
        yield gift.noted_at, partial(_note_gift, gift, candidate)
        yield gift.seen_at, partial(_document_gift, gift, candidate, cast)
    if run.request is not None:
        yield from _apply(run.request, candidate, cast)


def _candidacy(candidate: Candidate) -> Candidacy:
    found: Candidacy = Candidacy.objects.select_related(
        "candidate__user", "race__office", "race__election"
    ).get(candidate=candidate)
    return found


def _enter(run: Run, candidate: Candidate, cast: Cast) -> None:
    race = race_for(Office.objects.get(pk=run.office.id), election_day=cast.election_day)
    candidate.refresh_from_db()
    enter_race(candidate, race, at=run.entered_at)


def _send_evidence(candidate: Candidate, at: datetime) -> None:
    send_evidence(_candidacy(candidate), url=wording.EVIDENCE_URL, note=wording.EVIDENCE_NOTE, at=at)


def _verify_ballot(run: Run, candidate: Candidate, cast: Cast) -> None:
    assert run.ballot_date is not None
    assert run.verified_at is not None
    verify_ballot(_candidacy(candidate), ballot_date=run.ballot_date, actor=cast.staff, at=run.verified_at)


def _check(candidate: Candidate, at: datetime) -> None:
    check_one(_candidacy(candidate), now=at)


def _note_gift(gift: CampaignGift, candidate: Candidate) -> None:
    gifts.add_gift(
        _candidacy(candidate),
        now=gift.noted_at,
        donor=gift.donor,
        amount=gift.amount,
        kind=GiftKind.GIFT,
        given_on=gift.given_on,
    )


def _document_gift(gift: CampaignGift, candidate: Candidate, cast: Cast) -> None:
    noted = _candidacy(candidate).gifts.get(created_at=gift.noted_at)
    gifts.document_gift(noted, actor=cast.staff, now=gift.seen_at)


def _apply(request: Request, candidate: Candidate, cast: Cast) -> Iterator[Step]:
    yield request.begun_at, partial(_begin, request, candidate)
    yield request.handed_in_at, partial(_hand_in, request, candidate)
    for scoring in request.scorings:
        yield scoring.at, partial(_score, scoring, candidate, cast)
    if request.declined_at is not None:
        yield request.declined_at, partial(_decline, request.declined_at, candidate, cast)
    if request.grant is not None:
        yield from _award(request.grant, candidate, cast)


def _application(candidate: Candidate) -> FundingApplication:
    found: FundingApplication = FundingApplication.objects.get(candidacy__candidate=candidate)
    return found


def _begin(request: Request, candidate: Candidate) -> None:
    applications.save_draft(
        applications.open_application(_candidacy(candidate), at=request.begun_at),
        committee_name=request.committee,
        treasurer_name=request.treasurer,
        plan=wording.PLAN,
        requested=request.amount,
        use_of_money=wording.use_of(request.amount),
        declarations=list(Declaration.values),
    )


def _hand_in(request: Request, candidate: Candidate) -> None:
    applications.hand_in(_application(candidate), actor=candidate.user, at=request.handed_in_at)


def _score(scoring: Scoring, candidate: Candidate, cast: Cast) -> None:
    plan_reviews.score_plan(
        _application(candidate),
        ratings=dict(zip((section.value for section in PlanSection), scoring.ratings, strict=True)),
        improvement=wording.IMPROVEMENT,
        actor=cast.reviewers[scoring.reviewer],
        at=scoring.at,
    )


def _decline(at: datetime, candidate: Candidate, cast: Cast) -> None:
    applications.decline(
        _application(candidate), reason=wording.APPLICATION_DECLINED, actor=cast.staff, at=at
    )


def _award(grant: Grant, candidate: Candidate, cast: Cast) -> Iterator[Step]:
    yield grant.requested_at, partial(_request_award, grant, candidate, cast)
    if grant.approved_at is not None:
        yield grant.approved_at, partial(_approve, candidate, cast.finance, grant.approved_at)
    if grant.paid_at is not None:
        yield grant.paid_at, partial(_pay, grant, candidate, cast, grant.paid_at)


def _request_award(grant: Grant, candidate: Candidate, cast: Cast) -> None:
    awards.request_award(
        _application(candidate),
        programme=cast.programme,
        amount=grant.amount,
        actor=cast.staff,
        at=grant.requested_at,
    )


def _approve(candidate: Candidate, actor: User, at: datetime) -> None:
    awards.approve(_the_award(candidate), actor=actor, at=at)


def _pay(grant: Grant, candidate: Candidate, cast: Cast, at: datetime) -> None:
    award = _the_award(candidate)
    accounts.check_account(
        award.application,
        registration=wording.REGISTRATION,
        account_holder=award.application.committee_name,
        seen=wording.ACCOUNT_SEEN,
        belongs=True,
        actor=cast.staff,
        at=at,
    )
    payments.pay(
        award,
        amount=Decimal(grant.amount),
        method=PaymentMethod.TRANSFER,
        reference=grant.reference,
        rules_checked=wording.RULES_CHECKED,
        actor=cast.payer,
        at=at,
    )


def _the_award(candidate: Candidate) -> Award:
    found: Award = Award.objects.select_related("application__candidacy__candidate__user").get(
        application__candidacy__candidate=candidate
    )
    return found
