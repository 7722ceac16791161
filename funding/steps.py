"""What the candidate's own page says about money."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates.candidacies import live_candidacies, races_of
from candidates.enums import CandidacyStatus
from candidates.journey import TEAM, Step, register_steps
from candidates.models import Candidacy, Candidate
from candidates.not_now import reason_of
from funding.eligibility import opening_day
from funding.enums import ApplicationStatus, AwardStatus
from funding.models import Award, FundingApplication
from funding.policy import current_policy
from funding.reports import due_on, owes_report


@dataclass(frozen=True)
class Race:
    """A race with the newest application of it; `unpaid_since` is when an award was approved that is not all paid."""

    candidacy: Candidacy
    application: FundingApplication | None
    unpaid_since: datetime | None

    @property
    def page(self) -> str:
        return reverse("funding:race", args=[self.candidacy.public_id])


@register_steps
def money(candidate: Candidate, now: datetime) -> Iterator[Step]:
    on_ballot = [race for race in live_candidacies(candidate) if race.status == CandidacyStatus.ON_BALLOT]
    unpaid = Award.objects.filter(
        application=OuterRef("pk"), status=AwardStatus.APPROVED, paid__lt=F("amount")
    )
    applications = FundingApplication.objects.filter(candidacy__in=on_ballot).order_by("id")
    newest = {
        application.candidacy_id: application
        for application in applications.annotate(unpaid_since=Subquery(unpaid.values("approved_at")[:1]))
    }
    for candidacy in on_ballot:
        application = newest.get(candidacy.pk)
        yield from _of_race(Race(candidacy, application, getattr(application, "unpaid_since", None)), now)


def _of_race(race: Race, now: datetime) -> Iterator[Step]:
    application = race.application
    if application is None or application.status == ApplicationStatus.DRAFT:
        yield from _to_apply(race, now)
    elif application.status == ApplicationStatus.RETURNED:
        yield Step(
            order=50,
            title=_("Your application needs one more thing"),
            text=application.wanted,
            url=race.page,
            button=_("Go to my application"),
            due=race.candidacy.race.election.date,
        )
    elif application.status == ApplicationStatus.SUBMITTED:
        yield Step(
            order=50,
            title=_("We are looking at your application for funding"),
            url=race.page,
            button=_("See it"),
            waits_on_us=True,
            since=application.submitted_at,
            who=TEAM,
        )
    elif application.status == ApplicationStatus.DECLINED:
        yield _not_now(race, application)
    elif race.unpaid_since is not None:
        yield Step(
            order=51,
            title=_("We are preparing the payment of your award"),
            url=race.page,
            button=_("See it"),
            waits_on_us=True,
            since=race.unpaid_since,
            who=_("our finance team"),
        )


def _to_apply(race: Race, now: datetime) -> Iterator[Step]:
    candidacy = race.candidacy
    assert candidacy.ballot_date is not None
    policy = current_policy()
    opens = opening_day(candidacy.ballot_date, wait_months=policy.wait_months)
    today = now.astimezone(ZoneInfo(candidacy.race.office.time_zone)).date()
    if candidacy.race.election.date < today:
        return
    is_open = opens <= today or candidacy.special_election_override
    is_begun = race.application is not None
    title = _("Hand in your application for funding") if is_begun else _("Apply for funding")
    yield Step(
        order=50,
        title=title
        if is_open or is_begun
        else _("Funding opens on %(day)s") % {"day": date_format(opens, "DATE_FORMAT")},
        text=_("Up to %(share)s of what such a race costs. You can hand everything in before it opens.")
        % {"share": f"{policy.percent}%"},
        url=race.page,
        button=_("Go to my application"),
        due=candidacy.race.election.date if is_open else None,
    )


def _not_now(race: Race, application: FundingApplication) -> Step:
    refusal = application.transitions.filter(to_state=ApplicationStatus.DECLINED).last()
    reason = reason_of(refusal.reason if refusal else "")
    return Step(
        order=52,
        title=_("Funding: not now"),
        text=f"{reason.why} {reason.change}",
        url=race.page,
        button=_("See what would change it"),
        open_to=True,
    )


@register_steps
def report(candidate: Candidate, now: datetime) -> Iterator[Step]:
    for race in races_of(candidate):
        if owes_report(race, today=now.astimezone(ZoneInfo(race.race.office.time_zone)).date()):
            yield Step(
                order=49,
                title=_("Report what our money did"),
                text=_("Two numbers and a few lines. A lost race is reported just like a won one."),
                url=reverse("funding:report", args=[race.public_id]),
                button=_("Write my report"),
                due=due_on(race),
            )
