"""The way into Slack: queued when a candidate comes on board; by mail, or by hand where no invitation link is set."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from candidates.enums import Stage
from candidates.models import Candidate
from candidates.signals import stage_reached
from community.models import SlackMembership, SlackStatus
from core.outbox.services import enqueue


@receiver(stage_reached)
def queue_invitation(candidate: Candidate, stage: str, at: datetime, **_kwargs: Any) -> None:
    """R12: Slack opens with the candidate's agreement."""
    if stage != Stage.COMMITTED:
        return
    by_link = bool(settings.ORG_SLACK_INVITE_URL)
    SlackMembership.objects.get_or_create(
        candidate=candidate,
        defaults={
            "queued_at": at,
            "status": SlackStatus.INVITED if by_link else SlackStatus.TO_INVITE,
            "invited_at": at if by_link else None,
        },
    )
    enqueue("welcome_on_board", candidate.user, key=f"welcome_on_board:{candidate.public_id}")


def note_invited(memberships: Any, *, at: datetime) -> int:
    """Note that somebody invited these people by hand; return how many."""
    waiting = memberships.filter(status=SlackStatus.TO_INVITE)
    return int(waiting.update(status=SlackStatus.INVITED, invited_at=at))
