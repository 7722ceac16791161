"""What the candidate's own page says about the library."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage
from candidates.journey import TEAM, Step, register_steps
from candidates.models import Candidate
from candidates.pipeline import has_reached
from community.models import SlackMembership, SlackStatus


@register_steps
def library_and_slack(candidate: Candidate, now: datetime) -> Iterator[Step]:
    if not has_reached(candidate, Stage.COMMITTED):
        return
    slack = SlackMembership.objects.filter(candidate=candidate, status=SlackStatus.TO_INVITE).first()
    if slack is not None:
        yield Step(
            order=81,
            title=_("Your invitation to Slack"),
            waits_on_us=True,
            since=slack.queued_at,
            who=TEAM,
        )
