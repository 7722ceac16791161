"""What the candidate's own page says about the mentor."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage
from candidates.journey import Step, register_steps
from candidates.models import Candidate
from candidates.pipeline import has_reached
from candidates.visibility import register_given
from core.accounts.models import User
from core.accounts.predicates import is_mentor
from mentorship.enums import MentorshipStatus
from mentorship.models import Mentorship


@register_given
def candidates_of_a_mentor(user: User, prefix: str) -> Q | None:
    """A mentor sees the candidates of active mentorships."""
    if not is_mentor(user):
        return None
    path = f"{prefix}mentorships"
    return Q(**{f"{path}__mentor__user": user, f"{path}__status": MentorshipStatus.ACTIVE})


@register_steps
def mentor(candidate: Candidate, now: datetime) -> Iterator[Step]:
    if not has_reached(candidate, Stage.COMMITTED):
        return
    found = Mentorship.objects.live().filter(candidate=candidate).select_related("mentor__user").first()
    page = reverse("mentorship:home")
    if found is None:
        yield Step(
            order=35, title=_("We are looking for your mentor"), waits_on_us=True, who=_("program staff")
        )
    elif found.status == MentorshipStatus.ACTIVE:
        yield Step(
            order=82,
            title=_("Your mentor: %(name)s") % {"name": found.mentor},
            url=page,
            button=_("How to reach your mentor"),
            open_to=True,
        )
    elif found.candidate_said_yes_at is None:
        yield Step(
            order=35,
            title=_("We have found a mentor for you"),
            text=_("See why we think that you two fit. It is free, and you can say no."),
            url=page,
            button=_("See the proposal"),
        )
    else:
        yield Step(
            order=35,
            title=_("You said yes; now it is your mentor's turn"),
            waits_on_us=True,
            since=found.candidate_said_yes_at,
            who=_("your mentor"),
        )
