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


class Audience(models.TextChoices):
    """For whom a kind of message is."""

    CANDIDATE = "candidate", _("candidates")
    INTERVIEWER = "interviewer", _("interviewers")
    MENTOR = "mentor", _("mentors")
    STAFF = "staff", _("staff")
    DONOR = "donor", _("donors")
    ANYBODY = "anybody", _("anybody")


class Topic(models.TextChoices):
    """What somebody can unsubscribe from, each by itself."""

    WELCOME = "welcome", _("The welcome mails of the first week")
    NUDGES = "nudges", _("Reminders of a next step that is up to you")
    NEWS = "news", _("News about offices and about what you told us")
    DIGEST = "digest", _("The daily and weekly reports for our staff")
    DONORS = "donors", _("The monthly letter to donors")


class Suppressed(models.TextChoices):
    """Why somebody gets nothing more, or nothing of a topic."""

    BOUNCED = "bounced", _("the address does not work")
    COMPLAINED = "complained", _("marked as spam")
    UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
    STOPPED = "stopped", _("answered STOP")


class Step(models.TextChoices):
    """What staff do to messages by hand."""

    CANCELLED = "cancelled", _("cancelled")
    ALL_CANCELLED = "all_cancelled", _("all that waited were cancelled")
    LEFT_OUT = "left_out", _("left out before it was written")
    RESENT = "resent", _("sent again")
