"""Who did not come to a talk. It is no cancellation, each side is a state of its own, and booking is open at once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.lifecycle import Refused
from core.outbox.services import enqueue
from core.scheduling.commitments import release_time
from interviews.enums import InterviewStatus
from interviews.lifecycle import INTERVIEW
from interviews.models import Interview

# So long one waits for the other before one says that they did not come.
PATIENCE = timedelta(minutes=10)


def candidate_did_not_come(interview: Interview, *, actor: User, now: datetime) -> None:
    """The candidate was not there: they hear of it kindly, with the times that are free.

    Raises NotPermitted for anybody but the interviewer and program staff, Refused until ten minutes after its start.
    """
    _record(interview, InterviewStatus.MISSED, "talk_missed", actor, now)


def interviewer_did_not_come(interview: Interview, *, actor: User, now: datetime) -> None:
    """The interviewer was not there: the candidate gets our apology and the times that are free.

    Raises NotPermitted for anybody but the candidate and program staff, Refused until ten minutes after its start.
    """
    _record(interview, InterviewStatus.LEFT_WAITING, "talk_left_waiting", actor, now)


@transaction.atomic
def _record(interview: Interview, status: str, kind: str, actor: User, now: datetime) -> None:
    locked = Interview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    if locked.starts_at + PATIENCE > now:
        raise Refused("not_begun", _("Wait ten minutes from the start of the talk, please."))
    INTERVIEW.move(interview, status, actor=actor, at=now)
    release_time(interview.public_id)
    enqueue(
        kind,
        interview.candidate.user,
        {"interview": str(interview.public_id)},
        key=f"{kind}:{interview.public_id}",
        expires_at=now + timedelta(days=14),
    )
