"""Somebody else holds a booked talk at the same time; when nobody can, the candidate chooses anew at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from core.scheduling.commitments import Taken, commit_time, lock_people
from core.scheduling.models import Commitment, CommitmentKind
from interviews import booking
from interviews.availability import fitting, free_talks
from interviews.booking import refuse_beyond_limits
from interviews.enums import Because, InterviewStatus
from interviews.giving import ask_in_this_order
from interviews.lifecycle import by_interviewer_or_staff
from interviews.models import Interview, Interviewer


@transaction.atomic
def find_substitute(interview: Interview, *, actor: User, now: datetime) -> Interviewer | None:
    """Give a talk to the first fitting colleague who is free then; else cancel it, and the candidate books anew.

    Returns who holds it now, or None. Raises NotPermitted for anybody but its interviewer and program staff, Refused
    when it has begun or is off.
    """
    _refuse_unless_to_come(interview, actor, now)
    start = interview.starts_at
    pool = free_talks(interview.candidate, now=now, only_at=start, apart_from=interview.public_id)
    others = [each for each in pool.get(start, []) if each.pk != interview.interviewer_id]
    for other, reasons in ask_in_this_order(others, interview.candidate, start, now=now):
        if hand_over(interview, other, reasons=reasons, now=now):
            return other
    booking.cancel(interview, actor=actor, now=now)
    return None


def hand_over(
    interview: Interview, to: Interviewer, *, now: datetime, reasons: list[str] | None = None
) -> bool:
    """Let `to` hold a booked talk, if they may (R11, no conflict of interest) and are free; return whether they do.

    Nobody counts as absent for a talk that they handed over: it is the one who holds it in the end who does.
    """
    try:
        with transaction.atomic():
            return _hand_over(interview, to, now, reasons or [])
    except Taken:
        return False


def _hand_over(interview: Interview, to: Interviewer, now: datetime, reasons: list[str]) -> bool:
    before = interview.interviewer
    lock_people([interview.candidate.user_id, before.user_id, to.user_id])
    locked: Interview = Interview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    still = (InterviewStatus.BOOKED, before.pk, interview.starts_at)
    if (locked.status, locked.interviewer_id, locked.starts_at) != still:
        raise Refused("changed", _("This talk has changed meanwhile. Here is how it stands now."))
    if not _may_hold(to, locked, now):
        return False
    Commitment.objects.filter(person=before.user_id, subject=locked.public_id).delete()
    commit_time(
        [to.user_id],
        locked.starts_at,
        locked.ends_at,
        kind=CommitmentKind.INTERVIEW,
        subject=locked.public_id,
        now=now,
    )
    refuse_beyond_limits(to, locked.starts_at, apart_from=locked, now=now)
    locked.interviewer, locked.sequence = to, locked.sequence + 1
    locked.assigned_because = [Because.SUBSTITUTE.value, *reasons]
    locked.save(update_fields=["interviewer", "sequence", "assigned_because"])
    interview.interviewer, interview.sequence = to, locked.sequence
    _tell(locked, to, before)
    return True


def _may_hold(to: Interviewer, interview: Interview, now: datetime) -> bool:
    return bool(fitting(interview.candidate, now=now).filter(pk=to.pk).exists())


def _tell(interview: Interview, to: Interviewer, before: Interviewer) -> None:
    for kind, person in (
        ("talk_off_interviewer", before.user),
        ("interviewer_changed", interview.candidate.user),
        ("interview_confirmed_interviewer", to.user),
    ):
        enqueue(
            kind,
            person,
            {"interview": str(interview.public_id)},
            key=f"{kind}:{interview.public_id}:{interview.sequence}",
            expires_at=interview.starts_at,
        )


def _refuse_unless_to_come(interview: Interview, actor: User, now: datetime) -> None:
    if not by_interviewer_or_staff(actor, interview):
        raise NotPermitted("not_permitted", _("This talk is not yours to hand over."))
    if interview.status != InterviewStatus.BOOKED:
        raise Refused("not_booked", _("This talk does not take place any more."))
    if interview.starts_at <= now:
        raise Refused("begun", _("This talk has begun already."))
