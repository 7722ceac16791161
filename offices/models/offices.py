"""Offices, elections, and the races in which an office is filled at an election."""

import uuid

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _

from core.accounts.models import validate_time_zone
from core.audit.tracking import track
from offices.enums import ElectionKind, Level
from offices.models.places import TWO_CAPITALS, Division


# Only changes are kept: the row holds the newest state, each event the one before it. An import of 100,000
# new offices therefore writes no event, and one that corrects many writes theirs in one statement.
@track(
    pghistory.UpdateEvent(row=pghistory.Old, level=pghistory.Statement),
    pghistory.DeleteEvent(level=pghistory.Statement),
)
class Office(models.Model):
    """One office that people are elected to: a division, a kind, and a seat where there are several."""

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    division = models.ForeignKey(
        Division, on_delete=models.PROTECT, related_name="offices", verbose_name=_("division")
    )
    kind = models.SlugField(_("kind"), max_length=40)
    seat = models.CharField(_("seat"), max_length=100, blank=True, default="")
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    name = models.CharField(_("name"), max_length=300)
    title = models.CharField(_("title of the holder"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=2)
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(_("term in years"), null=True, blank=True)
    minimum_age = models.PositiveSmallIntegerField(
        _("legal minimum age on election day"), null=True, blank=True
    )
    is_listed = models.BooleanField(
        _("listed"),
        default=True,
        help_text=_("Unlisted: the place turned out not to govern itself; kept for those who chose it."),
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        indexes = [models.Index(fields=["state", "level", "name"], name="office_state_level_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "kind", "seat"], name="one_office_per_division_kind_seat"
            ),
            models.CheckConstraint(condition=Q(level__in=list(Level)), name="office_level_known"),
            models.CheckConstraint(condition=Q(state__regex=TWO_CAPITALS), name="office_state_two_letters"),
            models.CheckConstraint(condition=~Q(time_zone=""), name="office_has_time_zone"),
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(seats__gte=1), name="office_seats_positive"
            ),
            models.CheckConstraint(
                condition=Q(term_years__isnull=True) | Q(term_years__range=(1, 20)),
                name="office_term_plausible",
            ),
            models.CheckConstraint(
                condition=Q(minimum_age__isnull=True) | Q(minimum_age__range=(16, 40)),
                name="office_age_plausible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


@track()
class Election(models.Model):
    """A day on which votes are counted in a state: a primary, a general, a runoff or a special election."""

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    date = models.DateField(_("election day"))
    kind = models.CharField(_("kind"), max_length=10, choices=ElectionKind.choices)
    state = models.CharField(_("state"), max_length=2)
    name = models.CharField(_("name"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        constraints = [
            models.UniqueConstraint(
                fields=["state", "date", "kind", "name"], name="one_election_per_state_date_kind_name"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(ElectionKind)), name="election_kind_known"),
            models.CheckConstraint(condition=Q(state__regex=TWO_CAPITALS), name="election_state_two_letters"),
        ]

    def __str__(self) -> str:
        day = formats.date_format(self.date, "DATE_FORMAT")
        label = gettext_now("%(kind)s election, %(day)s") % {"day": day, "kind": self.get_kind_display()}
        return f"{label} ({self.name})" if self.name else label


@track()
class Race(models.Model):
    """An office at an election."""

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="races", verbose_name=_("office")
    )
    election = models.ForeignKey(
        Election, on_delete=models.PROTECT, related_name="races", verbose_name=_("election")
    )

    class Meta:
        verbose_name = _("race")
        verbose_name_plural = _("races")
        constraints = [
            models.UniqueConstraint(fields=["office", "election"], name="one_race_per_office_and_election")
        ]

    def __str__(self) -> str:
        return f"{self.office.name} – {self.election}"

    @property
    def level(self) -> Level:
        return Level(self.office.level)

    @property
    def state(self) -> str:
        return self.office.state

    @property
    def time_zone(self) -> str:
        return self.office.time_zone

    @property
    def is_special(self) -> bool:
        return self.election.kind == ElectionKind.SPECIAL
