"""What waits for program staff about races."""

from django.utils.translation import gettext_lazy as _

from candidates.enums import CandidacyStatus
from candidates.models import Candidacy, LikelyDuplicate
from core.accounts.predicates import is_program_staff
from core.queues import Queue, register_queue

register_queue(
    Queue(
        label=_("Ballot evidence to check"),
        help=_("Candidates who sent the link to an official list."),
        url="/admin/candidates/candidacy/?status__exact=planned&evidence_sent_at__isempty=0",
        since="evidence_sent_at",
        rows=lambda user, now: Candidacy.objects.visible_to(user).filter(
            status=CandidacyStatus.PLANNED, evidence_sent_at__isnull=False
        ),
        permission=is_program_staff,
        area="candidate__state",
    )
)
register_queue(
    Queue(
        label=_("Likely duplicates"),
        help=_("Two records that may be one person: compare them, and say which it is."),
        url="/admin/candidates/likelyduplicate/?answered=no",
        since="found_at",
        rows=lambda user, now: LikelyDuplicate.objects.visible_to(user).open(),
        permission=is_program_staff,
        area="first__state",
    )
)
