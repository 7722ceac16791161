from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.enums import Standing
from core import clock
from core.audit.append_only import append_only
from core.audit.tracking import track
from interviews.enums import TOP_RATING, Criterion, DeclineReason, Flag, Outcome, Recommendation
from interviews.models.talks import Interview
from interviews.querysets import DecisionQuerySet, ScorecardQuerySet


def _rating(criterion: Criterion) -> models.PositiveSmallIntegerField:
    """What a rating means is a setting: `interviews.criteria`. One that is switched off is not rated: null."""
    return models.PositiveSmallIntegerField(
        criterion.label, null=True, blank=True, validators=[MaxValueValidator(TOP_RATING)]
    )


def _evidence() -> models.CharField:
    return models.CharField(_("what you heard"), max_length=300, blank=True)


@track(
    personal=[
        "private_note",
        "note_to_candidate",
        "flags",
        *(f"{criterion}_evidence" for criterion in Criterion),
    ]
)
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
    flags = ArrayField(
        models.CharField(max_length=16, choices=Flag),
        verbose_name=_("flags"),
        default=list,
        db_default=[],
        blank=True,
        help_text=_("Not rated. They tell whoever decides what to look at first."),
    )
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


@track(personal=["reply"], unwatched=["batch", "standing_before", "reapply_before"])
class Decision(models.Model):
    """What program staff decided after a talk. Declining has a reason, the reply and a date to come back.

    What was decided together shares its `batch`; `standing_before` and `reapply_before` are what an undoing restores.
    """

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
    batch = models.UUIDField(null=True, editable=False, db_index=True)
    standing_before = models.CharField(
        max_length=16, choices=Standing, blank=True, editable=False, db_default=""
    )
    reapply_before = models.DateField(null=True, editable=False)

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


class UndoneDecision(models.Model):
    """A decision that was taken back within its hour. Keys, codes and moments; the reply went with the decision."""

    interview = models.ForeignKey(
        Interview, verbose_name=_("talk"), on_delete=models.PROTECT, related_name="undone_decisions"
    )
    outcome = models.CharField(_("decision"), max_length=16, choices=Outcome)
    reason = models.CharField(_("reason"), max_length=32, choices=DeclineReason, blank=True)
    batch = models.UUIDField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided"))
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(_("taken back"))

    class Meta:
        ordering = ["undone_at"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.interview_id} · {self.get_outcome_display()}"
