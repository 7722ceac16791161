"""A start that somebody has pressed is theirs for ten minutes, until they confirm it, press another, or let it go."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from candidates.standing import be_here
from core.scheduling.commitments import Taken, commit_time, lock_people
from core.scheduling.models import Commitment, CommitmentKind
from interviews.availability import LENGTH, free_talks
from interviews.booking import AS_IT_COMES, Wish, language_of, let_go, may_book, refuse_beyond_limits
from interviews.giving import ask_in_this_order
from interviews.models import Interview, Interviewer, TalkHold

HELD_FOR = timedelta(minutes=10)


@transaction.atomic
def hold(candidate: Candidate, start: datetime, *, now: datetime, wish: Wish = AS_IT_COMES) -> TalkHold:
    """Hold the free slot at `start` (UTC) for ten minutes, in the place of any other hold of the candidate's.

    Raises what `book` raises; then the candidate holds what they held before.
    """
    may_book(candidate, start)
    free = free_talks(candidate, now=now, only_at=start, language=wish.language).get(start, [])
    for interviewer, reasons in ask_in_this_order(free, candidate, start, now=now, language=wish.language):
        try:
            with transaction.atomic():
                return _hold_with(interviewer, candidate, start, now, wish, reasons)
        except Taken:
            continue
    raise Taken("taken", _("Somebody was a moment quicker. Here are the times that are free now."))


def _hold_with(
    interviewer: Interviewer,
    candidate: Candidate,
    start: datetime,
    now: datetime,
    wish: Wish,
    reasons: list[str],
) -> TalkHold:
    lock_people([interviewer.user_id, candidate.user_id])
    let_go(candidate)
    be_here(candidate, at=now)
    made = TalkHold(
        candidate=candidate,
        interviewer=interviewer,
        starts_at=start,
        expires_at=now + HELD_FOR,
        channel=wish.channel,
        language=language_of(interviewer, candidate, wish),
        assigned_because=reasons,
    )
    commit_time(
        [interviewer.user_id, candidate.user_id],
        start,
        start + LENGTH,
        kind=CommitmentKind.INTERVIEW,
        subject=made.public_id,
        now=now,
        expires_at=made.expires_at,
    )
    refuse_beyond_limits(interviewer, start, apart_from=Interview(public_id=made.public_id), now=now)
    made.save()
    return made


@transaction.atomic
def give_back(candidate: Candidate) -> None:
    """Let go what the candidate holds."""
    lock_people([candidate.user_id])
    let_go(candidate)


def held_by(candidate: Candidate, *, now: datetime) -> TalkHold | None:
    """Return what the candidate holds at `now`, with its interviewer."""
    live = TalkHold.objects.filter(candidate=candidate, expires_at__gt=now)
    return live.select_related("interviewer__user", "candidate__user").first()


def forget_expired(*, now: datetime) -> int:
    """Delete the holds that have run out, and their commitments; return how many. They block nobody meanwhile."""
    with transaction.atomic():
        over = list(
            TalkHold.objects.select_for_update(skip_locked=True).filter(expires_at__lte=now).order_by("pk")
        )
        subjects = [each.public_id for each in over]
        Commitment.objects.filter(subject__in=subjects, expires_at__lte=now).delete()
        TalkHold.objects.filter(pk__in=[each.pk for each in over]).delete()
    return len(over)
