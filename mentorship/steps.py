"""What the candidate's own page says about the mentor."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage
from candidates.journey import TEAM, Step, register_steps
from candidates.models import Candidate
from candidates.pipeline import has_reached
from candidates.visibility import register_given
from core.accounts.models import User
from core.accounts.predicates import is_mentor
from mentorship.enums import MentorshipStatus
from mentorship.models import MentorshipTransition
from mentorship.services import live_mentorship


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
    found = live_mentorship(candidate)
    if found is None:
        yield Step(
            order=35,
            title=_("We are looking for your mentor"),
            waits_on_us=True,
            since=_without_since(candidate),
            who=TEAM,
        )
    elif found.status == MentorshipStatus.ACTIVE:
        for session in found.sessions.coming(now)[:1]:
            yield Step(
                order=36,
                title=_("A session with your mentor"),
                url=reverse("mentorship:session", args=[session.public_id]),
                button=_("See the session"),
                at=session.starts_at,
            )
    elif found.status == MentorshipStatus.PROPOSED and found.candidate_said_yes_at is None:
        yield Step(
            order=35,
            title=_("We have found a mentor for you"),
            text=_("See why we think that you two fit. It is free, and you can say no."),
            url=reverse("mentorship:home"),
            button=_("See the proposal"),
        )
    elif found.status == MentorshipStatus.PROPOSED:
        yield Step(
            order=35,
            title=_("You said yes; now it is your mentor's turn"),
            waits_on_us=True,
            since=found.candidate_said_yes_at,
            who=found.mentor.user.first_name or _("your mentor"),
        )


def _without_since(candidate: Candidate) -> datetime | None:
    """When the last mentor or proposal ended, else when the candidate came on board."""
    ended = MentorshipTransition.objects.filter(subject__candidate=candidate).order_by("-recorded_at")
    on_board = candidate.stage_transitions.filter(to_state=Stage.COMMITTED).values_list(
        Coalesce(Subquery(ended.values("recorded_at")[:1]), F("recorded_at")), flat=True
    )
    return on_board.first()
