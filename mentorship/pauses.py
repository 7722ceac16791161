"""A mentor's place, when a candidate leaves or falls silent."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.dispatch import receiver

from candidates.models import Candidate
from candidates.signals import candidate_left
from candidates.standing import register_still_with_us
from mentorship.enums import MentorshipStatus
from mentorship.models import Mentorship
from mentorship.services import end, say_no


@receiver(candidate_left)
def free_the_mentors_place(candidate: Candidate, at: datetime, **_kwargs: Any) -> None:
    for mentorship in Mentorship.objects.live().filter(candidate=candidate):
        finish = end if mentorship.status == MentorshipStatus.ACTIVE else say_no
        finish(mentorship, actor=candidate.user, at=at)


@register_still_with_us
def accompanied(now: datetime) -> Q:
    """Whoever has a mentor speaks to the mentor, not to us."""
    return Q(Exists(Mentorship.objects.live().filter(candidate=OuterRef("pk"))))
