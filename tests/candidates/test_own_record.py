"""Nobody acts on their own record, whatever roles they hold."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group

from candidates.candidacies import enter_race, override_waiting_time, send_evidence, verify_ballot
from candidates.enums import Stage, Standing
from candidates.models import Candidate
from candidates.pipeline import STANDING
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted
from funding.applications import hand_in, open_application, save_draft
from funding.awards import request_award
from funding.enums import PlanSection
from funding.gifts import add_gift, document_gift
from funding.models import FundingApplication, Programme
from funding.plan_reviews import score_plan
from interviews import attendance, booking, reviews
from mentorship.models import Mentor
from mentorship.services import propose
from tests.factories.money import written
from tests.factories.offices import RaceFactory
from tests.factories.people import bring_to, make_call, make_user, put_on_ballot

pytestmark = pytest.mark.django_db


def promoted(candidate: Candidate) -> User:
    """The candidate's own user, who has been given every role since."""
    candidate.user.groups.set(Group.objects.all())
    return User.objects.get(pk=candidate.user_id)


def test_attendance(now: datetime) -> None:
    candidate = bring_to(Stage.SIGNED_UP, now=now)
    call = make_call(starts_at=now - timedelta(hours=1), host=promoted(candidate))
    seat = call.registrations.create(candidate=candidate)
    with pytest.raises(NotPermitted):
        attendance.record_attendance(seat, attended=True, actor=promoted(candidate), now=now)


def test_standing_exception_and_decision(now: datetime) -> None:
    candidate = bring_to(Stage.INTERVIEWED, now=now)
    me = promoted(candidate)
    attempts: list[Callable[[], object]] = [
        lambda: STANDING.move(candidate, Standing.DECLINED, actor=me, at=now),
        lambda: booking.let_ask_without_call(candidate, actor=me, reason="mine", at=now),
        lambda: reviews.decide(candidate.interviews.get(), outcome="advance", actor=me, at=now),
    ]
    for attempt in attempts:
        with pytest.raises(NotPermitted):
            attempt()


def test_ballot_mentor_and_money(now: datetime) -> None:
    candidate = bring_to(Stage.COMMITTED, now=now)
    me = promoted(candidate)
    mentor = Mentor.objects.create(user=make_user(Role.MENTOR))
    candidacy = put_on_ballot(candidate, ballot_date=date(2026, 2, 20), now=now)
    planned = enter_race(candidate, RaceFactory(), at=now)
    send_evidence(planned, url="https://elections.example.org/list", note="", at=now)
    gift = add_gift(candidacy, now=now, donor="A", amount=Decimal(5), kind="gift", given_on=date(2026, 5, 1))
    application = open_application(candidacy, at=now)
    save_draft(application, **written(5))
    hand_in(application, actor=candidate.user, at=now)
    application = FundingApplication.objects.get()
    programme = Programme.objects.create(name="Fund", budget=Decimal(100))
    ratings = dict.fromkeys(PlanSection.values, 4)
    attempts: list[Callable[[], object]] = [
        lambda: verify_ballot(planned, ballot_date=date(2026, 5, 20), actor=me, at=now),
        lambda: override_waiting_time(candidacy, reason="mine", actor=me),
        lambda: propose(mentor, candidate, actor=me, at=now),
        lambda: document_gift(gift, actor=me, now=now),
        lambda: score_plan(application, ratings=ratings, improvement="", actor=me, at=now),
        lambda: request_award(application, programme=programme, amount=Decimal(5), actor=me, at=now),
    ]
    for attempt in attempts:
        with pytest.raises(NotPermitted):
            attempt()
