"""Every message that leaves the system is a row here first, written in the transaction that caused it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.audit.append_only import append_only
from core.audit.tracking import track
from core.outbox.enums import Channel, Lane, Status, Step, Suppressed, Topic
from core.outbox.registry import kind_of


class OutgoingMessage(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=64)
    lane = models.CharField(_("lane"), max_length=16, choices=Lane)
    channel = models.CharField(_("channel"), max_length=16, choices=Channel, default=Channel.EMAIL)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recipient"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="messages",
    )
    to_address = models.CharField(_("address"), max_length=254)
    language = models.CharField(_("language"), max_length=8, default="en")
    context = models.JSONField(_("references"), default=dict)
    key = models.CharField(_("unique key"), max_length=200, unique=True)
    not_before = models.DateTimeField(_("not before"), default=clock.now)
    expires_at = models.DateTimeField(_("worth sending until"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.DUE)
    claimed_by = models.IntegerField(_("sender"), null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failure = models.CharField(_("failure"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("written"), default=clock.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ["-id"]
        indexes = [
            models.Index(F("lane"), F("not_before"), name="outbox_due", condition=Q(status="due")),
            models.Index(F("claimed_by"), name="outbox_claimed", condition=Q(status="sending")),
            models.Index(F("kind"), name="outbox_failed", condition=Q(status="failed")),
            # What staff leaf through: everything, one kind, and the few that were not simply sent.
            models.Index(F("created_at"), F("id"), name="outbox_written"),
            models.Index(F("kind"), F("created_at"), F("id"), name="outbox_written_by_kind"),
            models.Index(F("created_at"), F("id"), name="outbox_not_sent", condition=~Q(status="sent")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="sending", claimed_by__isnull=False)
                | (~Q(status="sending") & Q(claimed_by__isnull=True)),
                name="a_message_being_sent_has_a_sender",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.get_status_display()}"

    @property
    def label(self) -> str:
        """What people read for the kind; of one that is declared no more, its code."""
        try:
            return str(kind_of(self.kind).label)
        except KeyError:
            return self.kind


@track()
class Hold(models.Model):
    """Messages that do not leave for as long as this row stands. They wait, and those that grow too old expire."""

    kind = models.CharField(
        _("kind"),
        max_length=64,
        unique=True,
        blank=True,
        help_text=_("Leave it empty to hold back everything but sign-in codes and the like."),
    )
    reason = models.CharField(_("why"), max_length=200)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("held by"),
        null=True,
        on_delete=models.SET_NULL,
        editable=False,
        related_name="+",
    )
    held_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("hold on messages")
        verbose_name_plural = _("holds on messages")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.kind or str(_("everything but sign-in codes"))


class SealedBody(models.Model):
    """The encrypted text of a message that carries a secret; dropped as soon as it was sent. Staff cannot read it."""

    message = models.OneToOneField(OutgoingMessage, on_delete=models.CASCADE, related_name="sealed")
    ciphertext = models.BinaryField()

    def __str__(self) -> str:
        return "sealed"


class Suppression(models.Model):
    """Somebody who gets nothing more by `channel` but what protects their account; with a `topic`, nothing of that.

    `target` is a keyed hash of an address, a number or a person: see `core.outbox.suppression`.
    """

    target = models.CharField(max_length=32, db_index=False)
    channel = models.CharField(_("channel"), max_length=16, choices=Channel)
    topic = models.CharField(_("topic"), max_length=16, choices=Topic, blank=True)
    reason = models.CharField(_("reason"), max_length=16, choices=Suppressed)
    source = models.CharField(_("source"), max_length=120, blank=True)
    since = models.DateTimeField(_("since"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "channel", "topic"], name="suppressed_once"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class ProviderEvent(models.Model):
    """What a provider told us and we acted upon, so that the same told again changes nothing."""

    key = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.key


class Intervention(models.Model):
    """What one of our staff did to a message, or to all waiting ones of a kind."""

    step = models.CharField(max_length=16, choices=Step)
    kind = models.CharField(max_length=64)
    message = models.ForeignKey(
        OutgoingMessage, null=True, on_delete=models.PROTECT, related_name="interventions"
    )
    count = models.PositiveIntegerField(default=1)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-id"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_step_display()} · {self.kind}"
