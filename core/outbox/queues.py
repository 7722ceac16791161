"""What waits for program staff about messages."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core.accounts.predicates import is_program_staff
from core.outbox.enums import Status
from core.outbox.models import OutgoingMessage
from core.queues import Queue, register_queue

# What failed earlier is on the page of messages; nothing more becomes of it.
LATELY = timedelta(days=7)

register_queue(
    Queue(
        label=_("Messages that failed"),
        help=_("In the last seven days. Their page says why, and sends them again."),
        url="/staff/messages/?status=failed",
        since="created_at",
        rows=lambda user, now: OutgoingMessage.objects.filter(
            status=Status.FAILED, created_at__gt=now - LATELY
        ),
        permission=is_program_staff,
    )
)
