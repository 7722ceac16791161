"""The notes after a talk, what staff decide, and the candidate's agreement."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage, Standing
from candidates.models import Candidate
from candidates.pipeline import STAGE, STANDING, by_staff, reach, still_with_us
from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from interviews.criteria import all_rated
from interviews.enums import InterviewStatus, Outcome
from interviews.lifecycle import INTERVIEW, by_interviewer_or_staff
from interviews.models import Decision, Interview, NotesDraft, Scorecard, UndoneDecision

# So long a decision can be taken back; so long the mail that tells of it waits.
UNDO_WITHIN = timedelta(hours=1)


@transaction.atomic
def hand_in_notes(interview: Interview, *, actor: User, at: datetime, **notes: Any) -> Scorecard:
    """Keep the interviewer's notes: the talk was held and the candidate is interviewed. Its draft goes.

    Raises NotPermitted for anybody else's talk, Refused before it has begun, when its notes are in, or when something
    is not rated.
    """
    if not by_interviewer_or_staff(actor, interview):
        raise NotPermitted("not_permitted", _("These are somebody else's notes to write."))
    if interview.starts_at > at:
        raise Refused("not_begun", _("This talk has not begun yet."))
    if any(notes.get(one.code) is None for one in all_rated()):
        raise Refused("not_rated", _("Give each of the ratings, from 0 to 4."))
    scorecard = _only_one(
        lambda: Scorecard.objects.create(interview=interview, submitted_by=actor, submitted_at=at, **notes),
        _("The notes of this talk are in already."),
    )
    NotesDraft.objects.filter(interview=interview).delete()
    INTERVIEW.move(interview, InterviewStatus.HELD, actor=actor, at=at)
    reach(interview.candidate, Stage.INTERVIEWED, actor=actor, at=at)
    return scorecard


@transaction.atomic
def decide(
    interview: Interview,
    *,
    outcome: str,
    actor: User,
    at: datetime,
    reason: str = "",
    reapply_from: date | None = None,
    reply: str = "",
    batch: UUID | None = None,
) -> Decision:
    """Decide after a talk. Declining needs a reason, a reply and a date to come back.

    The candidate's page shows it at once; the mail waits for the hour in which it can be taken back. What is decided
    together shares its `batch`.
    Raises NotPermitted for anybody but program staff, Refused without notes, when it was decided before, or for
    somebody who is not with us.
    """
    if not by_staff(actor, interview):
        raise NotPermitted("not_permitted", _("Only program staff decide, and nobody about themselves."))
    if not Scorecard.objects.filter(interview=interview).exists():
        raise Refused("no_notes", _("The notes of this talk are not in yet."))
    if outcome == Outcome.DECLINE and not (reason and reapply_from and reply):
        raise Refused("no_reason", _("A “not now” needs its reason, the reply, and the date to come back."))
    candidate = Candidate.records.select_for_update(of=("self",)).get(pk=interview.candidate_id)
    if Decision.objects.filter(interview=interview).exists():
        raise Refused("done", _("Somebody else has already decided this one."))
    still_with_us(candidate, at=at)
    decision = _only_one(
        lambda: Decision.objects.create(
            interview=interview,
            outcome=outcome,
            reason=reason,
            reapply_from=reapply_from,
            reply=reply,
            decided_by=actor,
            decided_at=at,
            batch=batch or uuid4(),
            standing_before=candidate.standing,
            reapply_before=candidate.reapply_from,
        ),
        _("Somebody else has already decided this one."),
    )
    if outcome == Outcome.DECLINE:
        changes = {"reapply_from": reapply_from}
        STANDING.move(
            interview.candidate, Standing.DECLINED, actor=actor, at=at, reason=reason, changes=changes
        )
    enqueue(
        f"decision_{outcome}",
        interview.candidate.user,
        {"interview": str(interview.public_id)},
        key=message_key(interview),
        not_before=at + UNDO_WITHIN,
    )
    return decision


def message_key(interview: Interview) -> str:
    """Return the key of the message about the decision that stands, or of the one to come: each has its own."""
    taken_back = UndoneDecision.objects.filter(interview=interview).count()
    return f"decision:{interview.public_id}" + (f":{taken_back}" if taken_back else "")


def agree(candidate: Candidate, *, actor: User, at: datetime) -> None:
    """The candidate goes on: Slack, training and mentors open (R12). A second time changes nothing."""
    reach(candidate, Stage.COMMITTED, actor=actor, at=at)


def _only_one(create: Any, message: Any) -> Any:
    try:
        with transaction.atomic():
            return create()
    except IntegrityError as error:
        raise Refused("done", message) from error


@STAGE.guard(Stage.INTERVIEWED)
def notes_are_in(candidate: Candidate, *, at: datetime) -> None:
    """A one-on-one took place and its notes are in."""
    if not Scorecard.objects.filter(interview__candidate=candidate).exists():
        raise Refused("no_notes", _("No notes of a talk are in."))


@STAGE.guard(Stage.COMMITTED)
def decision_was_advance(candidate: Candidate, *, at: datetime) -> None:
    """R12: after a talk whose decision was to advance."""
    if not Decision.objects.advancing().filter(interview__candidate=candidate).exists():
        raise Refused("not_advanced", _("This opens once we have said yes after your talk."))
