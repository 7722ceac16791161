"""Asking for a one-on-one and booking it: the people's rows are locked, the database has the last word."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage
from candidates.models import Candidate
from candidates.pipeline import by_staff, has_reached
from candidates.standing import be_here
from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from core.scheduling.commitments import Taken, commit_time, lock_people, release_time
from core.scheduling.models import CommitmentKind
from interviews.availability import LENGTH, free_talks
from interviews.enums import InterviewStatus
from interviews.lifecycle import INTERVIEW
from interviews.minors import refuse_a_minor
from interviews.models import Interview, Interviewer, InterviewRequest

RECENT = timedelta(days=28)


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


@transaction.atomic
def book(candidate: Candidate, start: datetime, *, now: datetime) -> Interview:
    """Book the free slot that begins at `start` (UTC) with the fitting interviewer who has had the fewest talks.

    Raises Refused without a request (R10), Taken when nobody is free then any more.
    """
    # Nobody is locked before both are known: people who interview each other would wait for each other's rows. What
    # the same candidate books meanwhile is refused by the constraint.
    if not InterviewRequest.objects.filter(candidate=candidate).exists():
        raise Refused("not_asked", _("Ask for your talk first."))
    refuse_a_minor(candidate, at=start)
    if Interview.objects.filter(candidate=candidate, status=InterviewStatus.BOOKED).exists():
        raise Refused("booked", _("You have a talk booked already."))
    for interviewer in _fewest_talks_first(free_talks(candidate, now=now, only_at=start).get(start, []), now):
        try:
            with transaction.atomic():
                return _book_with(interviewer, candidate, start, now)
        except Taken:
            continue
    raise Taken("taken", _("Somebody was a moment quicker. Here are the times that are free now."))


def _book_with(interviewer: Interviewer, candidate: Candidate, start: datetime, now: datetime) -> Interview:
    interview = Interview(
        candidate=candidate,
        interviewer=interviewer,
        starts_at=start,
        ends_at=start + LENGTH,
        time_zone=candidate.user.time_zone,
        booked_at=now,
    )
    commit_time(
        [interviewer.user_id, candidate.user_id],
        interview.starts_at,
        interview.ends_at,
        kind=CommitmentKind.INTERVIEW,
        subject=interview.public_id,
        now=now,
    )
    be_here(candidate, at=now)
    refuse_beyond_cap(interviewer, start)
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


def refuse_beyond_cap(
    interviewer: Interviewer, start: datetime, *, apart_from: Interview | None = None
) -> None:
    """The weekly cap, seven days around the start, counted under the interviewer's lock."""
    week = timedelta(days=3, hours=12)
    nearby = interviewer.interviews.exclude(status=InterviewStatus.CANCELLED)
    if apart_from is not None:
        nearby = nearby.exclude(pk=apart_from.pk)
    if (
        nearby.filter(starts_at__gt=start - week, starts_at__lt=start + week).count()
        >= interviewer.weekly_cap
    ):
        raise Taken("cap", _("This interviewer's week is full."))


def _fewest_talks_first(interviewers: list[Interviewer], now: datetime) -> list[Interviewer]:
    recent = Q(interviews__starts_at__gt=now - RECENT) & ~Q(interviews__status=InterviewStatus.CANCELLED)
    counted = Interviewer.objects.filter(pk__in=[interviewer.pk for interviewer in interviewers])
    talks = dict(counted.annotate(talks=Count("interviews", filter=recent)).values_list("pk", "talks"))
    return sorted(interviewers, key=lambda interviewer: (talks[interviewer.pk], interviewer.pk))


@transaction.atomic
def cancel(interview: Interview, *, actor: User, now: datetime) -> None:
    """Cancel a booked talk before it begins; both times are free again, and who did not do it hears of it."""
    if interview.starts_at <= now:
        raise Refused("begun", _("This talk has begun already."))
    INTERVIEW.move(interview, InterviewStatus.CANCELLED, actor=actor, at=now)
    release_time(interview.public_id)
    told = {"talk_to_rebook": interview.candidate.user, "talk_given_back": interview.interviewer.user}
    for kind, person in told.items():
        if person != actor:
            reference = {"interview": str(interview.public_id)}
            enqueue(
                kind, person, reference, key=f"{kind}:{interview.public_id}", expires_at=interview.starts_at
            )
