"""What a message about offices could be about: what somebody asked about or looked for."""

from core.outbox.desk.samples import newest, register_sample
from offices.models import Fact, ResearchRequest, WantedOffice

register_sample("wanted", newest(WantedOffice, "asked_by"))
register_sample("fact", newest(Fact, "told_by"))
register_sample(
    "office",
    lambda person: (
        ResearchRequest.objects.filter(asked_by=person)
        .order_by("-pk")
        .values_list("office__public_id", flat=True)
    ),
)
