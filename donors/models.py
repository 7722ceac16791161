"""Frozen figures for donors: a release never changes, and "as of" is a release."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.audit.append_only import append_only


class Release(models.Model):
    as_of = models.DateTimeField(_("as of"), unique=True)
    published_at = models.DateTimeField(_("published"), default=clock.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    class Meta:
        verbose_name = _("release of figures")
        verbose_name_plural = _("releases of figures")
        ordering = ["-as_of"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.as_of:%Y-%m-%d %H:%M} UTC"


class Figure(models.Model):
    """One number of a release. Counts are whole, money is in dollars."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="figures")
    table = models.CharField(max_length=32)
    code = models.CharField(max_length=64)
    value = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["release", "table", "code"], name="one_figure_per_release_and_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"


class BoardReader(models.Model):
    """Somebody to whom the Monday report goes; staff keep the list."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    added_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("reader of the board report")
        verbose_name_plural = _("readers of the board report")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.person)
