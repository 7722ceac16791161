"""The rules in numbers, by the day from which they hold, and what has to be checked against them."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy
from core import clock
from core.audit.append_only import append_only
from funding.eligibility import Policy
from offices.enums import Level


class FundingPolicy(models.Model):
    """One version of the rules' numbers. Never changed: another version takes its place from its own day on."""

    effective_from = models.DateField(
        _("holds from"), unique=True, help_text=_("From midnight of this day, in each office’s own zone.")
    )
    age_limit = models.PositiveSmallIntegerField(
        _("under the age of (R1)"),
        default=Policy.age_limit,
        validators=[MinValueValidator(18), MaxValueValidator(150)],
    )
    share = models.DecimalField(
        _("share of the average cost (R16, R17)"),
        max_digits=5,
        decimal_places=4,
        default=Policy.share,
        validators=[MinValueValidator(Decimal("0.0001")), MaxValueValidator(Decimal(1))],
        help_text=_("0.15 is 15%."),
    )
    wait_months = models.PositiveSmallIntegerField(
        _("months on the ballot (R15)"), default=Policy.wait_months, validators=[MaxValueValidator(24)]
    )
    plan_pass_mark = models.PositiveSmallIntegerField(
        _("pass mark of a plan (R18)"), default=Policy.plan_pass_mark, validators=[MaxValueValidator(100)]
    )
    plan_reviewers = models.PositiveSmallIntegerField(
        _("reviewers of a plan (R18)"),
        default=Policy.plan_reviewers,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    minimum_donors = models.PositiveSmallIntegerField(
        _("donors at least (R17)"),
        default=Policy.minimum_donors,
        validators=[MinValueValidator(1), MaxValueValidator(1_000)],
    )
    needs_opponent = models.BooleanField(_("somebody has to run against them"), default=False)
    needs_background_check = models.BooleanField(_("a background check has to be passed"), default=False)
    needs_staff_interview = models.BooleanField(_("a talk with our staff has to be held"), default=False)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("adopted by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    adopted_at = models.DateTimeField(_("adopted"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("version of the funding rules")
        verbose_name_plural = _("versions of the funding rules")
        ordering = ["-effective_from"]
        constraints = [
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="a_share_is_a_share"),
            models.CheckConstraint(condition=Q(plan_pass_mark__lte=100), name="a_pass_mark_can_be_reached"),
            models.CheckConstraint(
                condition=Q(plan_reviewers__gte=1, minimum_donors__gte=1), name="somebody_reviews_and_gives"
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.effective_from}"


class CandidacyChecks(models.Model):
    """What a policy may ask for besides. Empty: nobody has looked yet."""

    candidacy = models.OneToOneField(
        Candidacy, verbose_name=_("race"), on_delete=models.PROTECT, related_name="checks"
    )
    background_passed = models.BooleanField(_("background check passed"), null=True, blank=True)
    interview_held = models.BooleanField(_("talk with our staff held, and it led on"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noted by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    noted_at = models.DateTimeField(_("noted"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("checks before funding")
        verbose_name_plural = _("checks before funding")

    def __str__(self) -> str:
        return f"{self.candidacy_id}"


class EligibilityDue(models.Model):
    """A candidacy whose verdict has to be looked at from `due_at` on. Written by the database as its inputs change.

    Several rows may say the same: nobody who changes something waits for anybody else.
    """

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.candidacy_id} {self.due_at}"


class CostsChanged(models.Model):
    """A level of office of which a cost was noted, changed or taken back: every race of it is looked at again."""

    level = models.CharField(max_length=20, choices=Level.choices)

    def __str__(self) -> str:
        return self.level


class RulesSeen(models.Model):
    """The numbers from the settings by which verdicts were reached last. One row."""

    policy = models.JSONField()

    def __str__(self) -> str:
        return "rules seen"
