from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage, Standing
from candidates.models import Candidate
from core.accounts.predicates import is_program_staff
from core.queues import Queue, register_queue
from mentorship.enums import LIVE

register_queue(
    Queue(
        label=_("Candidates without a mentor"),
        help=_("On board, with neither a mentor nor a proposal."),
        url="/admin/mentorship/mentorship/add/",
        since="since",
        rows=lambda user, now: (
            Candidate.objects.visible_to(user)
            .filter(stage=Stage.COMMITTED, standing=Standing.ACTIVE)
            .exclude(mentorships__status__in=LIVE)
            .annotate(since=Max("stage_transitions__recorded_at"))
        ),
        permission=is_program_staff,
        area="state",
    )
)
