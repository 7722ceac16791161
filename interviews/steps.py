"""What the candidate's own page says about calls, talks and the decision."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.ages import OF_AGE, age_on, birthday_in
from candidates.enums import Stage
from candidates.journey import TEAM, Step, register_steps
from candidates.models import Candidate
from candidates.pipeline import has_reached
from candidates.visibility import register_given
from core.accounts.models import User
from core.accounts.predicates import is_interviewer
from interviews.enums import InterviewStatus, Outcome, RegistrationStatus
from interviews.models import Interview, InterviewRequest, Registration
from interviews.talks import is_waiting_for_us, latest_talk, seats_of


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
    if has_reached(candidate, Stage.COMMITTED):
        return
    talk = latest_talk(candidate)
    if talk is not None and (talk.status == InterviewStatus.BOOKED or is_waiting_for_us(talk)):
        yield _under_way(talk, now)
    elif talk is not None:
        yield _decided(talk)
    else:
        yield from _before_the_talk(candidate, now)


def _before_the_talk(candidate: Candidate, now: datetime) -> Iterator[Step]:
    request = InterviewRequest.objects.filter(candidate=candidate).first()
    if request is not None:
        yield _find_a_time(_("Book your one-on-one talk"))
    elif not has_reached(candidate, Stage.INTRODUCED):
        yield _intro_call(candidate, now)
    elif age_on(_today(candidate, now), candidate.date_of_birth) < OF_AGE:
        yield Step(
            order=20,
            title=_("One-on-one talks open on your 18th birthday"),
            text=_("Until then, the group calls and the public lessons are open to you."),
            url=reverse("interviews:calls"),
            button=_("See the next calls"),
            starts=birthday_in(candidate.date_of_birth.year + OF_AGE, candidate.date_of_birth),
        )
    else:
        yield Step(
            order=20,
            title=_("Ask for your one-on-one talk"),
            text=_("Half an hour with a volunteer who knows campaigns. Nothing to prepare."),
            url=reverse("interviews:home"),
            button=_("I'm serious: ask for my talk"),
        )


def _today(candidate: Candidate, now: datetime) -> date:
    return now.astimezone(ZoneInfo(candidate.user.time_zone)).date()


def _find_a_time(title: object) -> Step:
    return Step(
        order=20,
        title=title,
        text=_("Half an hour with a volunteer who knows campaigns. Nothing to prepare."),
        url=reverse("interviews:home"),
        button=_("Find a time"),
    )


def _intro_call(candidate: Candidate, now: datetime) -> Step:
    page = reverse("interviews:calls")
    offer = next((seat for seat in seats_of(candidate) if is_offered(seat, now)), None)
    if offer is not None and offer.offer_expires_at is not None:
        zone = ZoneInfo(candidate.user.time_zone)
        return Step(
            order=10,
            title=_("A seat is free for you in an intro call"),
            text=_("We hold it for a while; then it goes to whoever comes next."),
            url=page,
            button=_("Take the seat"),
            at=offer.call.starts_at,
            due=offer.offer_expires_at.astimezone(zone).date(),
        )
    seat = next((seat for seat in seats_of(candidate) if seat.status == RegistrationStatus.CONFIRMED), None)
    if seat is None or seat.attended is False:
        return Step(
            order=10,
            title=_("Join an intro call") if seat is None else _("We missed you: choose another intro call"),
            text=_("Forty-five minutes, in a group, by video or phone. You can just listen."),
            url=page,
            button=_("Choose a call"),
        )
    if seat.call.ends_at > now:
        return Step(
            order=10,
            title=_("Your intro call"),
            text=_("We will be there. Your camera can stay off."),
            url=page,
            button=_("See the call"),
            at=seat.call.starts_at,
        )
    return Step(
        order=10,
        title=_("We are noting who came to your intro call"),
        waits_on_us=True,
        since=seat.call.ends_at,
        who=seat.call.host.first_name or _("your host"),
    )


def is_offered(seat: Registration, now: datetime) -> bool:
    return (
        seat.status == RegistrationStatus.OFFERED
        and seat.offer_expires_at is not None
        and seat.offer_expires_at > now
    )


def _under_way(talk: Interview, now: datetime) -> Step:
    if talk.status == InterviewStatus.BOOKED and talk.ends_at > now:
        return Step(
            order=20,
            title=_("Your one-on-one talk"),
            text=_("Bring nothing but your questions."),
            url=reverse("interviews:home"),
            button=_("See or cancel it"),
            at=talk.starts_at,
        )
    if talk.status == InterviewStatus.BOOKED:
        return Step(
            order=20,
            title=_("Your interviewer is writing the notes from your talk"),
            waits_on_us=True,
            since=talk.ends_at,
            who=talk.interviewer.user.first_name or _("your interviewer"),
        )
    return Step(
        order=30,
        title=_("We are deciding on the next step together"),
        waits_on_us=True,
        since=talk.scorecard.submitted_at,
        who=TEAM,
    )


def _decided(talk: Interview) -> Step:
    if talk.decision.outcome == Outcome.ADVANCE:
        return Step(
            order=30,
            title=_("We want you to run. Are you in?"),
            text=_("Your yes opens Slack, the training library and a mentor of your own. It costs nothing."),
            url=reverse("interviews:agree"),
            button=_("Yes, I'm in"),
            posts=True,
        )
    if talk.decision.outcome == Outcome.HOLD:
        return _find_a_time(_("Not yet: let us talk again. Choose a time when you are ready"))
    return _find_a_time(_("Let us talk again: choose a time"))
