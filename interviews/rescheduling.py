"""Moving a booked talk to another free time of the same interviewer; it is never without a time in between."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from core.scheduling.commitments import Taken, commit_time, lock_people, release_time
from core.scheduling.models import CommitmentKind
from interviews.availability import LENGTH, free_talks
from interviews.booking import refuse_beyond_limits
from interviews.enums import InterviewStatus
from interviews.lifecycle import by_either_side_or_staff
from interviews.models import Interview


def free_to_move(interview: Interview, *, now: datetime) -> list[datetime]:
    """Return the free starts (UTC) of the next fourteen days of the one who holds the talk."""
    pool = free_talks(
        interview.candidate, now=now, only=interview.interviewer, apart_from=interview.public_id
    )
    return [start for start in pool if start != interview.starts_at]


@transaction.atomic
def move(interview: Interview, start: datetime, *, actor: User, now: datetime) -> None:
    """Move a talk that is to come; its reminders follow, and both sides hear of it.

    Raises Refused when it has begun or is off, NotPermitted to outsiders, Taken when `start` is not free; then it stays
    where it was.
    """
    lock_people([interview.candidate.user_id, interview.interviewer.user_id])
    locked: Interview = (
        Interview.objects.select_for_update(of=("self",))
        .select_related("candidate__user", "interviewer__user")
        .get(pk=interview.pk)
    )
    if not by_either_side_or_staff(actor, locked):
        raise NotPermitted("not_permitted", _("This talk is not yours to move."))
    if locked.status != InterviewStatus.BOOKED:
        raise Refused("not_booked", _("This talk does not take place any more."))
    if locked.starts_at <= now:
        raise Refused("begun", _("This talk has begun already."))
    if start == locked.starts_at:
        return
    release_time(locked.public_id)
    free = free_talks(
        locked.candidate, now=now, only_at=start, only=locked.interviewer, apart_from=locked.public_id
    )
    if start not in free:
        raise Taken("taken", _("Somebody was a moment quicker. Here are the times that are free now."))
    people = [locked.interviewer.user_id, locked.candidate.user_id]
    commit_time(
        people, start, start + LENGTH, kind=CommitmentKind.INTERVIEW, subject=locked.public_id, now=now
    )
    refuse_beyond_limits(locked.interviewer, start, apart_from=locked, now=now)
    locked.starts_at, locked.ends_at, locked.moved_at = start, start + LENGTH, now
    locked.sequence += 1
    locked.save(update_fields=["starts_at", "ends_at", "moved_at", "sequence"])
    for kind, person in (
        ("talk_moved_candidate", locked.candidate.user),
        ("talk_moved_interviewer", locked.interviewer.user),
    ):
        enqueue(
            kind,
            person,
            {"interview": str(locked.public_id), "at": start.isoformat()},
            key=f"{kind}:{locked.public_id}:{locked.sequence}",
            expires_at=start,
        )
