"""Nobody is in two places at once."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from psycopg2.extras import DateTimeTZRange

from core.scheduling.commitments import Taken, commit_time, release_time
from core.scheduling.models import Commitment, CommitmentKind
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
HALF_HOUR = timedelta(minutes=30)


def take(people: list[int], start: datetime, now: datetime, **options: object) -> None:
    subject = options.pop("subject", None) or uuid4()
    commit_time(
        people, start, start + HALF_HOUR, kind=CommitmentKind.INTERVIEW, subject=subject, now=now, **options
    )  # type: ignore[arg-type]


def test_a_time_that_overlaps_by_a_second_is_taken(now: datetime) -> None:
    person = make_user()
    take([person.pk], now, now)
    for shift in (timedelta(0), HALF_HOUR - timedelta(seconds=1), -HALF_HOUR + timedelta(seconds=1)):
        with pytest.raises(Taken):
            take([person.pk], now + shift, now)
    take([person.pk], now + HALF_HOUR, now)
    take([person.pk], now - HALF_HOUR, now)
    assert Commitment.objects.count() == 3


def test_everybodys_time_is_taken_or_nobodys(now: datetime) -> None:
    one, other = make_user(), make_user()
    take([other.pk], now, now)
    with pytest.raises(Taken):
        take([one.pk, other.pk], now, now)
    assert not Commitment.objects.filter(person=one).exists()


def test_an_expired_hold_gives_way_and_a_live_one_does_not(now: datetime) -> None:
    person = make_user()
    take([person.pk], now, now, expires_at=now + timedelta(minutes=10))
    with pytest.raises(Taken):
        take([person.pk], now, now + timedelta(minutes=9, seconds=59))
    take([person.pk], now, now + timedelta(minutes=10))
    assert Commitment.objects.get().expires_at is None


def test_released_time_is_free_again(now: datetime) -> None:
    person, subject = make_user(), uuid4()
    take([person.pk], now, now, subject=subject)
    assert release_time(subject) == 1
    take([person.pk], now, now)


def test_the_database_itself_refuses_an_overlap_and_an_empty_or_endless_period(now: datetime) -> None:
    person = make_user()
    take([person.pk], now, now)
    for period in (
        DateTimeTZRange(now + timedelta(seconds=20), now + HALF_HOUR),
        DateTimeTZRange(now + HALF_HOUR, now + HALF_HOUR),
        DateTimeTZRange(now + HALF_HOUR, None),
        DateTimeTZRange(now + HALF_HOUR, now + 2 * HALF_HOUR, "[]"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.create(person=person, period=period, kind=CommitmentKind.INTERVIEW)
