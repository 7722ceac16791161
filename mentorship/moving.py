"""What of mentorships moves when two records are made one, and what stands in the way."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from candidates.models import Candidate
from candidates.movers import Mover, register_mover, register_obstacle
from mentorship.enums import LIVE
from mentorship.models import Mentor, Mentorship

register_mover(Mover(Mentorship, "candidate"))


@register_obstacle
def mentors_of_both(kept: Candidate, other: Candidate, now: datetime) -> Iterator[str]:
    live = Mentorship.objects.filter(candidate__in=[kept, other], status__in=LIVE)
    if live.values("candidate").distinct().count() > 1:
        yield _("Both have a mentor or a proposal: end one of the two first.")
    if Mentor.objects.filter(user=other.user_id).exists():
        yield _("%(name)s is a mentor: keep that record.") % {"name": other}
    pair = Q(candidate=kept, mentor__user=other.user_id) | Q(candidate=other, mentor__user=kept.user_id)
    if Mentorship.objects.filter(pair).exists():
        yield _("One of the two is or was the mentor of the other: they cannot be one person.")
