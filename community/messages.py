"""The kinds of message about the community."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from community.models import SlackStatus
from community.seats import INVITE, REMOVE
from core.outbox.enums import Audience, Channel, Lane
from core.outbox.in_hand import referred
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register

register(
    Kind(
        "leave_slack",
        Lane.TRANSACTIONAL,
        _("Somebody to take out of Slack"),
        secret=True,
        audience=Audience.STAFF,
        anchor="somebody who may be in Slack is erased",
    )
)
register(
    Kind(
        "welcome_on_board",
        Lane.TRANSACTIONAL,
        _("Welcome on board"),
        lambda message: {"slack": reverse("slack:home"), "page": reverse("community:training")},
        audience=Audience.CANDIDATE,
        anchor="the candidate agrees to come on board",
    )
)


def about_invitation(message: OutgoingMessage) -> dict[str, Any]:
    """The link, for whoever is still to come in by it."""
    candidate = referred(message, "candidate", Candidate.objects.select_related("slack"))
    membership = getattr(candidate, "slack", None)
    if membership is None or membership.status != SlackStatus.INVITED:
        raise NoLongerWanted("not_waited_for")
    return {
        "link": settings.ORG_SLACK_INVITE_URL,
        "page": reverse("slack:home"),
        "invited_at": membership.invited_at,
    }


register(
    Kind(
        "slack_invitation",
        Lane.TRANSACTIONAL,
        _("Invitation to Slack"),
        about_invitation,
        audience=Audience.CANDIDATE,
        anchor="the candidate agrees to the code of conduct, or asks for it again",
        dropped="the candidate has joined, or is not with us any more",
    )
)
register(
    Kind(
        "slack_nudge",
        Lane.BULK,
        _("Still to come into Slack"),
        about_invitation,
        audience=Audience.CANDIDATE,
        anchor="the first invitation to Slack",
        dropped="the candidate has joined, or is not with us any more",
    )
)
for code, label, anchor, dropped in (
    (INVITE, _("Into a Slack channel"), "a member belongs in a channel", "they are to be taken out again"),
    (REMOVE, _("Out of a Slack channel"), "a member is not with us any more", "they are back"),
):
    register(
        Kind(
            code,
            Lane.TRANSACTIONAL,
            label,
            audience=Audience.STAFF,
            channels=(Channel.SLACK,),
            anchor=anchor,
            dropped=dropped,
        )
    )
