"""The kinds of message about money."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy
from core.outbox.enums import Lane
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register
from funding.models import Award, FundingApplication, Payment


def _one(model: Any, message: OutgoingMessage, name: str) -> dict[str, Any]:
    found = model.objects.filter(public_id=message.context[name]).first()
    if found is None:
        raise NoLongerWanted(f"{name}_gone")
    return {name: found, "page": reverse("funding:home")}


register(
    Kind(
        "funding_open",
        Lane.TRANSACTIONAL,
        _("Funding is open"),
        lambda message: _one(Candidacy, message, "candidacy"),
    )
)
register(
    Kind(
        "application_received",
        Lane.TRANSACTIONAL,
        _("Your application for funding"),
        lambda message: _one(FundingApplication, message, "application"),
    )
)
register(
    Kind("award_approved", Lane.TRANSACTIONAL, _("Your award"), lambda message: _one(Award, message, "award"))
)
register(
    Kind(
        "payment_made",
        Lane.TRANSACTIONAL,
        _("A payment to your committee"),
        lambda message: _one(Payment, message, "payment"),
    )
)
