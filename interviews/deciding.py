"""Deciding about several talks together, and taking a decision back within its hour."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage, Standing
from candidates.models import Candidate
from candidates.pipeline import STANDING_OF_UNDOING, UNDONE, by_staff, has_reached
from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import take_back
from core.scheduling.commitments import lock_people
from interviews.enums import InterviewStatus, Outcome
from interviews.models import Decision, Interview, UndoneDecision
from interviews.reviews import UNDO_WITHIN, decide, message_key

# Nobody hears "not now" in a row of others.
TOGETHER = (Outcome.ADVANCE, Outcome.HOLD)


@dataclass(frozen=True)
class Together:
    """What became of several talks: those that it was done for, and those that it was not, each with the reason."""

    batch: UUID
    done: list[Interview] = field(default_factory=list)
    left_out: list[tuple[Interview, str]] = field(default_factory=list)


def can_be_undone(decision: Decision, *, at: datetime) -> bool:
    """Whether the hour is not over: its last second counts, the moment at which it is full does not."""
    return decision.batch is not None and at < decision.decided_at + UNDO_WITHIN


@transaction.atomic
def decide_all(
    interviews: Iterable[Interview], *, outcome: str, actor: User, at: datetime, reply: str = ""
) -> Together:
    """Decide the same about several talks. One that cannot be decided is left out with its reason; the others stand.

    Raises Refused for "not now", which is decided one by one.
    """
    if outcome not in TOGETHER:
        raise Refused("one_by_one", _("A “not now” is decided one by one, with its reason and its reply."))
    batch = uuid4()

    def decide_one(interview: Interview) -> None:
        decide(interview, outcome=outcome, actor=actor, at=at, reply=reply, batch=batch)

    return _each(batch, interviews, decide_one)


@transaction.atomic
def undo_all(batch: UUID, *, actor: User, at: datetime) -> Together:
    """Take back what was decided together. Whoever has moved on since, or was told, is left as they are.

    Raises Refused when nothing of it can be found any more.
    """
    decisions = Decision.objects.filter(batch=batch).select_related("interview__candidate__user")
    found = {decision.interview: decision for decision in decisions}
    if not found:
        raise Refused("undone", _("Somebody has already taken this back."))
    lock_people(interview.candidate.user_id for interview in found)
    return _each(batch, found, lambda interview: undo(found[interview], actor=actor, at=at))


@transaction.atomic
def undo(decision: Decision, *, actor: User, at: datetime) -> None:
    """Take a decision back: the talk waits for one again, the mail is not sent, the standing is what it was.

    Raises NotPermitted for anybody but program staff, and Refused when the hour is over, when it was taken back before,
    or when the candidate was told, or has moved on, since.
    """
    interview = decision.interview
    if not by_staff(actor, interview):
        raise NotPermitted("not_permitted", _("Only program staff decide, and nobody about themselves."))
    lock_people([interview.candidate.user_id])
    candidate = Candidate.records.select_for_update(of=("self",)).get(pk=interview.candidate_id)
    found = Decision.objects.select_for_update(of=("self",)).filter(pk=decision.pk).first()
    if found is None:
        raise Refused("undone", _("Somebody has already taken this back."))
    if not can_be_undone(found, at=at):
        raise Refused("too_late", _("The hour in which this could be taken back is over."))
    if _has_moved_on(candidate, found):
        raise Refused("moved_on", _("The candidate has gone on since. Talk to them instead."))
    if not take_back(message_key(interview)):
        raise Refused("told", _("The candidate has been told already. Talk to them instead."))
    if found.outcome == Outcome.DECLINE:
        changes = {"reapply_from": found.reapply_before}
        STANDING_OF_UNDOING.move(
            candidate, found.standing_before, actor=actor, at=at, reason=UNDONE, changes=changes
        )
    UndoneDecision.objects.create(
        interview=interview,
        outcome=found.outcome,
        reason=found.reason,
        batch=found.batch,
        decided_by_id=found.decided_by_id,
        decided_at=found.decided_at,
        undone_by=actor,
        undone_at=at,
    )
    found.delete()


def _has_moved_on(candidate: Candidate, decision: Decision) -> bool:
    if candidate.merged_into_id is not None or has_reached(candidate, Stage.COMMITTED):
        return True
    if decision.outcome == Outcome.DECLINE:
        return candidate.standing != Standing.DECLINED
    booked = Interview.objects.filter(candidate=candidate, booked_at__gte=decision.decided_at)
    return booked.exclude(status=InterviewStatus.CANCELLED).exclude(pk=decision.interview_id).exists()


def _each(batch: UUID, interviews: Iterable[Interview], work: Callable[[Interview], Any]) -> Together:
    """Do it for each in the order of their candidates, so that two who decide about the same people wait in turn."""
    result = Together(batch)
    in_order: Sequence[Interview] = sorted(
        interviews, key=lambda interview: (interview.candidate_id, interview.pk)
    )
    for interview in in_order:
        try:
            with transaction.atomic():
                work(interview)
        except Refused as refusal:
            result.left_out.append((interview, str(refusal)))
        else:
            result.done.append(interview)
    return result
