"""What happened: past contests for an office, and who holds it now."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offices.enums import ContestSource, HolderSource, Level, Party
from offices.models.offices import Office
from offices.models.places import TWO_CAPITALS


class Contest(models.Model):
    """A past contest as one source records it. Blank is unknown; a missing row proves nothing (DESIGN §11).

    `uncontested` (nobody else ran) and `one_major_party_only` (no Democrat or no Republican) are two facts.
    """

    source = models.CharField(_("source"), max_length=20, choices=ContestSource.choices)
    source_key = models.CharField(_("key within the source"), max_length=400)
    office = models.ForeignKey(
        Office,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contests",
        verbose_name=_("office"),
    )
    ocd_id = models.CharField(_("Open Civic Data id"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=2)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    office_name = models.CharField(_("office as the source names it"), max_length=300)
    year = models.PositiveSmallIntegerField(_("year"))
    is_special = models.BooleanField(_("special election"), default=False)
    seats = models.PositiveSmallIntegerField(_("seats to fill"), null=True, blank=True)
    seats_assumed = models.BooleanField(_("the number of seats is assumed"), default=False)
    candidates = models.PositiveSmallIntegerField(_("candidates"), null=True, blank=True)
    uncontested = models.BooleanField(_("nobody else ran"), null=True, blank=True)
    one_major_party_only = models.BooleanField(_("one major party only"), null=True, blank=True)
    no_dem = models.BooleanField(_("no Democrat ran"), null=True, blank=True)
    no_rep = models.BooleanField(_("no Republican ran"), null=True, blank=True)
    winner_party = models.CharField(_("party of the winner"), max_length=3, choices=Party.choices, blank=True)
    dem_votes = models.PositiveIntegerField(_("Democratic votes"), null=True, blank=True)
    rep_votes = models.PositiveIntegerField(_("Republican votes"), null=True, blank=True)
    total_votes = models.PositiveIntegerField(_("all votes"), null=True, blank=True)

    class Meta:
        verbose_name = _("past contest")
        verbose_name_plural = _("past contests")
        indexes = [models.Index(fields=["state", "level", "year"], name="contest_state_level_year")]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="one_contest_per_source_key"),
            models.CheckConstraint(condition=Q(source__in=list(ContestSource)), name="contest_source_known"),
            models.CheckConstraint(condition=Q(level__in=list(Level)), name="contest_level_known"),
            models.CheckConstraint(condition=Q(state__regex=TWO_CAPITALS), name="contest_state_two_letters"),
            models.CheckConstraint(condition=Q(year__range=(1900, 2100)), name="contest_year_plausible"),
        ]

    def __str__(self) -> str:
        return f"{self.office_name}, {self.state} {self.year} ({self.source})"


class Holder(models.Model):
    """Who holds an office according to a source, as of a day."""

    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, related_name="holders", verbose_name=_("office")
    )
    name = models.CharField(_("name"), max_length=200)
    party = models.CharField(_("party"), max_length=3, choices=Party.choices, blank=True)
    as_of = models.DateField(_("as of"))
    ends_on = models.DateField(_("term ends"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=20, choices=HolderSource.choices)
    source_key = models.CharField(_("key within the source"), max_length=200)

    class Meta:
        verbose_name = _("holder")
        verbose_name_plural = _("holders")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "source", "source_key"], name="one_holder_per_office_source_key"
            ),
            models.CheckConstraint(condition=Q(source__in=list(HolderSource)), name="holder_source_known"),
        ]

    def __str__(self) -> str:
        return self.name
