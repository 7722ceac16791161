"""What one's own page offers beside the path: telling us of a filing at any step, and what stays open."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage, Standing
from candidates.hand_over import reasons_for
from candidates.journey import Step, register_steps
from candidates.models import Candidate
from candidates.pipeline import has_reached


@register_steps
def filed_already(candidate: Candidate, now: datetime) -> Iterator[Step]:
    """A ballot fact can be told at any step; from on board on, the race itself is the next step."""
    if candidate.standing != Standing.ACTIVE or candidate.filed_on or has_reached(candidate, Stage.COMMITTED):
        return
    yield Step(
        order=80,
        title=_("Already filed, or on a ballot?"),
        text=_("Tell us at any time, whatever step you are on: dates do not wait for us."),
        url=reverse("candidates:enter_race"),
        button=_("Tell us about it"),
        open_to=True,
    )


@register_steps
def what_stays_open(candidate: Candidate, now: datetime) -> Iterator[Step]:
    """R1 and R3: told kindly, and never in the way of the next step."""
    if reasons_for(candidate, now=now):
        yield Step(
            order=90,
            title=_("Who else can help you"),
            text=_(
                "Some of our help has limits of age or office. See what stays open, and who takes over there."
            ),
            url=reverse("candidates:what_stays_open"),
            button=_("See what is open"),
            open_to=True,
        )
