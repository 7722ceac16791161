"""Organisations that take over where we cannot help, and to whom somebody wished to be introduced."""

import uuid

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.enums import HandOverReason
from candidates.models.candidate import Candidate
from candidates.models.promises import ConsentWording
from candidates.querysets import HandOverQuerySet
from core.audit.tracking import track
from core.fields import WebAddressField


@track()
class Partner(models.Model):
    """An organisation that helps people whom we cannot: over our age limit, or running for a larger office."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150, unique=True)
    about = models.CharField(_("what they do, in a sentence"), max_length=300)
    website = WebAddressField(
        _("website"), max_length=300, blank=True, validators=[URLValidator(["https", "http"])]
    )
    takes = models.CharField(_("takes people who are"), max_length=16, choices=HandOverReason)
    is_active = models.BooleanField(_("offered at present"), default=True)

    class Meta:
        verbose_name = _("partner organisation")
        verbose_name_plural = _("partner organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@track()
class HandOver(models.Model):
    """Somebody agreed that we pass on name, address and state to one partner, in the words of `wording`."""

    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="hand_overs"
    )
    partner = models.ForeignKey(
        Partner, verbose_name=_("partner organisation"), on_delete=models.PROTECT, related_name="hand_overs"
    )
    reason = models.CharField(_("reason"), max_length=16, choices=HandOverReason)
    wording = models.ForeignKey(
        ConsentWording, verbose_name=_("consent, as worded"), on_delete=models.PROTECT, related_name="+"
    )
    consented_at = models.DateTimeField(_("agreed"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    passed_on_at = models.DateTimeField(_("passed on"), null=True, blank=True)
    passed_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("passed on by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["consented_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "partner"],
                condition=Q(withdrawn_at=None),
                name="one_hand_over_per_partner",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(passed_on_at=None), name="what_was_taken_back_stays_here"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} → {self.partner}"
