from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from funding.models.applications import FundingApplication


class TreasurerInvitation(models.Model):
    """The treasurer as co-applicant on one application: invited by the candidate, writing since they accepted."""

    application = models.ForeignKey(FundingApplication, on_delete=models.CASCADE, related_name="treasurers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("treasurer"), on_delete=models.CASCADE, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited"), default=clock.now, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    class Meta:
        verbose_name = _("treasurer as co-applicant")
        verbose_name_plural = _("treasurers as co-applicants")
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(ended_at__isnull=True), name="one_treasurer_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}"
