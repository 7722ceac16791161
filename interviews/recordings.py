"""R10: a recording and three questions, for people who can come to no call. Staff read the answers; it is logged."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage
from candidates.models import Candidate
from candidates.pipeline import by_staff, has_reached
from candidates.standing import be_here
from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from core.scheduling.commitments import lock_people
from interviews.booking import let_ask_without_call
from interviews.models import WatchedRecording

QUESTIONS = ("what_the_office_does", "what_it_asks_of_you", "what_you_would_ask")


def are_offered() -> bool:
    return bool(settings.PROGRAM_RECORDING_URL)


@transaction.atomic
def answer(candidate: Candidate, *, why_no_call: str, at: datetime, **answers: str) -> WatchedRecording:
    """Keep what somebody wrote after watching the recording. `answers` are those to all of `QUESTIONS`.

    Raises Refused when no recording is offered, a call was attended, or answers of theirs are being read.
    """
    if not are_offered():
        raise Refused("no_recording", _("There is no recording at the moment. Please choose a call."))
    if has_reached(candidate, Stage.INTRODUCED):
        raise Refused("introduced", _("You have been on a call: ask for your talk."))
    if not why_no_call.strip() or not all(answers.get(name, "").strip() for name in QUESTIONS):
        raise Refused("unanswered", _("Please answer all questions: a sentence each is enough."))
    lock_people([candidate.user_id])
    be_here(candidate, at=at)
    try:
        with transaction.atomic():
            return WatchedRecording.objects.create(
                candidate=candidate, why_no_call=why_no_call, sent_at=at, **answers
            )
    except IntegrityError as error:
        raise Refused("being_read", _("We have your answers already.")) from error


@transaction.atomic
def accept(recording: WatchedRecording, *, actor: User, at: datetime) -> None:
    """Open the request for a talk to somebody whose answers show that they watched it.

    The exception keeps its reason and who made it. Raises NotPermitted for anybody but program staff, Refused when it
    was read before, or for a minor.
    """
    locked = _unread(recording, actor)
    let_ask_without_call(
        locked.candidate, actor=actor, reason=REASON % {"why": locked.why_no_call[:120]}, at=at
    )
    _close(locked, accepted=True, reply="", actor=actor, at=at)


@transaction.atomic
def give_back(recording: WatchedRecording, *, reply: str, actor: User, at: datetime) -> None:
    """Ask for better answers; `reply` says what is missing, and goes to the candidate."""
    if not reply.strip():
        raise Refused("no_reply", _("Say what is missing: the candidate reads it."))
    _close(_unread(recording, actor), accepted=False, reply=reply, actor=actor, at=at)


# Kept as it is in the history of exceptions, whoever reads it in whichever language.
REASON = "Watched the recording and answered the questions. No call suits: %(why)s"


def _unread(recording: WatchedRecording, actor: User) -> WatchedRecording:
    if not by_staff(actor, recording):
        raise NotPermitted("not_permitted", _("Only program staff read these, and nobody their own."))
    rows = WatchedRecording.objects.select_for_update(of=("self",)).select_related("candidate__user")
    locked: WatchedRecording = rows.get(pk=recording.pk)
    if locked.accepted is not None:
        raise Refused("read", _("Somebody else has already read these answers."))
    return locked


def _close(row: WatchedRecording, *, accepted: bool, reply: str, actor: User, at: datetime) -> None:
    row.accepted, row.reply, row.read_by, row.read_at = accepted, reply, actor, at
    row.save(update_fields=["accepted", "reply", "read_by", "read_at"])
    kind = "recording_accepted" if accepted else "recording_returned"
    about = {"recording": str(row.public_id)}
    enqueue(kind, row.candidate.user, about, key=f"{kind}:{row.public_id}")
