"""Somebody in hiding whose one contact leaves: a colleague takes over, and the person is told and may choose anew."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.accounts.handover import Handover, register_handover
from core.accounts.models import User
from core.outbox.services import enqueue
from core.privacy import safety
from core.privacy.models import PrivacyChoices


def seen_by_them_alone(leaver: User, now: datetime) -> Any:
    return PrivacyChoices.objects.filter(contact=leaver, hidden_since__isnull=False)


def take_over_contact(leaver: User, to: User, actor: User, now: datetime) -> None:
    for choices in seen_by_them_alone(leaver, now).select_related("user").select_for_update(of=("self",)):
        choices.contact = to
        choices.save(update_fields=["contact"])
        key = f"contact_changed:{choices.user.public_id}:{now.isoformat()}"
        enqueue("contact_changed", choices.user, {"from": str(leaver.public_id)}, key=key)


def cannot_be_a_contact(leaver: User, to: User, now: datetime) -> Iterator[Any]:
    if not safety.contacts().filter(pk=to.pk).exists():
        yield _("%(name)s is not among those whom somebody in hiding may name.") % {"name": to}
    if seen_by_them_alone(leaver, now).filter(user=to).exists():
        yield _("%(name)s is in hiding, and cannot be their own contact.") % {"name": to}


register_handover(
    Handover(
        label=_("People in hiding, seen by nobody else"),
        then=_("are told that your colleague is their contact now, and may choose another"),
        held=seen_by_them_alone,
        hand_over=take_over_contact,
        clashes=cannot_be_a_contact,
    )
)
