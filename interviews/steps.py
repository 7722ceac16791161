"""What the candidate's own page says about calls, talks and the decision."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage, Standing
from candidates.journey import Step, register_steps
from candidates.models import Candidate
from candidates.pipeline import has_reached
from candidates.visibility import register_given
from core.accounts.models import User
from core.accounts.predicates import is_interviewer
from interviews.enums import InterviewStatus, Outcome
from interviews.models import Decision, Interview, InterviewRequest, Registration, Scorecard


@register_given
def candidates_of_an_interviewer(user: User, prefix: str) -> Q | None:
    """An interviewer sees the candidates of the own talks, a host those of the own calls."""
    if not is_interviewer(user):
        return None
    return Q(**{f"{prefix}interviews__interviewer__user": user}) | Q(
        **{f"{prefix}registrations__call__host": user}
    )


@register_steps
def calls_and_talks(candidate: Candidate, now: datetime) -> Iterator[Step]:
    if candidate.standing in (Standing.DECLINED, Standing.WITHDRAWN):
        return
    request = InterviewRequest.objects.filter(candidate=candidate).first()
    if not has_reached(candidate, Stage.INTRODUCED) and request is None:
        yield from _intro_call(candidate, now)
    elif not has_reached(candidate, Stage.INTERVIEWED):
        yield from _talk(candidate, request, now)
    elif not has_reached(candidate, Stage.COMMITTED):
        yield from _decision(candidate)


def _intro_call(candidate: Candidate, now: datetime) -> Iterator[Step]:
    seats = Registration.objects.confirmed().filter(candidate=candidate).select_related("call")
    seat = seats.order_by("-call__starts_at").first()
    page = reverse("interviews:calls")
    if seat is None or seat.attended is False:
        yield Step(
            order=10,
            title=_("Join an intro call"),
            text=_("Forty-five minutes, in a group, by video or phone. You can just listen."),
            url=page,
            button=_("Choose a call"),
        )
    elif seat.call.ends_at > now:
        yield Step(
            order=10,
            title=_("Your intro call"),
            text=_("We will be there. Your camera can stay off."),
            url=page,
            button=_("See the call"),
            at=seat.call.starts_at,
        )
    else:
        yield Step(
            order=10,
            title=_("We are noting who came to your intro call"),
            waits_on_us=True,
            since=seat.call.ends_at,
            who=_("your host"),
        )


def _talk(candidate: Candidate, request: InterviewRequest | None, now: datetime) -> Iterator[Step]:
    talk = Interview.objects.filter(candidate=candidate, status=InterviewStatus.BOOKED).first()
    page = reverse("interviews:home")
    if talk is None:
        yield Step(
            order=20,
            title=_("Book your one-on-one talk") if request else _("Ask for your one-on-one talk"),
            text=_("Half an hour with a volunteer who knows campaigns. Nothing to prepare."),
            url=page,
            button=_("Find a time") if request else _("I'm serious: ask for my talk"),
        )
    elif talk.ends_at > now:
        yield Step(
            order=20,
            title=_("Your one-on-one talk"),
            text=_("Bring nothing but your questions."),
            url=page,
            button=_("See or cancel it"),
            at=talk.starts_at,
        )
    else:
        yield Step(
            order=20,
            title=_("Your interviewer is writing the notes from your talk"),
            waits_on_us=True,
            since=talk.ends_at,
            who=_("your interviewer"),
        )


def _decision(candidate: Candidate) -> Iterator[Step]:
    decision = Decision.objects.filter(interview__candidate=candidate).order_by("-decided_at").first()
    if decision is not None and decision.outcome == Outcome.ADVANCE:
        yield Step(
            order=30,
            title=_("We want you to run. Are you in?"),
            text=_("Your yes opens Slack, the training library and a mentor of your own. It costs nothing."),
            url=reverse("interviews:agree"),
            button=_("Yes, I'm in"),
            posts=True,
        )
        return
    notes = Scorecard.objects.filter(interview__candidate=candidate).order_by("-submitted_at").first()
    yield Step(
        order=30,
        title=_("We are deciding on the next step together")
        if decision is None
        else _("Not yet: we will talk again, and we write to you with the next step"),
        waits_on_us=True,
        since=decision.decided_at if decision else (notes.submitted_at if notes else None),
        who=_("program staff"),
    )
