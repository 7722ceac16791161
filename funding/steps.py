"""What the candidate's own page says about money."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates.candidacies import live_candidacies
from candidates.enums import CandidacyStatus
from candidates.journey import Step, register_steps
from candidates.models import Candidacy, Candidate
from funding.eligibility import opening_day
from funding.enums import ApplicationStatus
from funding.models import FundingApplication
from funding.policy import current_policy


@register_steps
def money(candidate: Candidate, now: datetime) -> Iterator[Step]:
    races = [race for race in live_candidacies(candidate) if race.status == CandidacyStatus.ON_BALLOT]
    applications = FundingApplication.objects.filter(candidacy__in=races).order_by("id")
    newest = {application.candidacy_id: application for application in applications}
    for candidacy in races:
        yield from _of_race(candidacy, newest.get(candidacy.pk), now)


def _of_race(candidacy: Candidacy, application: FundingApplication | None, now: datetime) -> Iterator[Step]:
    page = reverse("funding:race", args=[candidacy.public_id])
    if application is not None and application.status == ApplicationStatus.SUBMITTED:
        yield Step(
            order=50,
            title=_("We are looking at your application for funding"),
            url=page,
            button=_("See it"),
            waits_on_us=True,
            since=application.submitted_at,
            who=_("program staff"),
        )
    elif application is None or application.status == ApplicationStatus.DRAFT:
        assert candidacy.ballot_date is not None
        opens = opening_day(candidacy.ballot_date, wait_months=current_policy().wait_months)
        today = now.astimezone(ZoneInfo(candidacy.race.office.time_zone)).date()
        is_open = opens <= today or candidacy.special_election_override
        yield Step(
            order=50,
            title=_("Apply for funding")
            if is_open
            else _("Funding opens on %(day)s") % {"day": date_format(opens, "DATE_FORMAT")},
            text=_("Up to 15% of what such a race costs. You can prepare everything before it opens."),
            url=page,
            button=_("Go to my application"),
            due=candidacy.race.election.date if is_open else None,
        )
