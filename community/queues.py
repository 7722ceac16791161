from django.utils.translation import gettext_lazy as _

from community.models import SlackMembership, SlackStatus
from core.accounts.predicates import is_program_staff
from core.queues import Queue, register_queue

register_queue(
    Queue(
        label=_("Slack invitations"),
        help=_("Candidates on board who wait for their invitation."),
        url="/admin/community/slackmembership/?status__exact=to_invite",
        since="queued_at",
        rows=lambda user, now: SlackMembership.objects.filter(status=SlackStatus.TO_INVITE),
        permission=is_program_staff,
        area="candidate__state",
    )
)
