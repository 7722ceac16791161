from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from core.audit.tracking import track
from offices.states import NAMES

STATES = sorted(NAMES.items(), key=lambda state: state[1])


def _ascii(position: int) -> Func:
    letter = Func(F("state"), Value(position), Value(1), function="substr", output_field=models.CharField())
    return Func(letter, function="ascii", output_field=models.IntegerField())


def _only(number: models.expressions.Combinable) -> Func:
    """A range of one number: GiST over it needs no btree_gist, which the embedded server does not ship."""
    return Func(number, number, Value("[]"), function="int8range")


def _days() -> Func:
    """Both days included; without a last day, for ever."""
    return Func(F("first_day"), F("last_day"), Value("[]"), function="daterange")


@track()
class Region(models.Model):
    """Several states that one person of ours looks after together."""

    name = models.CharField(_("name"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@track()
class RegionState(models.Model):
    """A state is part of one region at most."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(
        _("state"),
        max_length=2,
        choices=STATES,
        unique=True,
        error_messages={"unique": _("This state is part of another region.")},
    )

    class Meta:
        verbose_name = _("state of a region")
        verbose_name_plural = _("states of the region")
        ordering = ["state"]

    def __str__(self) -> str:
        return self.get_state_display()


@track()
class Ownership(models.Model):
    """Who of ours looks after a state or a region, from the first to the last day, both included."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="ownerships"
    )
    state = models.CharField(_("state"), max_length=2, choices=STATES, blank=True)
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ownerships",
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day. Empty: until further notice.")
    )

    class Meta:
        verbose_name = _("owner of a state or region")
        verbose_name_plural = _("owners of states and regions")
        ordering = ["state", "region__name", "-first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=True) ^ Q(state=""), name="an_owner_has_a_state_or_a_region"
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="an_ownership_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="one_owner_of_a_state_at_a_time",
                index_type="GIST",
                expressions=[
                    (_only(_ascii(1) * 256 + _ascii(2)), RangeOperators.OVERLAPS),
                    (_days(), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state=""),
                violation_error_message=_("This state has another owner on some of these days."),
            ),
            ExclusionConstraint(
                name="one_owner_of_a_region_at_a_time",
                index_type="GIST",
                expressions=[
                    (_only(F("region_id")), RangeOperators.OVERLAPS),
                    (_days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(region__isnull=False),
                violation_error_message=_("This region has another owner on some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.owner}"

    @property
    def place(self) -> str:
        return str(self.region) if self.region_id else self.get_state_display()

    def covers(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@track()
class Leave(models.Model):
    """Somebody of ours is away, and a colleague stands in; both days included."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who is away"),
        on_delete=models.PROTECT,
        related_name="leaves",
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"), help_text=_("The last day away."))
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who stands in"),
        on_delete=models.PROTECT,
        related_name="stands_in_for",
    )

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leave")
        ordering = ["-first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="a_leave_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(stand_in=F("person")),
                name="somebody_else_stands_in",
                violation_error_message=_("Somebody else has to stand in."),
            ),
            ExclusionConstraint(
                name="one_leave_at_a_time",
                index_type="GIST",
                expressions=[
                    (_only(F("person_id")), RangeOperators.OVERLAPS),
                    (_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("There is another leave of this person on some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.first_day} – {self.last_day}"

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day
