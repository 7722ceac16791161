"""Who and what the whole-system tests need, made in the system's own database. Run by `manage.py shell`."""

import json
from datetime import datetime, timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from candidates.enums import Stage
from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.services import enqueue
from core.scheduling.models import DayOff, WeeklyHours
from interviews.availability import LENGTH
from interviews.models import Interviewer, InterviewRequest
from offices.models import ZipCode
from tests.factories.people import make_candidate, make_user

ZIP = "78701"


def build_the_place() -> None:
    """One ZIP code."""
    ZipCode.objects.get_or_create(
        code=ZIP, defaults={"place_name": "Austin", "state": "TX", "time_zone": "America/Chicago"}
    )


def print_members(*addresses: str) -> None:
    """Somebody for each address; print, by address, the session in which they are signed in."""
    print(json.dumps({address: signed_in(_member(address)) for address in addresses}))


def _member(address: str) -> User:
    user = make_user(email=address)
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    return user


MOODS = {"hangs": 250, "refused": 100, "drops": 60, "busy": 50}


def print_messages(number: int) -> None:
    """That many messages, each to somebody else; print how many of them meet which mood of the mail server."""
    chosen = [
        next((mood for mood, every in MOODS.items() if index % every == every // 2), "someone")
        for index in range(number)
    ]
    people = User.objects.bulk_create(
        User(email=f"{mood}-{index}@example.org", first_name="Ann") for index, mood in enumerate(chosen)
    )
    for person in people:
        enqueue("intro_call_invitation", person, key=f"flood:{person.pk}")
    print(json.dumps({mood: chosen.count(mood) for mood in MOODS}))


def signed_in(user: User) -> str:
    """Return the key of a new session of theirs."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def print_race(size: int, *kinds: str) -> None:
    """Nobody can be booked but who is made here; print, for each kind, the sessions of those who book, and what.

    `one`: all the single free start of one interviewer. `many`: each another interviewer's. `shifted`: starts of one
    interviewer, each 20 seconds after the one before. `touching`: one interviewer's, half an hour after each other.
    """
    Interviewer.objects.update(is_active=False)
    today = clock.now().replace(hour=1, minute=0, second=0, microsecond=0)
    day = {ahead: today + timedelta(days=ahead) for ahead in range(2, 8)}
    starts = {
        "one": [day[2]] * size,
        "many": half_hours(day[3], size),
        "shifted": [day[5] + timedelta(seconds=20 * number) for number in range(size)],
        "touching": half_hours(day[6], size),
    }
    for kind in kinds:
        for offered in [[start] for start in starts[kind]] if kind == "many" else [sorted(set(starts[kind]))]:
            _offer(offered)
    found = {
        kind: [(signed_in(_ready_to_book()), f"{start:%Y-%m-%dT%H:%M:%S%z}") for start in starts[kind]]
        for kind in kinds
    }
    print(json.dumps(found))


def half_hours(first: datetime, number: int) -> list[datetime]:
    """That many starts from one o'clock on, forty a day."""
    return [first + timedelta(days=n // 40, minutes=30 * (n % 40)) for n in range(number)]


def _offer(starts: list[datetime]) -> None:
    """One more interviewer, free at these starts (UTC) of the next two weeks and at no others."""
    user = make_user(Role.INTERVIEWER, email=_address(), time_zone="UTC")
    Interviewer.objects.create(user=user, vetted_on=starts[0].date(), weekly_cap=1_000, notice_hours=0)
    WeeklyHours.objects.bulk_create(
        WeeklyHours(person=user, weekday=start.weekday(), starts=start.time(), ends=(start + LENGTH).time())
        for start in starts
    )
    week_after = {(start + timedelta(days=7)).date() for start in starts}
    DayOff.objects.bulk_create(DayOff(person=user, day=day) for day in week_after)


def _ready_to_book() -> User:
    user = make_user(email=_address(), time_zone="UTC")
    candidate = make_candidate(now=clock.now(), user=user, stage=Stage.INTRODUCED)
    InterviewRequest.objects.create(candidate=candidate, asked_at=clock.now())
    return user


def _address() -> str:
    return f"{uuid4().hex}@example.org"
