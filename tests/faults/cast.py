"""Who and what the whole-system tests need, made in the system's own database. Run by `manage.py shell`."""

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any
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
from interviews import booking
from interviews.availability import LENGTH
from interviews.models import Interviewer, InterviewRequest
from mentorship.enums import MentorshipStatus
from mentorship.models import Mentor, Mentorship
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


def print_contests(size: int) -> None:
    """For each kind of contest, what each of `size` people sends: the session, the address and the fields.

    `shifted`: talks with one interviewer, each 20 seconds after the one before. `touching`: half an hour after each
    other. `hold`: everybody presses the same time. `move`: the first moves a booked talk to the time that the others
    confirm. `mentor`: the interviewer is a mentor too, with whom every second one arranges a session at that time.
    """
    Interviewer.objects.update(is_active=False)
    today = clock.now().replace(hour=1, minute=0, second=0, microsecond=0)
    found = {}
    for ahead, kind in ((3, "shifted"), (4, "touching"), (8, "hold"), (9, "move"), (10, "mentor")):
        start = today + timedelta(days=ahead)
        starts = [start] * size
        if kind == "shifted":
            starts = [start + timedelta(seconds=20 * number) for number in range(size)]
        elif kind == "touching":
            starts = half_hours(start, size)
        free = [start, start + timedelta(hours=3)] if kind == "move" else sorted(set(starts))
        interviewer = _offer(free)
        path = "/interviews/hold/" if kind == "hold" else "/interviews/book/"
        found[kind] = [_entry(_ready_to_book(), path, start=f"{at:%Y-%m-%dT%H:%M:%S%z}") for at in starts]
        if kind == "move":
            found[kind][0] = _one_who_moves(free)
        elif kind == "mentor":
            found[kind][::2] = _ask_the_mentor(interviewer, start, len(found[kind][::2]))
    print(json.dumps(found))


def print_doubled_hour(size: int) -> None:
    """The same for the hour that clocks repeat in Chicago: every second one wants its second half past one."""
    Interviewer.objects.update(is_active=False)
    user = make_user(Role.INTERVIEWER, email=_address(), time_zone="America/Chicago")
    Interviewer.objects.create(
        user=user, vetted_on=clock.now().date(), weekly_cap=1_000, notice_hours=0, languages=["en"]
    )
    WeeklyHours.objects.create(person=user, weekday=6, starts=time(1), ends=time(2))
    both = [datetime(2026, 11, 1, 6, 30, tzinfo=UTC), datetime(2026, 11, 1, 7, 30, tzinfo=UTC)]
    book = "/interviews/book/"
    entries = [
        _entry(_ready_to_book(), book, start=f"{both[number % 2]:%Y-%m-%dT%H:%M:%S%z}")
        for number in range(size)
    ]
    print(json.dumps(entries))


def _entry(user: User, path: str, **fields: str) -> dict[str, Any]:
    return {"session": signed_in(user), "path": path, "fields": fields}


def _one_who_moves(starts: list[datetime]) -> dict[str, Any]:
    """Somebody who has booked the second of `starts` and moves to the first."""
    user = _ready_to_book()
    talk = booking.book(user.candidate, starts[1], now=clock.now())
    return _entry(user, f"/interviews/{talk.public_id}/move/", start=f"{starts[0]:%Y-%m-%dT%H:%M:%S%z}")


def _ask_the_mentor(user: User, start: datetime, number: int) -> list[dict[str, Any]]:
    mentor = Mentor.objects.create(user=user, capacity=number)
    entries = []
    for _ in range(number):
        person = make_user(email=_address(), time_zone="UTC")
        candidate = make_candidate(now=clock.now(), user=person, stage=Stage.COMMITTED)
        pair = Mentorship.objects.create(
            mentor=mentor,
            candidate=candidate,
            status=MentorshipStatus.ACTIVE,
            mentor_said_yes_at=clock.now(),
            candidate_said_yes_at=clock.now(),
            proposed_by=user,
        )
        typed = {"starts_at_0": f"{start:%Y-%m-%d}", "starts_at_1": f"{start:%H:%M}", "about": ""}
        entries.append(_entry(person, f"/mentorship/{pair.public_id}/sessions/new/", **typed))
    return entries


def half_hours(first: datetime, number: int) -> list[datetime]:
    """That many starts from one o'clock on, forty a day."""
    return [first + timedelta(days=n // 40, minutes=30 * (n % 40)) for n in range(number)]


def _offer(starts: list[datetime]) -> User:
    """One more interviewer, free at these starts (UTC) of the next two weeks and at no others."""
    user = make_user(Role.INTERVIEWER, email=_address(), time_zone="UTC")
    Interviewer.objects.create(user=user, vetted_on=starts[0].date(), weekly_cap=1_000, notice_hours=0)
    WeeklyHours.objects.bulk_create(
        WeeklyHours(person=user, weekday=start.weekday(), starts=start.time(), ends=(start + LENGTH).time())
        for start in starts
    )
    others = {(start + timedelta(days=days)).date() for start in starts for days in (-7, 7)}
    DayOff.objects.bulk_create(DayOff(person=user, day=day) for day in others)
    return user


def _ready_to_book() -> User:
    user = make_user(email=_address(), time_zone="UTC")
    candidate = make_candidate(now=clock.now(), user=user, stage=Stage.INTRODUCED)
    InterviewRequest.objects.create(candidate=candidate, asked_at=clock.now())
    return user


def _address() -> str:
    return f"{uuid4().hex}@example.org"
