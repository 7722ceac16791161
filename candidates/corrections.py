"""Somebody who has just signed up mistyped the address, or the mail has not come.

A correction is a sign-up of its own, absorbed by the same worker. It takes the place of the first one only while
nobody has shown that they read the first address; from then on the two have nothing to do with each other.
"""

from datetime import datetime
from uuid import UUID

from candidates.enums import IntakeStatus
from candidates.intake import receive
from candidates.models import Intake
from candidates.superseding import MAIL_OF
from core.outbox.models import OutgoingMessage
from core.outbox.services import enqueue


def send_again(intake: Intake) -> None:
    """Mail the link of `intake` once more, to whoever owns the address. Nothing happens once the link was used."""
    kind = MAIL_OF.get(IntakeStatus(intake.status))
    if kind is None or intake.user is None or intake.link_used_at is not None:
        return
    prefix = f"{kind}:{intake.public_id}"
    sent = OutgoingMessage.objects.filter(key__startswith=prefix).count()
    enqueue(kind, intake.user, {"intake": str(intake.public_id)}, key=f"{prefix}:{sent + 1}")


def correct_address(intake: Intake, email: str, *, form_key: UUID, now: datetime) -> Intake:
    """Receive the same sign-up again, for the address `email`."""
    payload = intake.payload | {"email": email, "corrects": str(intake.public_id)}
    return receive(payload, form_key=form_key, source=intake.source, now=now)
