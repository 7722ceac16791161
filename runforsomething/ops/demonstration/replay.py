"""The second writer of a plan: each history is lived through the real services, at the moments of its past.

It is slow, and there to prove that what COPY writes is what the services would have written.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pgtrigger
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F
from django.utils import translation

from candidates.intake import absorb_waiting, receive
from candidates.models import Candidate
from core.accounts.models import User
from core.accounts.roles import OPENS_BACK_OFFICE, Role
from core.outbox.enums import Status
from core.outbox.models import OutgoingMessage
from core.scheduling.models import WeeklyHours
from donors.releases import publish
from funding.checking import check_all
from funding.donations import record_donation
from funding.models import Donation
from interviews.models import Interviewer
from mentorship.models import Mentor
from runforsomething.ops.demonstration import scene
from runforsomething.ops.demonstration.copying.team import ALL_DAY
from runforsomething.ops.demonstration.desk import EVENING
from runforsomething.ops.demonstration.histories import Helper, Person
from runforsomething.ops.demonstration.lives import Cast, steps_of
from runforsomething.ops.demonstration.plan import Plan


@transaction.atomic
def replay(plan: Plan) -> None:
    """Write `plan` by living it. The one clock stands at the moment of each step; messages are sent at once."""
    with _clock() as move_clock:
        move_clock(plan.window.start - scene.BEFORE)
        set_scene = scene.set_the_scene(plan)
        cast = Cast(plan, set_scene, *_hire_everybody(plan, set_scene))
        _give(plan, cast)
        for person in plan.people():
            move_clock(person.signed_up_at)
            candidate = _sign_up(person)
            for at, step in sorted(steps_of(person, candidate, cast), key=lambda step: step[0]):
                move_clock(at)
                candidate.refresh_from_db()
                step()
                _post_messages()
        move_clock(plan.window.until)
        check_all(now=plan.window.until)
        for as_of in plan.window.releases():
            publish(as_of=as_of, now=as_of)


@contextmanager
def _clock() -> Iterator[Callable[[datetime], None]]:
    """Let the one clock be a file, as `CLOCK_FILE` does."""
    before = settings.CLOCK_FILE
    with TemporaryDirectory() as folder:
        file = Path(folder) / "clock"

        def move(at: datetime) -> None:
            file.write_text(at.isoformat(), encoding="ascii")

        settings.CLOCK_FILE = str(file)
        try:
            yield move
        finally:
            settings.CLOCK_FILE = before


def _post_messages() -> None:
    due = OutgoingMessage.objects.filter(status=Status.DUE)
    due.update(status=Status.SENT, sent_at=F("not_before"))


def _hire_everybody(plan: Plan, set_scene: scene.Scene) -> tuple[list[Interviewer], list[Mentor], list[User]]:
    team = set_scene.team
    interviewers = [_interviewer(team[scene.INTERVIEWER], None, plan)]
    interviewers += [_interviewer(_user(h, Role.INTERVIEWER, plan), h, plan) for h in plan.interviewers()]
    mentors = [Mentor.objects.create(user=team[scene.MENTOR], **scene.mentor_fields(None))]
    mentors += [
        Mentor.objects.create(user=_user(h, Role.MENTOR, plan), **scene.mentor_fields(h))
        for h in plan.mentors()
    ]
    donors = [team[scene.DONOR], *(_user(helper, Role.DONOR, plan) for helper in plan.donors())]
    return interviewers, mentors, donors


def _interviewer(user: User, helper: Helper | None, plan: Plan) -> Interviewer:
    starts, ends = EVENING if helper else ALL_DAY
    WeeklyHours.objects.bulk_create(
        WeeklyHours(person=user, weekday=weekday, starts=starts, ends=ends)
        for weekday in (helper.weekdays if helper else range(7))
    )
    made: Interviewer = Interviewer.objects.create(user=user, **scene.interviewer_fields(helper, plan))
    return made


def _user(helper: Helper, role: Role, plan: Plan) -> User:
    user = User.objects.create_user(
        helper.address,
        first_name=helper.first_name,
        last_name=helper.last_name,
        time_zone=helper.time_zone,
        is_staff=role in OPENS_BACK_OFFICE,
        is_demonstration=True,
        date_joined=plan.window.start - scene.BEFORE,
    )
    EmailAddress.objects.create(user=user, email=helper.address, primary=True, verified=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def _give(plan: Plan, cast: Cast) -> None:
    for gift in plan.donations():
        donation = Donation(donor=cast.donors[gift.donor], amount=gift.amount, received_on=gift.at.date())
        record_donation(donation, actor=cast.finance, at=gift.at)


def _sign_up(person: Person) -> Candidate:
    at = person.signed_up_at
    with translation.override(person.language):
        receive(person.payload, form_key=UUID(person.form_key), now=at)
    absorb_waiting(now=at)
    # That somebody belongs to the demonstration is no step of theirs: it leaves no trace.
    with pgtrigger.ignore():
        User.objects.filter(email=person.address).update(is_demonstration=True)
    _post_messages()
    found: Candidate = Candidate.objects.select_related("user").get(user__email=person.address)
    return found
