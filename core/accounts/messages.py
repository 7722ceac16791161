"""The kinds of message about working here."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.outbox.enums import Audience, Lane
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register


def _colleague(message: OutgoingMessage) -> dict[str, Any]:
    public_id = message.context.get("to") or message.context.get("from")
    colleague = User.objects.filter(public_id=public_id).first()
    if colleague is None:
        raise NoLongerWanted("colleague_gone")
    return {"colleague": colleague, "page": reverse("ops:staff")}


for code, label, anchor in (
    ("off_boarded", _("Your access has ended"), "somebody no longer works here"),
    (
        "handed_over",
        _("A colleague’s work is yours now"),
        "somebody no longer works here, to whoever takes over their work",
    ),
):
    register(
        Kind(
            code,
            Lane.TRANSACTIONAL,
            label,
            _colleague,
            audience=Audience.STAFF,
            anchor=anchor,
            dropped="the colleague is gone",
        )
    )
