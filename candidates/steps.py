"""What the candidate's own page says about going on together, the address, age and the races."""

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates.ages import is_under
from candidates.candidacies import races_of
from candidates.enums import LIVE, CandidacyStatus, Stage, Standing
from candidates.journey import TEAM, Step, register_steps
from candidates.models import Candidacy, Candidate
from candidates.not_now import reason_of
from candidates.pipeline import has_reached


@register_steps
def going_on_together(candidate: Candidate, now: datetime) -> Iterator[Step]:
    today = now.astimezone(ZoneInfo(candidate.user.time_zone)).date()
    may_return = candidate.reapply_from is not None and candidate.reapply_from <= min(today, now.date())
    if candidate.standing == Standing.DORMANT:
        yield _back(
            _("You are taking a break"),
            _("We are quiet until you come back. Everything you reached is kept."),
        )
    elif candidate.standing == Standing.WITHDRAWN:
        yield _back(
            _("You have left"),
            _("We do not write to you any more. If you come back, you are where you were."),
        )
    elif candidate.standing == Standing.DECLINED and may_return:
        yield _back(
            _("You can come back now"), _("The day that we named has come. What you reached is kept.")
        )
    elif candidate.standing == Standing.DECLINED:
        refusal = candidate.standing_transitions.filter(to_state=Standing.DECLINED).last()
        reason = reason_of(refusal.reason if refusal else "")
        yield Step(order=0, title=reason.step, url=reason.url, button=reason.button, of_standing=True)


def _back(title: object, text: object) -> Step:
    return Step(
        order=0,
        title=title,
        text=text,
        url=reverse("candidates:come_back"),
        button=_("I’m back"),
        posts=True,
        of_standing=True,
    )


@register_steps
def address(candidate: Candidate, now: datetime) -> Iterator[Step]:
    if candidate.verified_at is None:
        yield Step(
            order=5,
            title=_("Confirm your e-mail address"),
            text=_("Open the link in the mail that we sent when you signed up, or have a new one sent."),
            url=reverse("account_email"),
            button=_("Send me a new mail"),
        )


@register_steps
def promised_call(candidate: Candidate, now: datetime) -> Iterator[Step]:
    """Whoever has filed was promised a call, and sees by when; without a number, how to give one."""
    call = candidate.promised_calls.waiting().first() if candidate.filed_on is not None else None
    if call is None:
        return
    due = timezone.localtime(call.due_at, ZoneInfo(candidate.user.time_zone))
    moment = date_format(due, "NEAR_MOMENT_ZONE_FORMAT")
    if call.due_at < now:
        text = _("It was due by %(moment)s. We are sorry to be late.") % {"moment": moment}
    elif candidate.phone:
        text = _("By %(moment)s, since you have filed already.") % {"moment": moment}
    else:
        text = _("By %(moment)s. We have no number of yours: until you give one, we write to you.") % {
            "moment": moment
        }
    yield Step(
        order=6,
        title=_("A person calls you"),
        text=text,
        url="" if candidate.phone else reverse("candidates:details"),
        button=_("Give a phone number"),
        waits_on_us=True,
        since=call.promised_at,
        who=TEAM,
    )


@register_steps
def races(candidate: Candidate, now: datetime) -> Iterator[Step]:
    entered = races_of(candidate)
    ahead = [candidacy for candidacy in entered if candidacy.status in LIVE and not _is_over(candidacy, now)]
    yield from _age(candidate, ahead, now)
    for candidacy in entered:
        if candidacy.status in LIVE:
            yield from _of_race(candidacy, now)
    if not ahead and (has_reached(candidate, Stage.COMMITTED) or candidate.filed_on):
        has_run = any(candidacy.status != CandidacyStatus.PLANNED for candidacy in entered)
        yield Step(
            order=40,
            title=_("Run again") if has_run else _("Choose your race"),
            text=_("Tell us the office and the election day, and we will count down with you."),
            url=reverse("candidates:enter_race"),
            button=_("Choose your race"),
            open_to=has_run,
        )


def _is_over(candidacy: Candidacy, now: datetime) -> bool:
    """Whether election day has passed where the office is."""
    return bool(
        candidacy.race.election.date < now.astimezone(ZoneInfo(candidacy.race.office.time_zone)).date()
    )


def _of_race(candidacy: Candidacy, now: datetime) -> Iterator[Step]:
    page = reverse("candidates:evidence", args=[candidacy.public_id])
    if _is_over(candidacy, now):
        yield Step(
            order=42,
            title=_("We are confirming how your election went"),
            text=candidacy.race.office.name,
            waits_on_us=True,
            since=_midnight_after(candidacy),
            who=TEAM,
        )
    elif candidacy.status == CandidacyStatus.PLANNED and candidacy.evidence_sent_at is None:
        yield Step(
            order=41,
            title=_("Show us that you are on the ballot"),
            text=_("Once the official list shows your name, send us the link. Funding counts from that day."),
            url=page,
            button=_("Send the link"),
            due=candidacy.race.election.date,
        )
    elif candidacy.status == CandidacyStatus.PLANNED:
        yield Step(
            order=41,
            title=_("We are checking the official list"),
            text=str(candidacy.race),
            url=page,
            button=_("Correct the link"),
            waits_on_us=True,
            since=candidacy.evidence_sent_at,
            who=TEAM,
        )


def _midnight_after(candidacy: Candidacy) -> datetime:
    zone = ZoneInfo(candidacy.race.office.time_zone)
    return datetime.combine(candidacy.race.election.date, time.max, tzinfo=zone)


def _age(candidate: Candidate, ahead: list[Candidacy], now: datetime) -> Iterator[Step]:
    """R1: said kindly, and once; it blocks nothing but funding."""
    day: date = ahead[0].race.election.date if ahead else now.date()
    limit = settings.PROGRAM_AGE_LIMIT
    if not is_under(limit, born=candidate.date_of_birth, on=day):
        yield Step(
            order=95,
            title=_("Our funding is for people under %(limit)s") % {"limit": limit},
            text=_(
                "On the day that counts you will be older. Calls, talks, lessons and mentors are open to you."
            ),
            url=reverse("offices:list"),
            button=_("What could I run for?"),
            open_to=True,
        )
