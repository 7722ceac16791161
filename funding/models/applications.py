import uuid
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy
from core import clock
from core.audit.tracking import track
from core.lifecycle import Transition
from core.wording import rated
from funding.enums import OPEN, PLAN_ANCHORS, ApplicationStatus, GiftKind, PlanSection
from funding.querysets import ApplicationQuerySet, PlanReviewQuerySet


class Gift(models.Model):
    """Money that a campaign says it raised. It counts once somebody of ours has seen the receipt (R17)."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name=_("race"), on_delete=models.CASCADE, related_name="gifts"
    )
    donor = models.CharField(_("donor"), max_length=200)
    amount = models.DecimalField(
        _("amount in dollars"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    kind = models.CharField(_("kind"), max_length=16, choices=GiftKind, default=GiftKind.GIFT)
    given_on = models.DateField(_("given on"))
    documented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("receipt seen by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    documented_at = models.DateTimeField(_("receipt seen"), null=True, blank=True)
    line_item = models.CharField(_("line item"), max_length=64, blank=True, db_default="", editable=False)
    refunded_on = models.DateField(_("given back on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("entered"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("gift to a campaign")
        verbose_name_plural = _("gifts to campaigns")
        ordering = ["-given_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_gift_is_more_than_nothing"),
            models.UniqueConstraint(
                fields=["candidacy", "line_item"], condition=~Q(line_item=""), name="one_gift_per_line_item"
            ),
        ]

    def __str__(self) -> str:
        return f"${self.amount}"

    @property
    def counts(self) -> bool:
        """Whether somebody of ours has seen the receipt, and it was not given back (R17)."""
        return self.documented_at is not None and self.refunded_on is None


@track(
    personal=[
        "plan", "committee_name", "committee_registration", "treasurer_name", "use_of_money", "wanted",
    ]
)  # fmt: skip
class FundingApplication(models.Model):
    """What a candidate asks for. Handing it in freezes the facts that the verdict rests on (R19).

    `plan_version` counts how often another plan was handed in: it is scored anew, the same one is not.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidacy = models.ForeignKey(
        Candidacy, verbose_name=_("race"), on_delete=models.PROTECT, related_name="applications"
    )
    status = models.CharField(
        _("status"), max_length=16, choices=ApplicationStatus, default=ApplicationStatus.DRAFT
    )
    committee_name = models.CharField(_("committee's name"), max_length=200, blank=True)
    committee_registration = models.CharField(
        _("committee's registration number"), max_length=64, blank=True, default="", db_default=""
    )
    treasurer_name = models.CharField(_("treasurer's name"), max_length=200, blank=True)
    plan = models.TextField(_("campaign plan"), max_length=40_000, blank=True)
    requested = models.DecimalField(
        _("amount asked for, in dollars"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    win_number = models.PositiveIntegerField(_("win number"), null=True, blank=True)
    use_of_money = models.JSONField(
        _("use of the money"), default=list, blank=True, db_default=Value([], models.JSONField())
    )
    declarations = models.JSONField(
        _("declarations"), default=list, blank=True, db_default=Value([], models.JSONField())
    )
    plan_version = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    wanted = models.TextField(
        _("what is still wanted"), max_length=2_000, blank=True, db_default="", editable=False
    )
    frozen_facts = models.JSONField(null=True, editable=False)
    average_cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, editable=False)
    created_at = models.DateTimeField(_("begun"), default=clock.now, editable=False)
    submitted_at = models.DateTimeField(_("handed in"), null=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application for funding")
        verbose_name_plural = _("applications for funding")
        ordering = ["-id"]
        indexes = [
            models.Index(
                "created_at", name="application_half_done", condition=Q(status=ApplicationStatus.DRAFT)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy"], condition=Q(status__in=OPEN), name="one_open_application_per_candidacy"
            ),
            models.CheckConstraint(
                condition=Q(status=ApplicationStatus.DRAFT)
                | Q(submitted_at__isnull=False, frozen_facts__isnull=False),
                name="what_is_handed_in_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        """Blind: whoever scores the plan must not read a name here."""
        return f"{self.public_id.hex[:8]} · {self.candidacy.race.office.get_level_display()}"


class ApplicationTransition(Transition):
    subject = models.ForeignKey(FundingApplication, on_delete=models.PROTECT, related_name="transitions")


class ApplicationRevision(models.Model):
    """What was handed in, as it was handed in: the first time, and each time after more was asked for."""

    application = models.ForeignKey(FundingApplication, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.JSONField(_("what was handed in"))
    handed_in_at = models.DateTimeField(_("handed in"))

    class Meta:
        verbose_name = _("copy of an application")
        verbose_name_plural = _("copies of applications")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="one_copy_per_handing_in")
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.number}"


def _rating(section: PlanSection) -> models.PositiveSmallIntegerField:
    low, middle, high = PLAN_ANCHORS[section]
    return models.PositiveSmallIntegerField(
        section.label,
        choices=[(0, rated(0, low)), (1, "1"), (2, rated(2, middle)), (3, "3"), (4, rated(4, high))],
        validators=[MaxValueValidator(4)],
    )


class PlanReview(models.Model):
    """One reviewer's scoring of a campaign plan; `score` is the weighted sum, 0 to 100 (R18)."""

    application = models.ForeignKey(
        FundingApplication,
        verbose_name=_("application"),
        on_delete=models.PROTECT,
        related_name="plan_reviews",
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewer"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    win_number = _rating(PlanSection.WIN_NUMBER)
    voters = _rating(PlanSection.VOTERS)
    message = _rating(PlanSection.MESSAGE)
    field = _rating(PlanSection.FIELD)
    budget = _rating(PlanSection.BUDGET)
    calendar = _rating(PlanSection.CALENDAR)
    team = _rating(PlanSection.TEAM)
    fundraising = _rating(PlanSection.FUNDRAISING)
    improvement = models.TextField(_("what would make it better"), max_length=2_000, blank=True)
    improvements = models.JSONField(
        _("what would make each weak section better"),
        default=dict,
        blank=True,
        db_default=Value({}, models.JSONField()),
    )
    plan_version = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    score = models.PositiveSmallIntegerField(_("score"), editable=False, validators=[MaxValueValidator(100)])
    reviewed_at = models.DateTimeField(_("scored"), default=clock.now, editable=False)

    objects = PlanReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("scoring of a plan")
        verbose_name_plural = _("scorings of plans")
        ordering = ["reviewed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer", "plan_version"], name="one_scoring_per_reviewer_and_plan"
            ),
            models.CheckConstraint(condition=Q(score__lte=100), name="a_score_is_at_most_100"),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.score}"
