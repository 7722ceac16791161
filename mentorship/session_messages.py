"""The kinds of message about the sessions of a pair."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.outbox.attachments import nothing
from core.outbox.enums import Audience, Lane
from core.outbox.in_hand import referred
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register
from core.outbox.reminders import refuse_if_moved
from core.scheduling.entries import Entry
from core.scheduling.invitations import calling_off, requesting
from mentorship.calendar import session_entry
from mentorship.models import MentorSession


def _any(message: OutgoingMessage) -> dict[str, Any]:
    rows = MentorSession.objects.select_related("mentorship__mentor__user", "mentorship__candidate__user")
    found = referred(message, "session", rows)
    if found is None:
        raise NoLongerWanted("session_gone")
    return {
        "session": found,
        "other": found.other_than(message.recipient),
        "page": reverse("mentorship:session", args=[found.public_id]),
        "home": reverse("mentorship:home"),
    }


def _to_come(message: OutgoingMessage) -> dict[str, Any]:
    about = _any(message)
    if about["session"].cancelled_at is not None:
        raise NoLongerWanted("session_cancelled")
    refuse_if_moved(message, about["session"].starts_at)
    return about


def _of_session(about: dict[str, Any], recipient: User) -> Entry:
    return session_entry(about["session"], recipient)


IN_CALENDARS = {
    **dict.fromkeys(("session_arranged", "session_moved", "session_in_calendar"), requesting(_of_session)),
    **dict.fromkeys(("session_cancelled", "session_out_of_calendar"), calling_off(_of_session)),
}
NO_SESSION = "the session is cancelled or moves"
for code, label, prepare, audience, anchor, dropped in (
    ("session_arranged", _("A session with your mentor or candidate"), _to_come, Audience.CANDIDATE,
     "one of a pair arranges a session; to the other", NO_SESSION),
    ("session_moved", _("Your session has a new time"), _to_come, Audience.CANDIDATE,
     "one of a pair moves a session; to the other", NO_SESSION),
    ("session_cancelled", _("Your session is cancelled"), _any, Audience.CANDIDATE,
     "one of a pair cancels a session, or the mentorship ends; to the other", "the session is gone"),
    ("session_in_calendar", _("A session that you arranged"), _to_come, Audience.CANDIDATE,
     "one of a pair arranges or moves a session; to that one", NO_SESSION),
    ("session_out_of_calendar", _("A session that you cancelled"), _any, Audience.CANDIDATE,
     "one of a pair cancels a session; to that one", "the session is gone"),
    ("session_tomorrow_candidate", _("Your mentor session is tomorrow"), _to_come, Audience.CANDIDATE,
     "the session begins", NO_SESSION),
    ("session_soon_candidate", _("Your mentor session begins in an hour"), _to_come, Audience.CANDIDATE,
     "the session begins", NO_SESSION),
    ("session_tomorrow_mentor", _("You have a mentor session tomorrow"), _to_come, Audience.MENTOR,
     "the session begins", NO_SESSION),
    ("session_soon_mentor", _("You have a mentor session in an hour"), _to_come, Audience.MENTOR,
     "the session begins", NO_SESSION),
):  # fmt: skip
    told: dict[str, Any] = {"audience": audience, "anchor": anchor, "dropped": dropped}
    register(Kind(code, Lane.TRANSACTIONAL, label, prepare, IN_CALENDARS.get(code, nothing), **told))
