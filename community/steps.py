"""What the candidate's own page says about Slack."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
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
    slack = SlackMembership.objects.filter(candidate=candidate).first()
    if slack is not None and slack.status == SlackStatus.TO_ACCEPT:
        yield Step(
            order=53,
            title=_("Come into our Slack"),
            text=_("It is where candidates help each other. First read our code of conduct: five minutes."),
            url=reverse("slack:home"),
            button=_("Read the code of conduct"),
        )
    elif slack is not None and slack.status == SlackStatus.TO_INVITE:
        yield Step(
            order=81,
            title=_("Your invitation to Slack"),
            waits_on_us=True,
            since=slack.queued_at,
            who=TEAM,
        )
