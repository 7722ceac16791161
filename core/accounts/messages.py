"""The kinds of message about working here."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.outbox.enums import Lane
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register


def _colleague(message: OutgoingMessage) -> dict[str, Any]:
    public_id = message.context.get("to") or message.context.get("from")
    colleague = User.objects.filter(public_id=public_id).first()
    if colleague is None:
        raise NoLongerWanted("colleague_gone")
    return {"colleague": colleague, "page": reverse("ops:staff")}


register(Kind("off_boarded", Lane.TRANSACTIONAL, _("Your access has ended"), _colleague))
register(Kind("handed_over", Lane.TRANSACTIONAL, _("A colleague’s work is yours now"), _colleague))
