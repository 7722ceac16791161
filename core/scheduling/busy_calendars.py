"""Volunteers' own calendars, read by a worker: when they are busy there, nobody can book them here."""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from psycopg2.extras import DateTimeTZRange

from core.scheduling.commitments import lock_people
from core.scheduling.fetching import CannotFetch, Fetcher
from core.scheduling.models import BusyFeed, BusyTime, FeedFault

EVERY = timedelta(hours=1)
HORIZON = timedelta(days=16)
MOST_SECONDS = 20
AT_ONCE = 20
READER = Path(__file__).with_name("reading.py")


def read_due(*, now: datetime, fetcher: Fetcher | None = None) -> int:
    """Read the calendars that were not looked at for an hour, longest ago first; return how many that were.

    Each is claimed before it is asked for, so that no two workers ask for the same one.
    """
    read = 0
    due = Q(tried_at=None) | Q(tried_at__lte=now - EVERY)
    for feed in BusyFeed.objects.filter(due, person__is_active=True).order_by(
        F("tried_at").asc(nulls_first=True)
    )[:AT_ONCE]:
        if BusyFeed.objects.filter(pk=feed.pk, tried_at=feed.tried_at).update(tried_at=now):
            read_one(feed, now=now, fetcher=fetcher or Fetcher())
            read += 1
    return read


def read_one(feed: BusyFeed, *, now: datetime, fetcher: Fetcher) -> None:
    """Read a calendar and keep when it says busy; when that fails, keep what is known and say why."""
    try:
        times = busy_times(fetcher.fetch(feed.address), now, zone=feed.person.time_zone)
    except CannotFetch as failure:
        BusyFeed.objects.filter(pk=feed.pk, address=feed.address).update(fault=failure.fault)
        return
    with transaction.atomic():
        lock_people([feed.person_id])
        # Another address may have been entered meanwhile; what this one said is nobody's business then.
        if BusyFeed.objects.filter(pk=feed.pk, address=feed.address).update(read_at=now, fault=""):
            BusyTime.objects.filter(person=feed.person_id).delete()
            BusyTime.objects.bulk_create(
                BusyTime(person_id=feed.person_id, period=DateTimeTZRange(start, end)) for start, end in times
            )


def busy_times(calendar: bytes, now: datetime, *, zone: str) -> list[tuple[datetime, datetime]]:
    """Return when `calendar` says busy within the next sixteen days, read in a process of its own.

    Raises CannotFetch when it is no calendar, or one that takes longer than twenty seconds to read.
    """
    first, last = now - timedelta(hours=2), now + HORIZON
    command = [sys.executable, "-I", str(READER), first.isoformat(), last.isoformat(), zone]
    try:
        done = subprocess.run(command, input=calendar, capture_output=True, timeout=MOST_SECONDS, check=True)  # noqa: S603
        found: list[Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise CannotFetch(FeedFault.TOO_SLOW) from error
    except subprocess.CalledProcessError as error:
        # Killed by its own limits, or unreadable. What it says may hold what is in the calendar: it is not logged.
        fault = FeedFault.TOO_LARGE if error.returncode < 0 else FeedFault.NO_CALENDAR
        raise CannotFetch(fault) from error
    return [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in found]
