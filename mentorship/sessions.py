"""The hours that mentor and candidate agree on: arranged, moved and cancelled by either; the other one is told."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from core.scheduling.commitments import commit_time, release_time
from core.scheduling.models import CommitmentKind
from mentorship.enums import MentorshipStatus
from mentorship.models import MentorSession, Mentorship

LENGTH = timedelta(minutes=45)
FURTHEST = timedelta(days=120)
MOST_TO_COME = 10


@transaction.atomic
def arrange(
    mentorship: Mentorship, start: datetime, *, about: str = "", actor: User, at: datetime
) -> MentorSession:
    """Arrange a session that begins at `start` (aware); both times are taken.

    Raises Refused when the pair is not active or `start` is out of reach, Taken when one of the two has something else.
    """
    locked = Mentorship.objects.select_for_update(of=("self",)).get(pk=mentorship.pk)
    _refuse_outsiders(locked, actor)
    if locked.status != MentorshipStatus.ACTIVE:
        raise Refused("not_active", _("Sessions are for pairs of whom both have said yes."))
    _refuse_out_of_reach(start, at)
    if locked.sessions.coming(at).count() >= MOST_TO_COME:
        raise Refused(
            "enough", _("You have %(n)d sessions to come: hold one of them first.") % {"n": MOST_TO_COME}
        )
    made = MentorSession(
        mentorship=locked,
        starts_at=start,
        ends_at=start + LENGTH,
        about=about,
        arranged_by=actor,
        arranged_at=at,
        changed_at=at,
    )
    _commit(made, at)
    made.save()
    _tell("session_arranged", made, actor)
    return made


@transaction.atomic
def move(session: MentorSession, start: datetime, *, actor: User, at: datetime) -> None:
    """Move a session that is to come; its reminders follow. Raises what `arrange` raises; then it stays."""
    locked = _to_change(session, actor, at)
    _refuse_out_of_reach(start, at)
    if start == locked.starts_at:
        return
    release_time(locked.public_id)
    locked.starts_at, locked.ends_at, locked.changed_at = start, start + LENGTH, at
    locked.sequence += 1
    _commit(locked, at)
    locked.save()
    _tell("session_moved", locked, actor)


@transaction.atomic
def cancel(session: MentorSession, *, actor: User, at: datetime) -> None:
    """Cancel a session that is to come; both times are free again."""
    _call_off(_to_change(session, actor, at), actor, at)


def cancel_all(mentorship: Mentorship, *, actor: User, at: datetime) -> None:
    """Call off what the two still had before them: their mentorship is over."""
    for session in mentorship.sessions.coming(at).select_for_update(of=("self",)):
        _call_off(session, actor, at)


def _call_off(session: MentorSession, actor: User, at: datetime) -> None:
    session.cancelled_at = session.changed_at = at
    session.sequence += 1
    session.save()
    release_time(session.public_id)
    _tell("session_cancelled", session, actor)


def _to_change(session: MentorSession, actor: User, at: datetime) -> MentorSession:
    found: MentorSession = MentorSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    _refuse_outsiders(found.mentorship, actor)
    if found.cancelled_at is not None:
        raise Refused("cancelled", _("This session is cancelled already."))
    if found.starts_at <= at:
        raise Refused("begun", _("This session has begun already."))
    return found


def _refuse_outsiders(mentorship: Mentorship, actor: User) -> None:
    if actor.pk not in (mentorship.mentor.user_id, mentorship.candidate.user_id):
        raise NotPermitted("not_permitted", _("Sessions are arranged by the two themselves."))


def _refuse_out_of_reach(start: datetime, at: datetime) -> None:
    if start <= at:
        raise Refused("past", _("This moment has passed. Choose a later one."))
    if start > at + FURTHEST:
        raise Refused("too_far", _("That is more than four months ahead. Choose an earlier day."))


def _commit(session: MentorSession, at: datetime) -> None:
    pair = session.mentorship
    commit_time(
        [pair.mentor.user_id, pair.candidate.user_id],
        session.starts_at,
        session.ends_at,
        kind=CommitmentKind.MENTOR_SESSION,
        subject=session.public_id,
        now=at,
    )


def _tell(kind: str, session: MentorSession, actor: User) -> None:
    pair = session.mentorship
    for person in (pair.mentor.user, pair.candidate.user):
        told = OWN[kind] if person == actor else kind
        enqueue(
            told,
            person,
            {"session": str(session.public_id), "at": session.starts_at.isoformat()},
            key=f"{told}:{session.public_id}:{session.sequence}",
            expires_at=session.starts_at,
        )


# Whoever did it knows already; their calendar does not.
OWN = {
    "session_arranged": "session_in_calendar",
    "session_moved": "session_in_calendar",
    "session_cancelled": "session_out_of_calendar",
}
