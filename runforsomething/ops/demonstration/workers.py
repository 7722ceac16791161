"""The people who work for the demonstration, with what they need to work: second factors, hours, places, a budget."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group

from core.accounts.models import User
from core.accounts.roles import NEEDS_SECOND_FACTOR, OPENS_BACK_OFFICE
from core.scheduling.models import WeeklyHours
from funding.awards import record_donation
from funding.models import Donation, Programme
from interviews.intro_calls import announce
from interviews.models import Interviewer, IntroCall
from mentorship.models import Mentor
from offices.enums import FigureKind, Level
from offices.models import CostObservation, Office
from runforsomething.ops.demonstration.people import WORKERS, Worker

ZONE = ZoneInfo("America/Chicago")
SOURCE = "Demonstration figure, not a real one"


def hire(*, since: datetime) -> dict[str, User]:
    """Create the demonstration's workers; return them by address."""
    people = {worker.address: _create(worker, since) for worker in WORKERS if worker.role}
    interviewer = people["interviewer@example.org"]
    Interviewer.objects.create(
        user=interviewer,
        vetted_on=since.date(),
        weekly_cap=40,
        meeting_url="https://meet.example.org/talk",
    )
    WeeklyHours.objects.bulk_create(
        WeeklyHours(person=interviewer, weekday=day, starts=time(9), ends=time(20)) for day in range(7)
    )
    mentor = people["mentor@example.org"]
    Mentor.objects.create(
        user=mentor, states=["TX", "WI"], campaigns=[Level.CITY_COUNCIL, Level.SCHOOL_BOARD], capacity=20
    )
    return people


def _create(worker: Worker, since: datetime) -> User:
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
        TOTP.activate(user, generate_totp_secret())
    return user


def plan_calls(people: dict[str, User], *, first: datetime, until: datetime) -> list[IntroCall]:
    """Announce an intro call every Tuesday and Thursday evening from `first` to three weeks after `until`."""
    calls = []
    day = first.astimezone(ZONE).date()
    while day <= (until + timedelta(days=21)).date():
        if day.weekday() in (1, 3):
            start = datetime.combine(day, time(19), ZONE).astimezone(UTC)
            call = IntroCall(
                host=people["staff@example.org"],
                starts_at=start,
                time_zone=str(ZONE),
                join_url="https://meet.example.org/intro",
                dial_in="+1 512 555 0100",
                created_at=first,
            )
            calls.append(announce(call, now=first))
        day += timedelta(days=1)
    return calls


def fill_the_purse(people: dict[str, User], *, at: datetime) -> Programme:
    """A programme with its budget, the donations behind it, and what races cost."""
    programme = Programme.objects.create(name="Demonstration fund", budget=Decimal(50_000))
    for amount in (Decimal(20_000), Decimal(12_500), Decimal("2500.50")):
        donation = Donation(donor=people["donor@example.org"], amount=amount, received_on=at.date())
        record_donation(donation, actor=people["finance@example.org"], at=at)
    _price_races(at.year)
    return programme


def _price_races(year: int) -> None:
    for level, amount in ((Level.CITY_COUNCIL, 18_000), (Level.COUNTY, 24_000), (Level.MAYOR, 31_000)):
        office = Office.objects.filter(level=level, state="TX").order_by("pk").first()
        if office is not None:
            CostObservation.objects.bulk_create(
                CostObservation(
                    office=office,
                    cycle=cycle,
                    figure_kind=FigureKind.MEAN_OF_CANDIDATES,
                    amount=Decimal(amount),
                    n=6,
                    source=SOURCE,
                )
                for cycle in (year - 4, year - 2)
            )
