"""The kinds of message about the community."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.outbox.enums import Audience, Lane
from core.outbox.registry import Kind, register

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
        lambda message: {"slack": settings.ORG_SLACK_INVITE_URL, "page": reverse("community:training")},
        audience=Audience.CANDIDATE,
        anchor="the candidate agrees to come on board",
    )
)
