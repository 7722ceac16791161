import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.enums import IntakeSource, IntakeStatus
from core import clock


class Intake(models.Model):
    """One sign-up as it arrived, by form, API or CSV alike. A worker absorbs it; `form_key` makes it one row."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_key = models.UUIDField(unique=True)
    source = models.CharField(_("source"), max_length=8, choices=IntakeSource)
    payload = models.JSONField(_("what was typed"))
    language = models.CharField(_("language"), max_length=8, default="en")
    received_at = models.DateTimeField(_("received"), default=clock.now)
    status = models.CharField(_("status"), max_length=16, choices=IntakeStatus, default=IntakeStatus.RECEIVED)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="intakes",
    )
    absorbed_at = models.DateTimeField(_("absorbed"), null=True, blank=True)
    link_used_at = models.DateTimeField(_("link used"), null=True, blank=True)
    fault = models.CharField(_("fault"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("sign-up as received")
        verbose_name_plural = _("sign-ups as received")
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], name="intake_to_absorb", condition=Q(status="received"))]

    def __str__(self) -> str:
        return f"{self.get_source_display()} · {self.get_status_display()}"
