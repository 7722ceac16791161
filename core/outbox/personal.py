"""What the outbox holds of a person: to whom, about what, and for a moment a sealed text."""

from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from core.outbox.enums import Status
from core.privacy.registry import Fate, Identity, holds, impersonal


def _sent_to(prefix: str = "") -> Any:
    def condition(who: Identity) -> Q:
        addressed = Q()
        for address in who.addresses:
            addressed |= Q(**{f"{prefix}to_address__iexact": address})
        return addressed

    return condition


holds("outbox.SealedBody", "message__recipient", Fate.DELETES, also=_sent_to("message__"))
holds(
    "outbox.OutgoingMessage",
    "recipient",
    Fate.BLANKS,
    title=_("Messages we sent you"),
    shows=("kind", "channel", "to_address", "language", "status", "created_at", "sent_at"),
    also=_sent_to(),
    blanks={
        "to_address": "",
        "context": {},
        "key": Concat(Value("erased:"), Cast(F("public_id"), CharField())),
        "status": Case(When(status=Status.DUE, then=Value(Status.CANCELLED.value)), default=F("status")),
        "language": "en",
    },
    keeps=("kind", "failure"),
)
holds("outbox.Hold", "held_by", Fate.BLANKS, blanks={"held_by": None}, keeps=("kind", "reason"))
impersonal(
    "keyed hashes: whoever wanted nothing more gets nothing after an erasure either", "outbox.Suppression"
)
impersonal("digests of what providers told us", "outbox.ProviderEvent")
holds("outbox.Intervention", "actor", Fate.KEEPS, keeps=("step", "kind"))
