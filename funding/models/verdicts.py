from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy
from core import clock
from core.audit.append_only import append_only


class EligibilityVerdict(models.Model):
    """A verdict that differs from the one before it. Codes, dates and amounts only; append-only."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name=_("race"), on_delete=models.PROTECT, related_name="verdicts"
    )
    verdict = models.CharField(_("verdict"), max_length=16)
    outcomes = models.JSONField(_("outcome of each rule"))
    opens_on = models.DateField(_("funding opens"), null=True)
    cap = models.DecimalField(_("cap"), max_digits=12, decimal_places=2, null=True)
    facts = models.JSONField(
        _("facts and rules it rests on"),
        null=True,
        help_text=_("Without names: replaying them gives the same verdict."),
    )
    as_of = models.DateField(_("as of"))
    recorded_at = models.DateTimeField(_("recorded"), default=clock.now)

    class Meta:
        verbose_name = _("verdict on funding")
        verbose_name_plural = _("verdicts on funding")
        ordering = ["-id"]
        indexes = [models.Index(fields=["candidacy", "-id"])]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.verdict} {self.as_of}"
