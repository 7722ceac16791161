"""What was planned with a person and written about them. The talks stay as counts, the words go."""

from datetime import datetime

from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.privacy.registry import Fate, holds, on_leaving
from interviews import booking, intro_calls
from interviews.enums import Criterion, InterviewStatus
from interviews.models import Interview, Registration
from interviews.recordings import QUESTIONS

EVIDENCE = [f"{criterion}_evidence" for criterion in Criterion]

holds(
    "interviews.Registration",
    "candidate__user",
    Fate.BLANKS,
    title=_("Your seats in intro calls"),
    shows=(
        "call",
        "status",
        "needs",
        "needs_note",
        "joined_at",
        "attended",
        "noted_how",
        "noted_at",
        "created_at",
    ),
    blanks={"needs": [], "needs_note": ""},
)
holds(
    "interviews.WatchedRecording",
    "candidate__user",
    Fate.BLANKS,
    title=_("What you wrote about the recorded call"),
    shows=("sent_at", "why_no_call", *QUESTIONS, "accepted", "reply", "read_at"),
    blanks={"why_no_call": "", "reply": "", **dict.fromkeys(QUESTIONS, "")},
)
holds(
    "interviews.InterviewRequest",
    "candidate__user",
    Fate.BLANKS,
    title=_("Your request for a talk"),
    shows=("asked_at", "topics", "notify_since", "notified_at"),
    blanks={
        "topics": [],
        "override_reason": Case(When(override_reason="", then=Value("")), default=Value("–")),
    },
)
# A rating is never shown to the person rated, and a private note is what its writer kept for the decision.
holds(
    "interviews.Scorecard",
    "interview__candidate__user",
    Fate.BLANKS,
    title=_("What your interviewer wrote to you"),
    shows=("submitted_at", "note_to_candidate"),
    blanks={"note_to_candidate": "", "private_note": "", "flags": [], **dict.fromkeys(EVIDENCE, "")},
)
holds("interviews.NotesDraft", "interview__candidate__user", Fate.DELETES)
# Blind on both sides: the reader's export says when something was read and what was recommended, never whose it was.
holds(
    "interviews.SecondReading",
    "reader__user",
    Fate.KEEPS,
    title=_("Notes that you read a second time"),
    shows=("asked_at", "read_at", "recommendation"),
    keeps=("passed_by",),
)
holds("interviews.SecondReading", "scorecard__interview__candidate__user", Fate.KEEPS, keeps=("passed_by",))
holds("interviews.UndoneDecision", "interview__candidate__user", Fate.KEEPS)
holds(
    "interviews.Decision",
    "interview__candidate__user",
    Fate.BLANKS,
    title=_("What we decided"),
    shows=("decided_at", "outcome", "reason", "reapply_from", "reply"),
    blanks={"reply": ""},
)
holds(
    "interviews.TalkHold",
    "candidate__user",
    Fate.DELETES,
    title=_("The time that you are choosing"),
    shows=("starts_at", "expires_at", "channel", "language"),
)
holds(
    "interviews.Interview",
    "candidate__user",
    Fate.BLANKS,
    title=_("Your one-on-one talks"),
    shows=(
        "interviewer",
        "starts_at",
        "ends_at",
        "time_zone",
        "channel",
        "language",
        "accommodation",
        "status",
        "booked_at",
    ),
    blanks={"accommodation": ""},
    keeps=("time_zone", "language", "assigned_because"),
)
holds(
    "interviews.Interviewer",
    "user",
    Fate.BLANKS,
    title=_("You as an interviewer"),
    shows=(
        "about",
        "applied_at",
        "confidentiality_accepted_at",
        "shadowed_on",
        "vetted_on",
        "first_vetted_on",
        "is_active",
        "paused_until",
        "weekly_cap",
        "notice_hours",
        "buffer_minutes",
        "states",
        "levels",
        "languages",
        "meeting_url",
    ),
    blanks={"about": "", "meeting_url": "", "is_active": False},
    keeps=("states", "levels", "languages"),
    history="user_id",
)
holds(
    "interviews.ConflictOfInterest",
    "interviewer__user",
    Fate.DELETES,
    title=_("With whom you must not talk"),
    shows=("about", "office", "declared_at"),
)
holds("interviews.ConflictOfInterest", "candidate__user", Fate.DELETES)
holds(
    "interviews.IntroCall",
    "host",
    Fate.BLANKS,
    title=_("Intro calls you host"),
    shows=("starts_at", "minutes", "join_url", "dial_in"),
    blanks={"join_url": "", "dial_in": ""},
    keeps=("time_zone", "interpreted_into"),
)


@on_leaving
def give_back_time(user: User, at: datetime) -> None:
    """The interviewer's hour and the seat in the call are free for somebody else."""
    talks = Interview.objects.filter(candidate__user=user, status=InterviewStatus.BOOKED, starts_at__gt=at)
    for talk in talks:
        booking.cancel(talk, actor=user, now=at)
    seats = Registration.objects.live().filter(candidate__user=user, call__starts_at__gt=at)
    for seat in seats.order_by("call_id"):
        intro_calls.cancel(seat, now=at)
