"""Money under way, when a candidate falls silent."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from candidates.standing import register_still_with_us
from funding.enums import ApplicationStatus
from funding.models import FundingApplication


@register_still_with_us
def waiting_for_our_answer(now: datetime) -> Q:
    handed_in = FundingApplication.objects.filter(
        candidacy__candidate=OuterRef("pk"), status=ApplicationStatus.SUBMITTED
    )
    return Q(Exists(handed_in))
