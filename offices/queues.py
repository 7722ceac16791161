"""What waits for those who keep the facts."""

from django.utils.translation import gettext_lazy as _

from core.queues import Queue, register_queue
from offices.enums import FactStatus
from offices.facts import keeps_facts
from offices.models import Fact, WantedOffice

register_queue(
    Queue(
        label=_("Facts to check"),
        help=_("What candidates were told about offices. It is shown to others once you confirm it."),
        url="/offices/research/",
        since="created_at",
        rows=lambda user, now: Fact.objects.filter(status=FactStatus.TOLD).exclude(told_by=user),
        permission=keeps_facts,
    )
)
register_queue(
    Queue(
        label=_("Offices that are missing"),
        help=_("Somebody looked for an office that is not listed. Find it, or add it, and name it there."),
        url="/offices/research/",
        since="asked_at",
        rows=lambda user, now: WantedOffice.objects.filter(closed_at=None),
        permission=keeps_facts,
    )
)
