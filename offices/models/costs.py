"""What races for an office cost: facts kept by staff, each with its source."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.audit.tracking import track
from offices.enums import FigureKind, Level
from offices.models.offices import Office


@track()
class CostObservation(models.Model):
    """One published figure, in US dollars, of what a race for the office cost in one cycle (R19)."""

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="cost_observations", verbose_name=_("office")
    )
    cycle = models.PositiveSmallIntegerField(
        _("cycle (year)"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    figure_kind = models.CharField(_("what the figure measures"), max_length=20, choices=FigureKind.choices)
    amount = models.DecimalField(
        _("amount in US dollars"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    n = models.PositiveIntegerField(
        _("number of campaigns behind it"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    is_primary = models.BooleanField(_("primary only"), default=False)
    source = models.CharField(_("source"), max_length=300)
    licence = models.CharField(_("license"), max_length=100, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("added by"),
    )
    created_at = models.DateTimeField(_("added"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("cost of a race")
        verbose_name_plural = _("costs of races")
        indexes = [models.Index(fields=["office", "cycle"], name="cost_office_cycle")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="cost_not_negative"),
            models.CheckConstraint(condition=Q(n__isnull=True) | Q(n__gte=1), name="cost_n_positive"),
            models.CheckConstraint(condition=Q(cycle__range=(1990, 2100)), name="cost_cycle_plausible"),
            models.CheckConstraint(
                condition=Q(figure_kind__in=list(FigureKind)), name="cost_figure_kind_known"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="cost_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.office.name} {self.cycle}: ${self.amount:,}"


class OwnSpending(models.Model):
    """What our own candidates reported to have spent, on the average, in one cycle: one figure of a level in a state.

    `n` campaigns are behind it, five at least, so that no campaign's spending can be told from it.
    """

    FEWEST = 5

    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    state = models.CharField(_("state"), max_length=2)
    cycle = models.PositiveSmallIntegerField(_("cycle (year)"))
    amount = models.DecimalField(_("amount in US dollars"), max_digits=12, decimal_places=2)
    n = models.PositiveIntegerField(_("number of campaigns behind it"))
    changed_at = models.DateTimeField(_("changed"), default=clock.now)

    class Meta:
        verbose_name = _("spending of our own candidates")
        verbose_name_plural = _("spending of our own candidates")
        ordering = ["-cycle", "level", "state"]
        constraints = [
            models.UniqueConstraint(fields=["level", "state", "cycle"], name="one_own_figure_a_group"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="own_spending_not_negative"),
            models.CheckConstraint(condition=Q(n__gte=5), name="own_spending_of_five_at_least"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.state} {self.cycle}: ${self.amount:,} (n = {self.n})"
