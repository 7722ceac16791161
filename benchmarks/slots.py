"""The pooled free slots of fourteen days: how long the search takes, and in how many queries."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from datetime import time as wall
from itertools import cycle
from random import Random

from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.enums import Stage
from candidates.models import Candidate
from core import clock
from core.accounts.models import User
from core.scheduling.models import BusyTime, Commitment, DayOff, WeeklyHours
from interviews.availability import LENGTH, free_talks
from interviews.models import Interview, Interviewer

ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Pacific/Guam")
TIMES = 5


def run(size: int = 500) -> Iterator[str]:
    """Yield how long a search takes among `size` interviewers who offer ten hours a week and are half booked."""
    now = clock.now()
    candidate = _everybody(size, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    seconds = []
    for _ in range(TIMES):
        with CaptureQueriesContext(connection) as captured:
            started = time.monotonic()
            pool = free_talks(candidate, now=now)
            seconds.append(time.monotonic() - started)
    offers = sum(map(len, pool.values()))
    yield (
        f"{size} interviewers, 14 days: {len(pool)} starts, {offers} offers in {len(captured)} queries, "
        f"{min(seconds) * 1000:.0f} ms at best and {max(seconds) * 1000:.0f} ms at worst of {TIMES}"
    )
    start = next(iter(pool))
    with CaptureQueriesContext(connection) as captured:
        started = time.monotonic()
        free_talks(candidate, now=now, only_at=start)
        seconds = [time.monotonic() - started]
    yield f"of one start, as a booking asks: {len(captured)} queries, {seconds[0] * 1000:.0f} ms"


def _everybody(size: int, now: datetime) -> Candidate:
    chance, zones = Random(1), cycle(ZONES)
    users = User.objects.bulk_create(
        User(email=f"interviewer{n}@example.org", first_name="I", time_zone=next(zones)) for n in range(size)
    )
    seeker = User.objects.create_user("seeker@example.org", time_zone="America/Chicago")
    day = now.date()
    candidate: Candidate = Candidate.objects.create(
        user=seeker,
        stage=Stage.INTRODUCED,
        date_of_birth=day.replace(year=day.year - 28, day=1),
        postal_code="78701",
        state="TX",
        values_attested_at=now,
        consented_at=now,
    )
    profiles = Interviewer.objects.bulk_create(
        Interviewer(user=user, vetted_on=day, weekly_cap=10, buffer_minutes=10) for user in users
    )
    WeeklyHours.objects.bulk_create(
        WeeklyHours(person=user, weekday=weekday, starts=wall(17), ends=wall(19))
        for user in users
        for weekday in chance.sample(range(7), 5)
    )
    DayOff.objects.bulk_create(DayOff(person=user, day=day + timedelta(days=3)) for user in users[::5])
    hour = now.replace(minute=0, second=0, microsecond=0)
    talks = [
        Interview(
            candidate=candidate,
            interviewer=profile,
            starts_at=hour + timedelta(days=number * 2 + 1, hours=n % 24),
            ends_at=hour + timedelta(days=number * 2 + 1, hours=n % 24) + LENGTH,
            time_zone=profile.user.time_zone,
            status="held",
        )
        for n, profile in enumerate(profiles)
        for number in range(5)
    ]
    Interview.objects.bulk_create(talks)
    Commitment.objects.bulk_create(
        Commitment(person=talk.interviewer.user, period=(talk.starts_at, talk.ends_at), kind="interview")
        for talk in talks
    )
    BusyTime.objects.bulk_create(
        BusyTime(
            person=talk.interviewer.user, period=(talk.starts_at + 4 * LENGTH, talk.starts_at + 8 * LENGTH)
        )
        for talk in talks
    )
    return candidate
