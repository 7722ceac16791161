"""What is there before the first sign-up: the team with its second factors, the calls, the fund, the known costs.

A few rows, written by the services themselves, whoever writes the rest.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group

from core.accounts.models import User
from core.accounts.roles import NEEDS_SECOND_FACTOR, OPENS_BACK_OFFICE
from core.scheduling.models import Commitment
from funding.models import Programme
from interviews.announcing import announce
from interviews.models import IntroCall
from offices.enums import FigureKind
from offices.models import CostObservation, Office
from runforsomething.ops.demonstration.fund import CAMPAIGNS, CYCLES_BACK, PRICES, priced_offices
from runforsomething.ops.demonstration.histories import Helper
from runforsomething.ops.demonstration.people import WORKERS, Worker
from runforsomething.ops.demonstration.plan import CAMPAIGN_TAGS, Plan
from runforsomething.ops.demonstration.window import HOST_ZONE, Window

SOURCE = "Demonstration figure, not a real one"
STAFF, INTERVIEWER, MENTOR = "staff@example.org", "interviewer@example.org", "mentor@example.org"
REVIEWERS = ("reviewer@example.org", "reviewer2@example.org")
FINANCE, PAYER, DONOR = "finance@example.org", "finance2@example.org", "donor@example.org"
# The team has been there for a while when the rush begins.
BEFORE = timedelta(days=30)
# How long after the sign-up somebody who had filed already was called.
CALLED_AFTER = timedelta(hours=3)


@dataclass(frozen=True)
class Scene:
    """`priced` is the office of each level whose cost is known."""

    team: dict[str, User]
    calls: list[IntroCall]
    programme: Programme
    priced: dict[str, Office]


def set_the_scene(plan: Plan) -> Scene:
    since = plan.window.start - BEFORE
    team = {worker.address: _hire(worker, since) for worker in WORKERS if worker.role}
    calls = [_announce(at, team[STAFF], plan, since) for at in plan.calls]
    Commitment.objects.filter(person=team[STAFF]).update(created_at=since)
    programme = Programme.objects.create(name="Demonstration fund", budget=plan.numbers.budget)
    return Scene(team, calls, programme, _price_races(plan.window))


def _hire(worker: Worker, since: datetime) -> User:
    user = User.objects.create_user(
        worker.address,
        first_name=worker.first_name,
        last_name=worker.last_name,
        time_zone=worker.time_zone,
        is_staff=worker.role in OPENS_BACK_OFFICE,
        is_demonstration=True,
        date_joined=since,
    )
    EmailAddress.objects.create(user=user, email=worker.address, primary=True, verified=True)
    user.groups.add(Group.objects.get(name=worker.role))
    if worker.role in NEEDS_SECOND_FACTOR:
        # Not of the seed: whoever knows that must not know everybody's second factor.
        TOTP.activate(user, generate_totp_secret())
    return user


def _announce(at: datetime, host: User, plan: Plan, since: datetime) -> IntroCall:
    call = IntroCall(
        host=host,
        starts_at=at,
        time_zone=str(HOST_ZONE),
        capacity=plan.seats_a_call,
        join_url="https://meet.example.org/intro",
        dial_in="+1 512 555 0100",
        created_at=since,
    )
    return announce(call, now=since)


def _price_races(window: Window) -> dict[str, Office]:
    priced = priced_offices()
    CostObservation.objects.bulk_create(
        CostObservation(
            office=office,
            cycle=window.election_day().year - back,
            figure_kind=FigureKind.MEAN_OF_CANDIDATES,
            amount=PRICES[level],
            n=CAMPAIGNS,
            source=SOURCE,
            created_at=window.start - BEFORE,
        )
        for level, office in priced.items()
        for back in CYCLES_BACK
    )
    return priced


def interviewer_fields(helper: Helper | None, plan: Plan) -> dict[str, Any]:
    """Return an interviewer's profile; without `helper`, of the one with a name of their own."""
    return {
        "vetted_on": (plan.window.start - BEFORE).date(),
        "weekly_cap": 5 if helper else 40,
        "languages": ["en"],
        "meeting_url": "https://meet.example.org/talk",
    }


def mentor_fields(helper: Helper | None) -> dict[str, Any]:
    """Return a mentor's profile; without `helper`, of the one with a name of their own."""
    if helper is None:
        return {"states": ["TX", "WI"], "campaigns": list(CAMPAIGN_TAGS[:2]), "capacity": 20}
    return {"states": [helper.state], "campaigns": list(helper.campaigns), "capacity": 2}
