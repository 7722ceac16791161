"""What we owe to people who signed up, and the exact words that they agreed to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.enums import ConsentKind
from candidates.models.candidate import Candidate
from candidates.querysets import PromisedCallQuerySet
from core.audit.tracking import track


@track()
class PromisedCall(models.Model):
    """Somebody has filed already: a person calls them within one working day."""

    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="promised_calls"
    )
    promised_at = models.DateTimeField(_("promised"))
    due_at = models.DateTimeField(_("call before"))
    called_at = models.DateTimeField(_("called"), null=True, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("called by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = PromisedCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("promised call")
        verbose_name_plural = _("promised calls")
        ordering = ["due_at"]
        indexes = [
            models.Index(fields=["due_at"], name="promised_calls_to_make", condition=Q(called_at=None))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(called_at=None), name="one_promised_call_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(called_at=None, called_by=None)
                | Q(called_at__isnull=False, called_by__isnull=False),
                name="a_call_was_made_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.candidate)


class ConsentWording(models.Model):
    """What stood beside the box that somebody ticked, word for word. Never changed, only added to."""

    kind = models.CharField(_("consent"), max_length=16, choices=ConsentKind)
    version = models.CharField(_("version"), max_length=16)
    language = models.CharField(_("language"), max_length=8)
    wording = models.CharField(_("wording"), max_length=500)

    class Meta:
        verbose_name = _("wording of a consent")
        verbose_name_plural = _("wordings of consents")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "version", "language", "wording"], name="one_row_per_wording"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.version} ({self.language})"
