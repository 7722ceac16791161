from django.db import models
from django.utils.translation import gettext_lazy as _


class ContributionLimit(models.Model):
    """What a state let an individual give to a candidate for its house or senate in a year, by a source of that year.

    Years old: it is shown with its year, and finance look the current one up before they pay.
    """

    state = models.CharField(_("state"), max_length=2)
    year = models.PositiveSmallIntegerField(_("year"))
    rule = models.CharField(_("rule"), max_length=40)
    house_limit = models.PositiveIntegerField(_("limit for the house, in dollars"), null=True)
    house_period = models.CharField(_("period for the house"), max_length=60, blank=True)
    senate_limit = models.PositiveIntegerField(_("limit for the senate, in dollars"), null=True)
    senate_period = models.CharField(_("period for the senate"), max_length=60, blank=True)
    pac_rule = models.CharField(_("rule for committees"), max_length=40, blank=True)
    corporate_rule = models.CharField(_("rule for corporations"), max_length=40, blank=True)
    citation = models.TextField(_("citation"), blank=True)

    class Meta:
        verbose_name = _("contribution limit")
        verbose_name_plural = _("contribution limits")
        ordering = ["state", "-year"]
        constraints = [models.UniqueConstraint(fields=["state", "year"], name="one_limit_per_state_and_year")]

    def __str__(self) -> str:
        return f"{self.state} {self.year}"
