"""The places where somebody is signed in: noted, listed, moved to a new key, and ended."""

from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from core import clock
from core.accounts.devices import device_of
from core.accounts.models import User
from core.accounts.second_factor import is_privileged
from core.accounts.session_limits import Limits, Over, is_over

SIGNED_IN, SEEN = "signed_in_at", "seen_at"
# A session is written at most this often to say that it is in use.
SEEN_EVERY_SECONDS = 60


@dataclass(frozen=True)
class Place:
    """One sign-in of a person. `number` names it in the form that ends it."""

    number: int
    device: str
    address: str
    since: datetime
    last_used: datetime
    is_this_one: bool


def limits_for(user: User) -> Limits:
    return settings.PRIVILEGED_SESSION_LIMITS if is_privileged(user) else settings.SESSION_LIMITS


def begin(request: HttpRequest) -> None:
    """Start counting from now."""
    now = clock.now().timestamp()
    request.session[SIGNED_IN] = request.session[SEEN] = now


def why_over(request: HttpRequest, user: User) -> Over | None:
    """Return why the session of `request` is over, or None; one that goes on is noted as in use."""
    now = clock.now()
    if SIGNED_IN not in request.session:
        begin(request)
    seen = request.session[SEEN]
    over = is_over(
        signed_in_at=datetime.fromtimestamp(request.session[SIGNED_IN], UTC),
        seen_at=datetime.fromtimestamp(seen, UTC),
        now=now,
        limits=limits_for(user),
    )
    if over is None and abs(now.timestamp() - seen) >= SEEN_EVERY_SECONDS:
        request.session[SEEN] = now.timestamp()
    return over


def rotate(request: HttpRequest) -> None:
    """Give the session a new key; the old one is worth nothing any more."""
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


@transaction.atomic
def end_sessions_of(user: User, *, but: str | None = None, number: int | None = None) -> int:
    """End the sessions of `user`, all or the one with `number`, but not that with the key `but`; return how many."""
    ended = UserSession.objects.filter(user=user).exclude(session_key=but or "")
    if number is not None:
        ended = ended.filter(pk=number)
    keys = list(ended.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def places_of(user: User, *, this_key: str | None) -> list[Place]:
    """Return where `user` is signed in, this place first, then the one used last."""
    rows = UserSession.objects.purge_and_list(user)
    kept = {
        row.session_key: row for row in Session.objects.filter(session_key__in=[r.session_key for r in rows])
    }
    found = [_place(row, kept[row.session_key], this_key) for row in rows if row.session_key in kept]
    return sorted(found, key=lambda place: (not place.is_this_one, -place.last_used.timestamp()))


def _place(row: UserSession, session: Session, this_key: str | None) -> Place:
    data = session.get_decoded()
    since = data.get(SIGNED_IN) or row.created_at.timestamp()
    return Place(
        number=row.pk,
        device=device_of(row.user_agent),
        address=row.ip,
        since=datetime.fromtimestamp(since, UTC),
        last_used=datetime.fromtimestamp(data.get(SEEN, since), UTC),
        is_this_one=row.session_key == this_key,
    )


def forget_ended(*, now: datetime) -> int:
    """Delete the rows of sessions that have ended or run out; return how many."""
    Session.objects.filter(expire_date__lt=now).delete()
    there = Session.objects.values("session_key")
    return UserSession.objects.exclude(session_key__in=there).delete()[0]
