"""The last look at a batch before each of its messages leaves: who wants no more, and what somebody holds back.

A batch takes as long as its mail server pleases. What was asked more than two seconds ago is asked again, so that an
unsubscription or a hold counts at once and not with the next batch.
"""

from collections.abc import Sequence
from time import monotonic

from core.outbox.enums import Lane
from core.outbox.models import Hold, OutgoingMessage
from core.outbox.quiet import reasons_for_quiet
from core.outbox.suppression import reasons_for_suppression

FRESH_SECONDS = 2.0


class LastLook:
    """What is known of `messages`, which have just been claimed: none of them was held back then."""

    def __init__(self, messages: Sequence[OutgoingMessage]) -> None:
        self._messages = messages
        self._held: set[str] = set()
        self._ask()

    def why_not(self, message: OutgoingMessage) -> str:
        """Return the code of why `message` must not leave at all, or nothing."""
        self._refresh()
        return self._reasons.get(message.pk, "")

    def is_held(self, message: OutgoingMessage) -> bool:
        """Return whether somebody holds `message` back for now."""
        self._refresh()
        return message.kind in self._held or ("" in self._held and message.lane != Lane.SECURITY)

    def _refresh(self) -> None:
        if monotonic() - self._asked_at > FRESH_SECONDS:
            self._ask()
            self._held = set(Hold.objects.values_list("kind", flat=True))

    def _ask(self) -> None:
        self._reasons = reasons_for_quiet(self._messages) | reasons_for_suppression(self._messages)
        self._asked_at = monotonic()
