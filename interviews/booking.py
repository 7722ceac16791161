"""Asking for a one-on-one and booking it: the people's rows are locked, the database has the last word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from psycopg2.extras import DateTimeTZRange

from candidates.enums import Stage
from candidates.models import Candidate
from candidates.pipeline import by_staff, has_reached
from candidates.standing import be_here
from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from core.scheduling.commitments import Taken, commit_time, lock_people, release_time
from core.scheduling.models import Commitment, CommitmentKind
from interviews.assignment import is_within_cap
from interviews.availability import LENGTH, WEEK, free_talks
from interviews.endings import tell_of_the_end
from interviews.enums import Channel, InterviewStatus
from interviews.giving import ask_in_this_order
from interviews.lifecycle import INTERVIEW
from interviews.minors import refuse_a_minor
from interviews.models import Interview, Interviewer, InterviewRequest, TalkHold


@transaction.atomic
def ask(candidate: Candidate, *, topics: list[str], at: datetime) -> InterviewRequest:
    """Keep the candidate's own request (R10). Raises Refused before an intro call, and to a minor."""
    if not has_reached(candidate, Stage.INTRODUCED):
        raise Refused("no_call", _("First comes a group intro call. After it you can ask for your own talk."))
    refuse_a_minor(candidate, at=at)
    lock_people([candidate.user_id])
    be_here(candidate, at=at)
    request, _created = InterviewRequest.objects.get_or_create(
        candidate=candidate, defaults={"topics": topics, "asked_at": at}
    )
    return request


def let_ask_without_call(candidate: Candidate, *, actor: User, reason: str, at: datetime) -> InterviewRequest:
    """R10: staff open a one-on-one to somebody who attended no call. Who did it, and why, stays on the request."""
    if not by_staff(actor, candidate):
        raise NotPermitted(
            "not_permitted", _("Only program staff make this exception, and not for themselves.")
        )
    if not reason.strip():
        raise Refused("no_reason", _("Give the reason of this exception."))
    refuse_a_minor(candidate, at=at)
    request, _created = InterviewRequest.objects.get_or_create(
        candidate=candidate, defaults={"asked_at": at, "override_by": actor, "override_reason": reason}
    )
    return request


@dataclass(frozen=True)
class Wish:
    """How the candidate wants to talk. `language` None takes whoever is free; `accommodation` is in their words."""

    language: str | None = None
    channel: str = Channel.VIDEO
    accommodation: str = ""


AS_IT_COMES = Wish()


@transaction.atomic
def book(candidate: Candidate, start: datetime, *, now: datetime, wish: Wish = AS_IT_COMES) -> Interview:
    """Book the free slot that begins at `start` (UTC): with the one who is held for it, else with the first in order.

    A slot whose hold has run out is booked if it is still free. Raises Refused without a request (R10), Taken when
    nobody is free then any more.
    """
    may_book(candidate, start)
    hold = TalkHold.objects.filter(candidate=candidate, starts_at=start).select_related("interviewer").first()
    free = free_talks(candidate, now=now, only_at=start, language=wish.language).get(start, [])
    order = ask_in_this_order(free, candidate, start, now=now, language=wish.language)
    if hold is not None and hold.expires_at > now:
        order.sort(key=lambda given: given[0].pk != hold.interviewer_id)
    for interviewer, reasons in order:
        if hold is not None and interviewer.pk == hold.interviewer_id:
            reasons = hold.assigned_because
        try:
            with transaction.atomic():
                return _book_with(interviewer, candidate, start, now, wish=wish, reasons=reasons)
        except Taken:
            continue
    raise Taken("taken", _("Somebody was a moment quicker. Here are the times that are free now."))


def may_book(candidate: Candidate, start: datetime) -> None:
    """Raise Refused without a request (R10), to a minor, and to somebody who has a talk booked.

    Nobody is locked before both are known: people who interview each other would wait for each other's rows. What the
    same candidate books meanwhile is refused by the constraint.
    """
    if not InterviewRequest.objects.filter(candidate=candidate).exists():
        raise Refused("not_asked", _("Ask for your talk first."))
    refuse_a_minor(candidate, at=start)
    if Interview.objects.filter(candidate=candidate, status=InterviewStatus.BOOKED).exists():
        raise Refused("booked", _("You have a talk booked already."))


def _book_with(
    interviewer: Interviewer,
    candidate: Candidate,
    start: datetime,
    now: datetime,
    *,
    wish: Wish = AS_IT_COMES,
    reasons: Sequence[str] = (),
) -> Interview:
    interview = Interview(
        candidate=candidate,
        interviewer=interviewer,
        starts_at=start,
        ends_at=start + LENGTH,
        time_zone=candidate.user.time_zone,
        booked_at=now,
        channel=wish.channel,
        language=language_of(interviewer, candidate, wish),
        accommodation=wish.accommodation,
        assigned_because=list(reasons),
    )
    lock_people([interviewer.user_id, candidate.user_id])
    let_go(candidate)
    commit_time(
        [interviewer.user_id, candidate.user_id],
        interview.starts_at,
        interview.ends_at,
        kind=CommitmentKind.INTERVIEW,
        subject=interview.public_id,
        now=now,
    )
    be_here(candidate, at=now)
    refuse_beyond_limits(interviewer, start, apart_from=interview, now=now)
    try:
        with transaction.atomic():
            interview.save()
    except IntegrityError as error:
        raise Refused("booked", _("You have a talk booked already.")) from error
    for person, side in ((candidate.user, "candidate"), (interviewer.user, "interviewer")):
        enqueue(
            f"interview_confirmed_{side}",
            person,
            {"interview": str(interview.public_id)},
            key=f"interview_confirmed:{interview.public_id}:{side}",
            expires_at=start,
        )
    return interview


def language_of(interviewer: Interviewer, candidate: Candidate, wish: Wish) -> str:
    """The one asked for; else the candidate's own, if the interviewer speaks it; else what the interviewer speaks."""
    own = candidate.user.language
    spoken = interviewer.languages or ["en"]
    return wish.language or (own if own in spoken else str(spoken[0]))


def let_go(candidate: Candidate) -> None:
    """Give back what the candidate holds and has not confirmed, under the lock of both."""
    for hold in TalkHold.objects.filter(candidate=candidate):
        release_time(hold.public_id)
        hold.delete()


def refuse_beyond_limits(
    interviewer: Interviewer, start: datetime, *, apart_from: Interview, now: datetime
) -> None:
    """The weekly cap and the free minutes around a talk, under the interviewer's lock. Raises Taken."""
    talks = interviewer.interviews.exclude(status=InterviewStatus.CANCELLED).exclude(pk=apart_from.pk)
    starts = list(
        talks.filter(starts_at__range=(start - WEEK, start + WEEK)).values_list("starts_at", flat=True)
    )
    if not is_within_cap(starts, start, interviewer.weekly_cap):
        raise Taken("cap", _("This interviewer's week is full."))
    around = timedelta(minutes=interviewer.buffer_minutes)
    live = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    period = DateTimeTZRange(start - around, start + LENGTH + around)
    nearby = Commitment.objects.filter(live, person=interviewer.user_id, period__overlap=period)
    if around and nearby.exclude(subject=apart_from.public_id).exists():
        raise Taken("buffer", _("This interviewer has something right before or after."))


@transaction.atomic
def cancel(interview: Interview, *, actor: User, now: datetime) -> None:
    """Cancel a booked talk before it begins; both times are free again, and who did not do it hears of it."""
    locked = Interview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    if locked.starts_at <= now:
        raise Refused("begun", _("This talk has begun already."))
    interview.starts_at = locked.starts_at
    INTERVIEW.move(interview, InterviewStatus.CANCELLED, actor=actor, at=now)
    release_time(interview.public_id)
    tell_of_the_end(interview, actor)
