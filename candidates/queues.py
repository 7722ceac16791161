"""What waits for program staff about people and their races."""

from django.utils.translation import gettext_lazy as _

from candidates.enums import CandidacyStatus
from candidates.models import Candidacy, HandOver, LikelyDuplicate, PromisedCall
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

register_queue(
    Queue(
        label=_("Already filed: to be called"),
        help=_("Promised within one working day; the list says by when."),
        url="/admin/candidates/promisedcall/?called_at__isempty=1",
        since="promised_at",
        rows=lambda user, now: PromisedCall.objects.visible_to(user).waiting(),
        permission=is_program_staff,
        area="candidate__state",
    )
)

register_queue(
    Queue(
        label=_("Introductions to partners"),
        help=_("People whom we cannot help all the way, and who agreed to be introduced."),
        url="/admin/candidates/handover/?passed_on_at__isempty=1&withdrawn_at__isempty=1",
        since="consented_at",
        rows=lambda user, now: HandOver.objects.visible_to(user).waiting(),
        permission=is_program_staff,
        area="candidate__state",
    )
)
