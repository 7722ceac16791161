from django.db import models
from django.utils.translation import gettext_lazy as _


class Lane(models.TextChoices):
    """Most urgent first: a sign-in code never waits behind a reminder."""

    SECURITY = "security", _("security")
    TRANSACTIONAL = "transactional", _("transactional")
    BULK = "bulk", _("bulk")


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")
    TEXT = "text", _("text message")
    SLACK = "slack", _("Slack")


class Status(models.TextChoices):
    DUE = "due", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")
    EXPIRED = "expired", _("no longer worth sending")
