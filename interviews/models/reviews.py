from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.audit.tracking import track
from core.wording import rated
from interviews.enums import ANCHORS, Criterion, DeclineReason, Outcome, Recommendation
from interviews.models.talks import Interview
from interviews.querysets import DecisionQuerySet, ScorecardQuerySet

TOP_RATING = 4


def _rating(criterion: Criterion) -> models.PositiveSmallIntegerField:
    low, middle, high = ANCHORS[criterion]
    return models.PositiveSmallIntegerField(
        criterion.label,
        choices=[(0, rated(0, low)), (1, "1"), (2, rated(2, middle)), (3, "3"), (4, rated(4, high))],
        validators=[MaxValueValidator(TOP_RATING)],
    )


def _evidence() -> models.CharField:
    return models.CharField(_("what you heard"), max_length=300, blank=True)


@track(personal=["private_note", "note_to_candidate", *(f"{criterion}_evidence" for criterion in Criterion)])
class Scorecard(models.Model):
    """The interviewer's notes: six anchored ratings with a line of evidence each, and a note the candidate receives."""

    interview = models.OneToOneField(
        Interview, verbose_name=_("talk"), on_delete=models.PROTECT, related_name="scorecard"
    )
    reason = _rating(Criterion.REASON)
    reason_evidence = _evidence()
    roots = _rating(Criterion.ROOTS)
    roots_evidence = _evidence()
    grasp = _rating(Criterion.GRASP)
    grasp_evidence = _evidence()
    time = _rating(Criterion.TIME)
    time_evidence = _evidence()
    asking = _rating(Criterion.ASKING)
    asking_evidence = _evidence()
    learning = _rating(Criterion.LEARNING)
    learning_evidence = _evidence()
    recommendation = models.CharField(_("recommendation"), max_length=16, choices=Recommendation)
    note_to_candidate = models.TextField(
        _("note that the candidate receives"),
        max_length=4_000,
        help_text=_("Three next steps, in your own words."),
    )
    private_note = models.TextField(_("private note"), max_length=4_000, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField(_("handed in"), default=clock.now, editable=False)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        verbose_name = _("notes from a talk")
        verbose_name_plural = _("notes from talks")
        ordering = ["submitted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{criterion}__lte": TOP_RATING for criterion in Criterion}),
                name="ratings_go_up_to_four",
            ),
        ]

    def __str__(self) -> str:
        return str(self.interview)


@track(personal=["reply"])
class Decision(models.Model):
    """What program staff decided after a talk. Declining has a reason, the reply and a date to come back."""

    interview = models.OneToOneField(
        Interview, verbose_name=_("talk"), on_delete=models.PROTECT, related_name="decision"
    )
    outcome = models.CharField(_("decision"), max_length=16, choices=Outcome)
    reason = models.CharField(_("reason"), max_length=32, choices=DeclineReason, blank=True)
    reapply_from = models.DateField(_("may come back from"), null=True, blank=True)
    reply = models.TextField(_("reply that the candidate receives"), max_length=4_000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided"), default=clock.now, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.DECLINE) | (~Q(reason="") & Q(reapply_from__isnull=False)),
                name="a_no_has_its_reason_and_a_date_to_come_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interview} · {self.get_outcome_display()}"
