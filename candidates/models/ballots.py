from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.enums import CorrectionReason, FilingItem
from candidates.models.candidacy import Candidacy
from core.audit.append_only import append_only


class BallotCorrection(models.Model):
    """A ballot date that turned out wrong, and the right one. The first one and every correction stay on record."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name=_("race"), on_delete=models.PROTECT, related_name="ballot_corrections"
    )
    was = models.DateField(_("ballot date so far"))
    ballot_date = models.DateField(_("right ballot date"))
    reason = models.CharField(_("why"), max_length=20, choices=CorrectionReason)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("corrected by"), on_delete=models.PROTECT, related_name="+"
    )
    corrected_at = models.DateTimeField(_("corrected"))

    class Meta:
        verbose_name = _("correction of a ballot date")
        verbose_name_plural = _("corrections of ballot dates")
        ordering = ["corrected_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(was=models.F("ballot_date")), name="a_correction_changes_the_date"
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=list(CorrectionReason)), name="a_correction_has_its_reason"
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.was} → {self.ballot_date}"


class FilingTick(models.Model):
    """An item of the filing checklist that the candidate has done."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name=_("race"), on_delete=models.CASCADE, related_name="filing_ticks"
    )
    item = models.CharField(_("what"), max_length=20, choices=FilingItem)
    ticked_at = models.DateTimeField(_("done"))

    class Meta:
        verbose_name = _("done item of a filing checklist")
        verbose_name_plural = _("done items of filing checklists")
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "item"], name="one_tick_per_item"),
            models.CheckConstraint(condition=models.Q(item__in=list(FilingItem)), name="filing_item_known"),
        ]

    def __str__(self) -> str:
        return self.get_item_display()
